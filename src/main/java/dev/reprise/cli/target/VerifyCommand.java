package dev.reprise.cli.target;

import dev.reprise.cli.command.Application;
import dev.reprise.cli.command.EngineCommand;
import dev.reprise.cli.view.Output;
import dev.reprise.cli.view.ProofText;
import dev.reprise.engine.Proofs;
import dev.reprise.engine.job.Target;
import dev.reprise.record.Exit;
import dev.reprise.report.ProofReport;
import dev.reprise.request.ExportFile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code reprise verify}. */
@Command(
        name = "verify",
        description = {
            "Proves that the database holds what was read: reads all rows again and compares hashes.",
            "An import is compared with what was read from its file then; a target's live rows with any export of it."
        },
        footer = {
            "  reprise verify last",
            "  reprise verify product/410 export.json",
            "",
            "Exit codes: 0 the same  1 not the same"
        })
public final class VerifyCommand extends EngineCommand {

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "ID|TARGET",
            description = "an import (default: last), or a target")
    String subject = "last";

    @Parameters(index = "1", arity = "0..1", paramLabel = "FILE", description = "an export of the target")
    @Nullable
    Path file;

    public VerifyCommand(Application application, Output output) {
        super(application, output);
    }

    @Override
    public Integer call() {
        ProofReport proof = proof();
        if (output().json()) {
            output().document("verify", proof);
        } else {
            output().answer(ProofText.of(proof));
        }
        return proof.same() ? 0 : Exit.FAILED.code();
    }

    private ProofReport proof() {
        if (file == null) {
            return application()
                    .bean(Proofs.class)
                    .verify(application().reports().resolve(subject));
        }
        Target target = Target.parse(subject);
        Path readable = ExportFile.readable(file);
        return application().bean(Proofs.class).compare(target, readable);
    }
}
