package dev.reprise.cli.target;

import dev.reprise.cli.command.Application;
import dev.reprise.cli.command.FileCommand;
import dev.reprise.cli.command.Importing;
import dev.reprise.cli.view.Output;
import dev.reprise.cli.view.PlanText;
import dev.reprise.engine.Plans;
import dev.reprise.record.Exit;
import dev.reprise.report.ImportKind;
import dev.reprise.report.ImportReport;
import dev.reprise.report.ImportStatus;
import dev.reprise.report.PlanReport;
import dev.reprise.request.ExportFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code reprise plan}. */
@Command(
        name = "plan",
        description = {
            "Says what an import would change: loads the file and checks it as an import does, and compares it with what is live.",
            "Nothing that readers see is changed. What was loaded can be published at once by: reprise apply ID"
        },
        footer = {
            "  reprise plan export.json --into product/410 --diff",
            "  reprise plan export.json --into product/410 --detailed-exitcode || reprise apply last"
        })
public final class PlanCommand extends FileCommand {

    @Parameters(paramLabel = "FILE", description = "the export")
    @Nullable
    Path file;

    @Option(names = "--diff", description = "list the elements that would change, field by field")
    boolean diff;

    @Option(names = "--limit", paramLabel = "N", description = "how many of them (default: 20)")
    int limit = 20;

    @Option(names = "--detailed-exitcode", description = "exit 0 if nothing would change, 10 if something would")
    boolean detailed;

    public PlanCommand(Application application, Output output) {
        super(application, output);
    }

    /** The plan of another command's file. */
    public static PlanCommand of(FileCommand other, Path file) {
        PlanCommand plan = new PlanCommand(other.application(), other.output());
        plan.takeFrom(other);
        plan.file = file;
        return plan;
    }

    @Override
    public Integer call() throws Exception {
        Path readable = ExportFile.readable(Objects.requireNonNull(file));
        return new Importing(application(), output())
                .run(order(List.of(readable), ImportKind.PLAN, false, 1), this::show);
    }

    /** A plan that could not be made is reported as an import is. */
    private int show(ImportReport report) {
        if (report.status() != ImportStatus.PLANNED) {
            new Importing(application(), output()).show(report);
            return Objects.requireNonNullElse(report.exit(), Exit.FAILED.code());
        }
        PlanReport plan = application().bean(Plans.class).compare(report.importId(), diff ? limit : 0);
        if (output().json()) {
            output().document("plan", plan);
        } else {
            output().answer(PlanText.of(plan));
        }
        boolean changes = detailed && plan.changes();
        return changes ? Exit.CHANGES.code() : Objects.requireNonNullElse(report.exit(), 0);
    }
}
