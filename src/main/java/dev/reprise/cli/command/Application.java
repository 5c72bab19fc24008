package dev.reprise.cli.command;

import dev.reprise.cli.view.Output;
import dev.reprise.engine.ActiveRuns;
import dev.reprise.engine.Failures;
import dev.reprise.engine.ImportEngine;
import dev.reprise.engine.ledger.ImportReports;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Spring, started when a command first needs it. */
public final class Application implements IFactory, AutoCloseable {

    private final Class<?> root;
    private final List<String> properties;
    private final Output output;
    private @Nullable ConfigurableApplicationContext context;

    /** Starts nothing yet. {@code root} is the class from which Spring starts, {@code properties} are its arguments. */
    public Application(Class<?> root, List<String> properties, Output output) {
        this.root = root;
        this.properties = properties;
        this.output = output;
    }

    /** Makes the commands, each with what it needs. */
    @Override
    public <K> K create(Class<K> type) throws Exception {
        if (EngineCommand.class.isAssignableFrom(type)) {
            Constructor<K> constructor = type.getDeclaredConstructor(Application.class, Output.class);
            constructor.setAccessible(true); // commands are their package's own
            return constructor.newInstance(this, output);
        }
        return CommandLine.defaultFactory().create(type);
    }

    /** What runs imports. */
    public ImportEngine engine() {
        return context().getBean(ImportEngine.class);
    }

    /** What is known of them. */
    public ImportReports reports() {
        return context().getBean(ImportReports.class);
    }

    /** What must come to its end before the process does. */
    public ActiveRuns runs() {
        return context().getBean(ActiveRuns.class);
    }

    /** Any other part of the engine. */
    public <T> T bean(Class<T> type) {
        return context().getBean(type);
    }

    /**
     * Starts it with its doors open.
     *
     * @param port 0 for any that is free
     * @return where
     */
    public String serve(int port) {
        Environment served = context("INFO", "--spring.main.web-application-type=servlet", "--server.port=" + port)
                .getEnvironment();
        return "http://%s:%s".formatted(served.getProperty("server.address"), served.getProperty("local.server.port"));
    }

    private ConfigurableApplicationContext context() {
        return context("WARN");
    }

    /** {@code level} is what is logged unless more is asked for. */
    private ConfigurableApplicationContext context(String level, String... more) {
        ConfigurableApplicationContext started = context;
        if (started == null) {
            List<String> arguments = new ArrayList<>(List.of(more));
            arguments.addAll(properties);
            log(arguments, "dev.reprise", output.verbose() ? "DEBUG" : level);
            log(arguments, "org.springframework.batch", output.verbose() ? "INFO" : "OFF");
            started = start(arguments);
            context = started;
        }
        return started;
    }

    /** A level that was given is not given again: Spring would take both for one word. */
    private static void log(List<String> arguments, String name, String level) {
        String argument = "--logging.level." + name + "=";
        if (arguments.stream().noneMatch(given -> given.startsWith(argument))) {
            arguments.add(argument + level);
        }
    }

    private ConfigurableApplicationContext start(List<String> arguments) {
        try {
            return new SpringApplicationBuilder(root)
                    .bannerMode(Banner.Mode.OFF)
                    .logStartupInfo(false)
                    .run(arguments.toArray(String[]::new));
        } catch (RuntimeException e) {
            throw Failures.refusal(e, Problem.UNCHANGED, "See: reprise doctor") == null ? misconfigured(e) : e;
        }
    }

    /** What keeps Spring from starting, if no file, no database and no rule of ours does, is a setting. */
    private static RefusedException misconfigured(RuntimeException failure) {
        Throwable cause = failure;
        String setting = "";
        while (cause.getCause() != null) {
            cause = cause.getCause();
            if (cause instanceof BindException bind) {
                setting = "'" + bind.getName() + "': ";
            }
        }
        String reason = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        return new RefusedException(
                Exit.USAGE,
                Problem.unchanged(
                        "configuration",
                        "the program cannot start with these settings: " + setting + reason,
                        null,
                        "Mend the setting; -v says more."),
                failure);
    }

    /** What a person is told of any failure. */
    public static RefusedException refusal(Throwable failure) {
        RefusedException refusal = Failures.refusal(failure, Problem.UNCHANGED, "See: reprise doctor");
        return refusal != null
                ? refusal
                : new RefusedException(
                        Exit.FAILED,
                        Problem.unchanged(
                                "internal",
                                "an unexpected failure: " + failure,
                                null,
                                "Try again with -v and report it."));
    }

    /** Says what went wrong; returns the exit code. */
    public static int failure(Exception exception, Output output) {
        RefusedException refused = refusal(exception);
        output.debug(exception);
        output.problem(refused.exit(), refused.problem());
        return refused.exit().code();
    }

    @Override
    public void close() {
        if (context != null) {
            context.close();
        }
    }
}
