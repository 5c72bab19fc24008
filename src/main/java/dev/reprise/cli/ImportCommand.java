package dev.reprise.cli;

import dev.reprise.cli.view.Output;
import dev.reprise.report.ImportKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code reprise import}. */
@Command(
        name = "import",
        description = {
            "Loads a file and publishes it: readers see all of it or nothing.",
            "The same command after a failure or a kill takes the unfinished import up where it stopped."
        },
        footer = {
            "  reprise import export.json --into product/410",
            "  reprise import export.json --into product/410 --create --max-rejections 0.1%% --json"
        })
final class ImportCommand extends FileCommand {

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
        if (dryRun) {
            PlanCommand plan = new PlanCommand(application(), output());
            plan.takeFrom(this);
            return plan.call();
        }
        var request = request(ImportKind.IMPORT, prove);
        return new Importing(application(), output()).run((engine, listener) -> engine.run(request, listener));
    }
}
