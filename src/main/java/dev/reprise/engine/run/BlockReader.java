package dev.reprise.engine.run;

import dev.reprise.engine.ledger.Checkpoints;
import dev.reprise.engine.ledger.Checkpoints.Checkpoint;
import dev.reprise.input.Block;
import dev.reprise.input.InputSettings;
import dev.reprise.input.JsonExportReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;

/**
 * Reads the export a block at a time, from where the last committed chunk ended. Where that is, the checkpoint says, never the
 * execution context, which Spring Batch may save without the chunk or lose with it.
 */
final class BlockReader implements ItemStreamReader<Block> {

    private final ImportRun run;
    private final Checkpoints checkpoints;
    private final InputSettings input;
    private @Nullable JsonExportReader reader;

    BlockReader(ImportRun run, Checkpoints checkpoints, InputSettings input) {
        this.run = run;
        this.checkpoints = checkpoints;
        this.input = input;
    }

    @Override
    public void open(ExecutionContext ignored) {
        run.at("load");
        var from = checkpoints
                .find(run.subject().importId())
                .map(Checkpoint::position)
                .orElse(null);
        try {
            reader = new JsonExportReader(run.file(), run.job().inner(), input, from);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public @Nullable Block read() throws IOException {
        run.tellProgress();
        return reader == null ? null : reader.read();
    }

    @Override
    public void close() {
        try {
            if (reader != null) {
                reader.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
