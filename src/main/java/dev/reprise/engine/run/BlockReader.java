package dev.reprise.engine.run;

import dev.reprise.engine.ledger.Checkpoints;
import dev.reprise.engine.ledger.Checkpoints.Checkpoint;
import dev.reprise.input.Block;
import dev.reprise.input.ExportFormat;
import dev.reprise.input.Position;
import dev.reprise.record.RefusedException;
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
    private final DocumentCheck document;
    private ExportFormat.@Nullable Reader reader;
    private @Nullable ReadAhead ahead;

    BlockReader(ImportRun run, Checkpoints checkpoints, DocumentCheck document) {
        this.run = run;
        this.document = document;
        this.checkpoints = checkpoints;
    }

    @Override
    public void open(ExecutionContext ignored) {
        run.at("load");
        var from = checkpoints
                .find(run.subject().importId())
                .map(Checkpoint::position)
                .orElse(null);
        try {
            ExportFormat.Reader opened = run.session().format().open(run.file(), from);
            reader = opened;
            ahead = new ReadAhead(() -> {
                Block block = opened.read();
                return block == null ? null : judged(block);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A record that makes its file be refused. */
    private static final class BadBlockException extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final transient Position position;
        private final RefusedException refusal;

        BadBlockException(Position position, RefusedException refusal) {
            super(refusal);
            this.position = position;
            this.refusal = refusal;
        }
    }

    private Loadable judged(Block block) {
        try {
            return Loadable.of(run.session().process(block));
        } catch (RefusedException e) {
            throw new BadBlockException(block.position(), e);
        }
    }

    @Override
    public @Nullable Loadable read() throws IOException {
        run.tellProgress();
        try {
            return ahead == null ? null : ahead.next();
        } catch (BadBlockException e) {
            document.check(e.position);
            throw e.refusal;
        }
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
