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
 * Reads the export a block at a time, from where the last committed chunk ended, ahead of the writer. Where that is, the checkpoint
 * says, never the execution context, which Spring Batch may save without the chunk or lose with it.
 */
final class BlockReader implements ItemStreamReader<Loadable> {

    private final ImportRun run;
    private final Checkpoints checkpoints;
    private final InputSettings input;
    private @Nullable JsonExportReader reader;
    private @Nullable ReadAhead ahead;

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
            JsonExportReader opened = new JsonExportReader(run.file(), run.job().inner(), input, from);
            reader = opened;
            ahead = new ReadAhead(() -> {
                Block block = opened.read();
                return block == null ? null : Loadable.of(run.session().process(block));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public @Nullable Loadable read() throws IOException {
        run.tellProgress();
        return ahead == null ? null : ahead.next();
    }

    @Override
    public void close() {
        try {
            if (ahead != null) {
                ahead.close();
            }
            if (reader != null) {
                reader.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
