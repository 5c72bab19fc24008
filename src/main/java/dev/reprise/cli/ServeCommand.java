package dev.reprise.cli;

import dev.reprise.cli.command.Application;
import dev.reprise.cli.command.EngineCommand;
import dev.reprise.cli.view.Output;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code reprise serve}. */
@Command(
        name = "serve",
        description = {
            "Serves the vendors' APIs and /imports by HTTP, and runs what is queued, until it is told to end.",
            "Then its imports stop at a chunk's border and go on elsewhere, or here after the next start."
        },
        footer = {
            "  reprise serve",
            "  reprise serve --port 9000 --server.address=0.0.0.0",
            "  reprise token create --name ci --scope view,import --target product/410"
        })
final class ServeCommand extends EngineCommand {

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "port, 0 for any that is free (default: ${DEFAULT-VALUE})")
    int port = 8080;

    ServeCommand(Application application, Output output) {
        super(application, output);
    }

    @Override
    public Integer call() throws Exception {
        String address = application().serve(port);
        if (output().json()) {
            output().document("serve", Map.of("address", address));
        } else {
            output().answer("serving at " + address);
        }
        new CountDownLatch(1).await(); // a signal ends the process
        return 0;
    }
}
