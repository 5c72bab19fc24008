package dev.reprise.engine.run;

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
import java.util.stream.Collectors;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;

/**
 * Writes a chunk in its transaction: locks the epoch, then rows, rejections, counters and checkpoint. All of it is committed or none,
 * so that a restart finds the checkpoint exactly where the rows end.
 */
final class ChunkWriter implements ItemWriter<Loadable> {

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
    public void write(Chunk<? extends Loadable> chunk) {
        chunk.forEach(this::write);
    }

    private void write(Loadable block) {
        UUID importId = run.subject().importId();
        run.lease().fence();
        Written written = rows.write(run.generation(), block.rows());
        List<Rejection> rejections = block.rejections();
        if (written.rejections().isEmpty()) {
            hash.add(block.hash());
        } else {
            written.rows().forEach(hash::add);
            rejections = new ArrayList<>(rejections);
            rejections.addAll(written.rejections());
        }
        Map<String, Counts> counts = count(written.rows(), rejections);
        ledger.rejections().add(importId, "load", rejections, block.warnings());
        ledger.counters().add(importId, counts);
        ledger.checkpoints().save(importId, new Checkpoint(block.position(), hash.bytes()));
        run.advanced(block.position().fileBytes(), counts.values().stream().reduce(Counts.ZERO, Counts::plus));
    }

    static Map<String, Counts> count(List<Row> rows, List<Rejection> rejections) {
        Map<String, Counts> counts = new TreeMap<>();
        entities(rows).forEach((entity, n) -> counts.put(entity, new Counts(n, n, 0)));
        entities(rejections).forEach((entity, n) -> counts.merge(entity, new Counts(n, 0, n), Counts::plus));
        return counts;
    }

    private static Map<String, Long> entities(List<? extends Outcome> outcomes) {
        return outcomes.stream().collect(Collectors.groupingBy(Outcome::entity, Collectors.counting()));
    }
}
