package dev.reprise.cli;

import dev.reprise.cli.view.Output;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes the commands, each with what it needs. */
final class Commands implements IFactory {

    private final Application application;
    private final Output output;

    Commands(Application application, Output output) {
        this.application = application;
        this.output = output;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        if (EngineCommand.class.isAssignableFrom(type)) {
            return type.getDeclaredConstructor(Application.class, Output.class).newInstance(application, output);
        }
        return CommandLine.defaultFactory().create(type);
    }
}
