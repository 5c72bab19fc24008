package dev.reprise.engine.run;

import dev.reprise.input.JsonExportReader;
import dev.reprise.input.Position;
import dev.reprise.record.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Makes sure that a resumed import goes on with the file that it began with: the end of the part that was read is compared at once,
 * the rest of it in the background while loading goes on. Nothing is published before both agree.
 */
final class SameFile {

    private CompletableFuture<Void> chain = CompletableFuture.completedFuture(null);

    /** Compares what is quick to compare and starts the rest. */
    void check(Path file, Position position) throws IOException {
        JsonExportReader.checkTail(file, position);
        chain = CompletableFuture.runAsync(() -> {
            try {
                JsonExportReader.checkChain(file, position);
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        });
    }

    /**
     * Waits for the comparison.
     *
     * @throws RefusedException if the file is another
     */
    void await() throws IOException {
        try {
            chain.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw e.getCause() instanceof RefusedException refused ? refused : e;
        }
    }
}
