package dev.reprise.input.archive;

import dev.reprise.record.RefusedException;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/** A process of its own that opens archives and reads all of them, and says what became of each. */
final class HostileReader {

    private static final int TIMES = 3;
    private static final long ENOUGH_NANOS = 300_000_000;

    private HostileReader() {}

    public static void main(String[] files) throws IOException {
        PrintStream out = System.out;
        for (String file : files) {
            String verdict = "";
            long least = Long.MAX_VALUE;
            // beside busy neighbours even CPU time grows: the least of three counts
            for (int i = 0; i < TIMES && least > ENOUGH_NANOS; i++) {
                long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                verdict = verdict(Path.of(file));
                least = Math.min(least, ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before);
            }
            out.println(Path.of(file).getFileName() + " " + verdict + " " + least / 1_000_000);
        }
    }

    /** The code of its refusal, or how many entries were read. */
    static String verdict(Path file) throws IOException {
        try (Archive archive = Archive.open(file, ArchiveSettings.defaults())) {
            for (int i = 0; i < archive.size(); i++) {
                archive.read(i);
            }
            return "read-" + archive.size();
        } catch (RefusedException e) {
            return e.problem().code();
        }
    }
}
