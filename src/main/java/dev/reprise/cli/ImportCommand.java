package dev.reprise.cli;

import dev.reprise.cli.command.Application;
import dev.reprise.cli.command.FileCommand;
import dev.reprise.cli.command.Importing;
import dev.reprise.cli.target.PlanCommand;
import dev.reprise.cli.view.Output;
import dev.reprise.report.ImportKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code reprise import}. */
@Command(
        name = "import",
        description = {
            "Loads a file and publishes it: readers see all of it or nothing.",
            "Of many files, or a directory of *.json, each is an import of its own, into what it is an export of.",
            "The same command after a failure or a kill takes the unfinished import up where it stopped."
        },
        footer = {
            "  reprise import export.json --into product/410",
            "  reprise import export.json --into product/410 --create --max-rejections 0.1%% --json",
            "  reprise import exports/ --create --parallel 2"
        })
final class ImportCommand extends FileCommand {

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "an export, or a directory of them")
    List<Path> files = new ArrayList<>();

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description = "of many files so many at once (default: ${DEFAULT-VALUE})")
    int parallel = 1;

    @Option(
            names = "--prove",
            description = "read all rows again and compare them with the file before they are published")
    boolean prove;

    @Option(names = "--dry-run", description = "publish nothing: the same as plan")
    boolean dryRun;

    ImportCommand(Application application, Output output) {
        super(application, output);
    }

    @Override
    public Integer call() throws Exception {
        if (parallel < 1) {
            throw misuse("Invalid value for option '--parallel': must be at least 1 but was '" + parallel + "'");
        }
        if (dryRun) {
            if (files.size() > 1) {
                throw misuse("--dry-run takes one FILE");
            }
            return PlanCommand.of(this, files.get(0)).call();
        }
        return new Importing(application(), output()).run(order(files, ImportKind.IMPORT, prove, parallel));
    }
}
