package dev.reprise.engine.run;

import dev.reprise.input.ExportFormat;
import dev.reprise.input.JsonExportReader;
import dev.reprise.input.Position;
import dev.reprise.record.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.springframework.batch.core.job.JobInterruptedException;

/**
 * Makes sure that a resumed import goes on with the file that it began with: the end of the part that was read is compared at once,
 * the rest of it in the background while loading goes on. Nothing is published before both agree.
 */
final class SameFile {

    private static final long LOOK_MILLIS = 50;

    private CompletableFuture<Void> chain = CompletableFuture.completedFuture(null);

    /** Compares what is quick to compare and starts the rest. */
    void check(ExportFormat format, Path file, Position position) throws IOException {
        format.checkTail(file, position);
        chain = CompletableFuture.runAsync(
                () -> {
                    try {
                        format.checkChain(file, position);
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    }
                },
                SameFile::inThreadOfItsOwn);
    }

    /** The common pool may be busy with something that takes for ever. */
    private static void inThreadOfItsOwn(Runnable comparison) {
        Thread thread = new Thread(comparison, "reprise-same-file");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Compares the size alone.
     *
     * @throws RefusedException if the file is another
     */
    static void checkSize(Path file, long size) throws IOException {
        if (Files.size(file) != size) {
            throw JsonExportReader.changed(file.toString());
        }
    }

    /**
     * Waits for the comparison, or until somebody asks the run to stop.
     *
     * @throws RefusedException if the file is another
     */
    void await(StopSwitch stop) throws IOException, JobInterruptedException {
        try {
            while (!chain.isDone()) {
                if (stop.isOn()) {
                    throw new JobInterruptedException(stop.reason());
                }
                Thread.sleep(LOOK_MILLIS);
            }
            chain.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JobInterruptedException("interrupted");
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw e.getCause() instanceof RefusedException refused ? refused : e;
        }
    }
}
