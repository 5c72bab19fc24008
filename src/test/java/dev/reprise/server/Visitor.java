package dev.reprise.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A user of the server in a process of its own: joins, says where, and leaves when told to. */
final class Visitor implements AutoCloseable {

    private final Process process;
    private final BufferedReader answers;

    private Visitor(Process process) {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** What the process does: {@code leave} or {@code halt} on a line of standard input, or at its end. */
    public static void main(String[] args) throws IOException {
        EmbeddedServer server = EmbeddedServer.join(Path.of(args[0]));
        System.out.println(server.url());
        System.out.println(server.password());
        String order = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        if ("halt".equals(order)) {
            Runtime.getRuntime().halt(0);
        }
        server.close();
        System.out.println("left");
    }

    static Visitor start(Path home) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Visitor.class.getName(),
                        home.toString())
                .redirectErrorStream(true)
                .start();
        return new Visitor(process);
    }

    String line() throws IOException {
        return answers.readLine();
    }

    /** Everything until nobody holds the other end of its output any more. */
    String rest() throws IOException {
        StringBuilder rest = new StringBuilder();
        for (String line = line(); line != null; line = line()) {
            rest.append(line).append('\n');
        }
        return rest.toString();
    }

    void tell(String order) throws IOException {
        process.getOutputStream().write((order + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
