package dev.reprise.testing;

import dev.reprise.Reprise;
import dev.reprise.cli.Cli;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The command line in this JVM: the same way through the program, without the start of a process. One at a time. */
public final class CommandLine {

    private CommandLine() {}

    /** Runs {@code reprise WORDS} against a database to its end. */
    public static synchronized RepriseProcess.Result run(TestDatabase database, String... words) {
        List<String> arguments = new ArrayList<>(List.of(words));
        arguments.addAll(database.arguments());
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
        ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
        try {
            int exit = Cli.run(Reprise.class, arguments.toArray(String[]::new));
            return new RepriseProcess.Result(
                    exit, outBytes.toString(StandardCharsets.UTF_8), errBytes.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
