package dev.reprise.engine.run;

import dev.reprise.engine.ledger.Checkpoints;
import dev.reprise.engine.ledger.Counters;
import dev.reprise.engine.ledger.Import;
import dev.reprise.engine.ledger.Imports;
import dev.reprise.engine.ledger.Queue;
import dev.reprise.engine.ledger.Rejections;
import dev.reprise.engine.ledger.Retried;
import dev.reprise.table.Generations;

/** What the engine writes down, in one hand. */
public record Ledger(
        Imports imports,
        Checkpoints checkpoints,
        Counters counters,
        Rejections rejections,
        Retried retried,
        Queue queue) {

    /** Gives an import up, in the caller's transaction: its checkpoint goes, its rows go with the next sweep. */
    public void abandon(Import subject, String remark, Generations generations) {
        imports.abandoned(subject.importId(), remark);
        drop(subject, generations);
    }

    /** What an import has loaded is not needed any more. In the caller's transaction. */
    public void drop(Import subject, Generations generations) {
        checkpoints.delete(subject.importId());
        if (subject.generation() != null) {
            generations.discard(subject.generation());
        }
    }
}
