package dev.reprise.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code -Dsoak.imports=200} imports of {@code -Dsoak.products=100} products, queued at two processes, one of which is killed midway; with
 * {@code -Dsoak.defaults=true} at the settings as they are, by which a dead process is missed later.
 */
class ServingSoak {

    private static final int IMPORTS = Integer.getInteger("soak.imports", 200);
    private static final int PRODUCTS = Integer.getInteger("soak.products", 100);

    private static final boolean DEFAULTS = Boolean.getBoolean("soak.defaults");

    @TempDir
    Path spool;

    @Test
    void allEndRightEachOnce() throws SQLException {
        try (ServingProcesses processes = new ServingProcesses(spool, DEFAULTS ? List.of() : ServingProcesses.HASTY)) {
            long began = System.nanoTime();
            processes.run(IMPORTS, PRODUCTS, "KILL");
            List<String> faults = processes.faults(IMPORTS, PRODUCTS);
            System.out.printf(
                    "serving: %d imports of %d products, one process of two killed, %d of them taken over, %d faults, %d s, %d s of it after its end%n",
                    IMPORTS,
                    PRODUCTS,
                    processes.number("FROM import_run WHERE run_number > 1"),
                    faults.size(),
                    (System.nanoTime() - began) / 1_000_000_000,
                    processes.afterwards().toSeconds());
            assertThat(faults).isEmpty();
        }
    }
}
