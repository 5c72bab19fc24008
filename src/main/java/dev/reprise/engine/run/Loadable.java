package dev.reprise.engine.run;

import dev.reprise.engine.job.Judged;
import dev.reprise.input.Position;
import dev.reprise.record.Outcome;
import dev.reprise.record.Rejection;
import dev.reprise.record.Row;
import dev.reprise.record.Warning;
import dev.reprise.table.ContentHash;
import java.util.ArrayList;
import java.util.List;

/**
 * A block that is ready to be written: what can be known of it without the database.
 *
 * @param rows those that go in, if the database takes them, in the order of the file
 * @param rejections those that stay out
 * @param warnings remarks about those that go in
 * @param position where the block ends
 * @param hash of all its rows
 * @param weight about how many bytes of memory it takes
 */
record Loadable(
        List<Row> rows,
        List<Rejection> rejections,
        List<Warning> warnings,
        Position position,
        ContentHash hash,
        long weight) {

    private static final long WEIGHT_OF_A_ROW = 250;
    private static final long WEIGHT_OF_A_FINDING = 1000;

    static Loadable of(Judged judged) {
        List<Row> rows = new ArrayList<>(judged.outcomes().size());
        List<Rejection> rejections = new ArrayList<>(0);
        ContentHash hash = new ContentHash(null);
        long weight = WEIGHT_OF_A_FINDING * judged.warnings().size();
        for (Outcome outcome : judged.outcomes()) {
            if (outcome instanceof Row row) {
                rows.add(row);
                hash.add(row);
                weight += WEIGHT_OF_A_ROW + row.tuple().length;
            } else if (outcome instanceof Rejection rejection) {
                rejections.add(rejection);
                weight += WEIGHT_OF_A_FINDING;
            }
        }
        return new Loadable(rows, rejections, judged.warnings(), judged.position(), hash, weight);
    }
}
