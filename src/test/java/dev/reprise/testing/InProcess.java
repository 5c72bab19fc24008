package dev.reprise.testing;

import dev.reprise.Reprise;
import dev.reprise.cli.Cli;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The program in this very JVM, for tests to which a process of its own is not the point. */
public final class InProcess {

    /** A password that must not show anywhere; where the server trusts us, it does not look at it. */
    public static final String SECRET = "s3cr3t-pass";

    private InProcess() {}

    /** Runs {@code reprise WORDS} against a database to its end. */
    public static RepriseProcess.Result run(TestDatabase database, String... words) {
        String password = database.password().isEmpty() ? SECRET : database.password();
        List<String> arguments = new ArrayList<>(List.of(words));
        arguments.addAll(new TestDatabase(database.url(), database.user(), password).arguments());
        return run(Reprise.class, arguments);
    }

    /** Runs {@code reprise WORDS} with another class to start Spring from, so that a test can tell whether it was started. */
    public static RepriseProcess.Result run(Class<?> application, List<String> words) {
        List<String> arguments = new ArrayList<>(words);
        arguments.add("--logging.config=classpath:logback-spring.xml");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream outBefore = System.out;
        PrintStream errBefore = System.err;
        try {
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
            int exit = Cli.run(application, arguments.toArray(String[]::new));
            return new RepriseProcess.Result(
                    exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(outBefore);
            System.setErr(errBefore);
        }
    }
}
