package dev.reprise.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.testing.Exports;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Imports end well though their processes, sessions, server and network do not; the long version is {@link FaultSoak}. */
class FaultTest {

    @TempDir
    Path directory;

    @Test
    void importsThatAreTakenUpAgainEndWell() {
        Random random = new Random(7);
        Tally tally = new Tally();
        try (Fleet fleet = new Fleet(1);
                Battlefield field = new Battlefield(directory.resolve("server"), random)) {
            Path file = directory.resolve("export.json");
            Exports.write(file, 410, "b-17", 40, 1);
            new FaultyImport(field, fleet, random, tally, file, List.of()).learn();
            for (List<Strike> strikes :
                    List.of(List.of(Strike.TERMINATE, Strike.LOSE_ANSWER), List.of(Strike.RESTART, Strike.CUT))) {
                Exports.write(file, 410, "b-17", 30, random.nextLong());
                new FaultyImport(field, fleet, random, tally, file, strikes).run();
            }
        }
        assertThat(tally.wrong()).as(tally.verdict()).isZero();
        assertThat(tally.imports.get()).isEqualTo(2);
    }
}
