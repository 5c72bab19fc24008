package dev.reprise.cli.command;

import dev.reprise.cli.view.Output;
import dev.reprise.web.AuditTrail;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What all commands have in common. Its options are read early, by {@link Output}; here they are declared. */
@Command(
        mixinStandardHelpOptions = true,
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%n",
        footerHeading = "%nExamples:%n")
public abstract class EngineCommand implements Callable<Integer> {

    @Option(names = "--json", description = "answer in JSON, one document a line", order = 100)
    boolean json;

    @Option(names = "--color", paramLabel = "WHEN", description = "auto, always or never", order = 101)
    String color = "auto";

    @Option(
            names = {"-v", "--verbose"},
            description = "say more on stderr",
            order = 102)
    boolean verbose;

    @Option(names = "--yes", description = "never ask; nothing is ever asked without a terminal", order = 103)
    boolean yes;

    private final Application application;
    private final Output output;

    /** Made by {@link Application}. */
    protected EngineCommand(Application application, Output output) {
        this.application = application;
        this.output = output;
    }

    /** Where the engine is. */
    public Application application() {
        return application;
    }

    /** What the command does is written down before it is done, as what is done by HTTP is. */
    protected void audit(@Nullable String target, @Nullable UUID importId) {
        String act =
                Objects.requireNonNull(getClass().getAnnotation(Command.class)).name();
        application.bean(AuditTrail.class).command(act, target, importId);
    }

    /** The import that is named, with which something is to be done. */
    protected UUID subject(@Nullable String id) {
        UUID importId = application.reports().resolve(Objects.requireNonNull(id));
        audit(application.reports().brief(importId).target(), importId);
        return importId;
    }

    /** Where the command speaks. */
    public Output output() {
        return output;
    }
}
