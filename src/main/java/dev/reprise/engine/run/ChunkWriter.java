package dev.reprise.engine.run;

import dev.reprise.engine.job.Judged;
import dev.reprise.engine.ledger.Checkpoints.Checkpoint;
import dev.reprise.record.Outcome;
import dev.reprise.record.Rejection;
import dev.reprise.record.Row;
import dev.reprise.report.Counts;
import dev.reprise.table.ContentHash;
import dev.reprise.table.RowWriter;
import dev.reprise.table.RowWriter.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;

/**
 * Writes a chunk in its transaction: locks the epoch, then rows, rejections, counters and checkpoint. All of it is committed or none,
 * so that a restart finds the checkpoint exactly where the rows end.
 */
final class ChunkWriter implements ItemWriter<Judged> {

    private final ImportRun run;
    private final Ledger ledger;
    private final RowWriter rows;
    private final ContentHash hash;

    ChunkWriter(ImportRun run, Ledger ledger, RowWriter rows) {
        this.run = run;
        this.ledger = ledger;
        this.rows = rows;
        this.hash = new ContentHash(ledger.checkpoints()
                .find(run.subject().importId())
                .map(Checkpoint::contentHash)
                .orElse(null));
    }

    @Override
    public void write(Chunk<? extends Judged> chunk) {
        chunk.forEach(this::write);
    }

    private void write(Judged judged) {
        UUID importId = run.subject().importId();
        run.lease().fence();
        List<Row> candidates = only(judged, Row.class);
        List<Rejection> rejections = new ArrayList<>(only(judged, Rejection.class));
        Written written = rows.write(run.generation(), candidates);
        rejections.addAll(written.rejections());
        written.rows().forEach(hash::add);
        Map<String, Counts> counts = count(written.rows(), rejections);
        ledger.rejections().add(importId, "load", rejections, judged.warnings());
        ledger.counters().add(importId, counts);
        ledger.checkpoints().save(importId, new Checkpoint(judged.position(), hash.bytes()));
        run.advanced(judged.position().offset(), counts.values().stream().reduce(Counts.ZERO, Counts::plus));
    }

    private static <T extends Outcome> List<T> only(Judged judged, Class<T> type) {
        return judged.outcomes().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    private static Map<String, Counts> count(List<Row> rows, List<Rejection> rejections) {
        Map<String, Counts> counts = new TreeMap<>();
        rows.forEach(row -> counts.merge(row.entity(), new Counts(1, 1, 0), Counts::plus));
        rejections.forEach(rejection -> counts.merge(rejection.entity(), new Counts(1, 0, 1), Counts::plus));
        return counts;
    }
}
