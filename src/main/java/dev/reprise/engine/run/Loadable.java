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
 * @param hash of all its rows: 32 bytes
 * @param weight about how many bytes of memory it takes
 */
record Loadable(
        List<Row> rows,
        List<Rejection> rejections,
        List<Warning> warnings,
        Position position,
        byte[] hash,
        long weight) {

    private static final long WEIGHT_OF_A_ROW = 250;
    private static final long WEIGHT_OF_A_FINDING = 1000;

    static Loadable of(Judged judged) {
        List<Row> rows = new ArrayList<>(judged.outcomes().size());
        List<Rejection> rejections = new ArrayList<>(0);
        ContentHash hash = new ContentHash(null);
        long weight = WEIGHT_OF_A_FINDING * judged.warnings().size()
                + 2L * judged.position().shell().length();
        for (Outcome outcome : judged.outcomes()) {
            if (outcome instanceof Row row) {
                rows.add(row);
                hash.add(row);
                weight += WEIGHT_OF_A_ROW + row.tuple().length;
            } else if (outcome instanceof Rejection rejection) {
                rejections.add(rejection);
                weight += weight(rejection);
            }
        }
        return new Loadable(rows, rejections, judged.warnings(), judged.position(), hash.bytes(), weight);
    }

    /** What a file spells as a GUID may be of any length, and a row may be rejected for very many reasons. */
    private static long weight(Rejection rejection) {
        int guid = rejection.guid() == null ? 0 : 2 * rejection.guid().length();
        return guid + WEIGHT_OF_A_FINDING * rejection.reasons().size();
    }
}
