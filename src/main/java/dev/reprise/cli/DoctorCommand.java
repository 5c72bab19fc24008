package dev.reprise.cli;

import dev.reprise.cli.command.Application;
import dev.reprise.cli.command.EngineCommand;
import dev.reprise.cli.view.Amounts;
import dev.reprise.cli.view.Output;
import dev.reprise.engine.DatabaseState;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code reprise doctor}. */
@Command(
        name = "doctor",
        description = "Says what it runs on and whether the database is fit.",
        footer = {"  reprise doctor", "  reprise doctor --json"})
final class DoctorCommand extends EngineCommand {

    DoctorCommand(Application application, Output output) {
        super(application, output);
    }

    @Override
    public Integer call() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("java", System.getProperty("java.version") + " " + System.getProperty("java.vendor"));
        facts.put("max_memory", Amounts.bytes(Runtime.getRuntime().maxMemory()));
        facts.putAll(application().bean(DatabaseState.class).facts());
        if (output().json()) {
            output().document("doctor", facts);
        } else {
            facts.forEach((name, value) -> output().answer("%-18s %s".formatted(name.replace('_', ' '), value)));
        }
        return 0;
    }
}
