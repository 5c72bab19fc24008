package dev.reprise.engine.run;

import dev.reprise.engine.ledger.Checkpoints.Checkpoint;
import dev.reprise.engine.ledger.GenerationReports;
import dev.reprise.engine.ledger.Import;
import dev.reprise.input.ExportFormat;
import dev.reprise.input.Shell;
import dev.reprise.report.ImportKind;
import dev.reprise.table.Generations;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.util.unit.DataSize;

/**
 * Refuses what can be known without reading the whole file: a target that may not be written, a file that is not an export or not
 * one for this target, on a resume also a file that was changed. Runs again at every restart.
 */
final class CheckStep {

    private final Ledger ledger;
    private final Generations generations;
    private final GenerationReports reports;
    private final DataSize largeFrom;

    CheckStep(Ledger ledger, Generations generations, GenerationReports reports, DataSize largeFrom) {
        this.ledger = ledger;
        this.reports = reports;
        this.generations = generations;
        this.largeFrom = largeFrom;
    }

    void run(ImportRun run) throws IOException {
        run.at("check");
        run.lease().fence();
        run.session().checkTarget();
        Optional<Checkpoint> checkpoint =
                ledger.checkpoints().find(run.subject().importId());
        if (checkpoint.isPresent()) {
            var position = checkpoint.get().position();
            SameFile.checkSize(run.file(), run.subject().fileSize());
            run.sameFile().check(run.session().format(), run.file(), position);
            Shell shell = Shell.parse(position.shell(), run.job().inner());
            run.session().checkDocument(shell, position.finished());
            run.startFrom(
                    position.fileBytes(), ledger.counters().total(run.subject().importId()));
        } else {
            try (ExportFormat.Reader reader = run.session().format().open(run.file(), null)) {
                run.session().checkDocument(reader.head(), reader.finished());
            }
        }
        supersede(run);
        if (run.generation() == 0) {
            sayReplaced(run);
            run.loadInto(open(run));
            ledger.imports().loadsInto(run.subject().importId(), run.generation());
        }
    }

    private void sayReplaced(ImportRun run) {
        if (run.session().overlay().isPresent()) {
            return; // what is not in the file stays
        }
        String rows = reports.rows(run.session().liveGeneration()).entrySet().stream()
                .map(entity -> entity.getValue() + " " + entity.getKey())
                .collect(Collectors.joining(", "));
        if (!rows.isEmpty() && run.subject().kind() == ImportKind.IMPORT) {
            run.says("the import replaces all that %s has now: %s"
                    .formatted(run.subject().target(), rows));
        }
    }

    private long open(ImportRun run) throws IOException {
        Import subject = run.subject();
        return run.session().format().unpackedSize(run.file()) > largeFrom.toBytes()
                ? generations.createLarge(
                        subject.target(), subject.importId(), run.job().tables())
                : generations.create(subject.target(), subject.importId());
    }

    /** Of a target's unfinished imports only the one that has passed its check goes on; a plan leaves all but plans alone. */
    private void supersede(ImportRun run) {
        for (Import other : ledger.queue().unclaimed(run.subject().target())) {
            boolean meant = run.subject().kind() == ImportKind.IMPORT || other.kind() == ImportKind.PLAN;
            if (meant && !other.importId().equals(run.subject().importId())) {
                ledger.abandon(other, "superseded by the import of " + run.file(), generations);
                run.says("the unfinished import %s of %s is abandoned".formatted(other.importId(), other.file()));
            }
        }
    }
}
