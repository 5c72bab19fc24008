package dev.reprise;

import dev.reprise.cli.Cli;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The main class. */
@SpringBootApplication
public class Reprise {

    /** Runs one command and ends with its exit code. */
    public static void main(String[] arguments) {
        System.exit(Cli.run(Reprise.class, arguments));
    }
}
