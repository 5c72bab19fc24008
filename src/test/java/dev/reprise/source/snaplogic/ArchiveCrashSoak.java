package dev.reprise.source.snaplogic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.testing.Fault.Mode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fault at every operation of an import of an archive over a project, in every way; {@code -Dtorture.step=10} for every tenth. */
class ArchiveCrashSoak {

    @TempDir
    Path folder;

    @Test
    void everyPointIsSurvived() {
        ArchiveCrashes crashes = new ArchiveCrashes(folder);
        List<String> complaints = new ArrayList<>();
        long began = System.nanoTime();
        long points = 0;
        for (Mode mode : ArchiveCrashes.MODES) {
            for (long at = 1; at <= crashes.operations(); at += Long.getLong("torture.step", 1)) {
                List<String> found = crashes.complaints(mode, at);
                found.forEach(System.err::println); // at once, as it takes long
                complaints.addAll(found);
                points++;
            }
        }
        System.out.printf(
                "crash loop over an archive: %d points in %d modes, %d complaints, %d s%n",
                points, ArchiveCrashes.MODES.size(), complaints.size(), (System.nanoTime() - began) / 1_000_000_000);
        assertThat(complaints).isEmpty();
    }
}
