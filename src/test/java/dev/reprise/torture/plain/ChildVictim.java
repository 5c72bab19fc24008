package dev.reprise.torture.plain;

import dev.reprise.testing.FaultProxy;
import dev.reprise.testing.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The application in a process of its own. It is started before it is needed, as that takes longer than its job. */
final class ChildVictim implements Victim {

    private final FaultProxy proxy;
    private final Process process;

    ChildVictim(TestDatabase database, Scenario scenario, Path file) {
        this.proxy = new FaultProxy(database);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                PlainJob.class.getName(),
                scenario.job(),
                file.toString()));
        command.addAll(proxy.database().arguments());
        try {
            this.process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public FaultProxy proxy() {
        return proxy;
    }

    /** Waits until it could begin. */
    @Override
    public void prepare() throws IOException {
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        if (!"ready".equals(line)) {
            throw new AssertionError("the application did not start: " + line);
        }
    }

    @Override
    public void run() throws IOException, InterruptedException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("the application did not end");
        }
    }

    @Override
    public void kill() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        proxy.close();
    }
}
