package dev.reprise.engine.run;

import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.table.Proof;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Reads all rows again before they are published, and compares them with what was read from the file. */
final class ProveStep {

    private final Ledger ledger;
    private final Proof proof;

    ProveStep(Ledger ledger, Proof proof) {
        this.ledger = ledger;
        this.proof = proof;
    }

    void run(ImportRun run) {
        run.at("prove");
        run.lease().fence();
        Map<String, String> expected = proof.expected(run.generation());
        Map<String, String> found =
                proof.compute(run.generation(), run.job().tablesAndHead()).byEntity();
        if (!found.equals(expected)) {
            Set<String> entities = new TreeSet<>(expected.keySet());
            entities.addAll(found.keySet());
            entities.removeIf(entity -> Objects.equals(expected.get(entity), found.get(entity)));
            throw new RefusedException(
                    Exit.FAILED,
                    new Problem(
                            "proof-failed",
                            "the database does not hold what was read of: " + String.join(", ", entities),
                            run.subject().target(),
                            Problem.UNCHANGED,
                            "Look for a trigger or a process that changes rows, and import the file anew with --fresh."));
        }
        ledger.imports().proved(run.subject().importId());
    }
}
