package dev.reprise.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two that need the first key at the same moment end with the same one, and no rotation is lost. */
class KeysetRaceTest {

    private static final int ROTATIONS = 5;

    @TempDir
    private Path home;

    /** What a process does: waits for a line, seals, tells which key, then adds keys. */
    public static void main(String[] args) throws IOException {
        Keyset keyset = Accounts.keyset(Path.of(args[0]));
        Keyset warm = Accounts.keyset(Path.of(args[1]));
        warm.keyName();
        System.out.println("ready");
        System.in.read();
        System.out.println(Keyset.maker(keyset.seal(Accounts.ACCOUNT, Accounts.PASSWORD, "x")));
        for (int i = 0; i < ROTATIONS; i++) {
            System.out.println(keyset.rotate());
        }
    }

    @Test
    void processesShareOneKeysetAndLoseNoKey() throws IOException, InterruptedException {
        List<Process> processes = new ArrayList<>();
        Set<String> first = new TreeSet<>();
        Set<String> all = new TreeSet<>();
        try {
            for (int i = 0; i < 2; i++) {
                processes.add(start(home.resolve("shared"), home.resolve("warm" + i)));
            }
            for (Process process : processes) {
                assertThat(process.inputReader(StandardCharsets.UTF_8).readLine())
                        .isEqualTo("ready");
            }
            for (Process process : processes) {
                process.getOutputStream().write('\n');
                process.getOutputStream().flush();
            }
            for (Process process : processes) {
                List<String> names =
                        process.inputReader(StandardCharsets.UTF_8).lines().toList();
                assertThat(names).hasSize(1 + ROTATIONS);
                assertThat(process.waitFor()).isZero();
                first.add(names.get(0));
                all.addAll(names);
            }
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
        // A process may rotate before the other has sealed at all; then the other seals under that newer key.
        assertThat(all).hasSize(1 + 2 * ROTATIONS).containsAll(first);
        Keyset keyset = Accounts.keyset(home.resolve("shared"));
        assertThat(all).allMatch(keyset::holds);
    }

    @Test
    void threadsShareOneKeyset() throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<String>> names = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                names.add(threads.submit(() -> Accounts.keyset(home).keyName()));
            }
            Set<String> distinct = new TreeSet<>();
            for (Future<String> name : names) {
                distinct.add(name.get());
            }
            assertThat(distinct).hasSize(1);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Process start(Path shared, Path warm) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KeysetRaceTest.class.getName(),
                        shared.toString(),
                        warm.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
