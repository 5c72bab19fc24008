package dev.reprise.bench;

import dev.reprise.testing.Exports;
import dev.reprise.testing.TestDatabase;
import dev.reprise.web.Served;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One process that serves, with 256 MB of heap: {@code wrk} against {@code /imports}, small InSkill imports in a loop, whether the heap grows,
 * and a large import alone and beside bounded load. {@code -Dbench.seconds=20} of each, {@code -Dbench.rounds=3} of the large import, {@code
 * -Dbench.tasks=10400} (100 MB) in it. The program must be packaged; wrk must be on the path.
 */
class ServingBenchmark {

    private static final int SECONDS = Integer.getInteger("bench.seconds", 20);
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);
    private static final int TASKS = Integer.getInteger("bench.tasks", 10_400);
    private static final int CLIENTS = 4;
    private static final int LOOKS_A_SECOND = 20;

    @TempDir
    Path folder;

    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger content = new AtomicInteger();

    @Test
    void serving() throws Exception {
        Path large = folder.resolve("large.json");
        BenchServer server = new BenchServer();
        TestDatabase database = server.migrated();
        try (ServingProcess serving = new ServingProcess(database, folder)) {
            for (int product = 1; product <= CLIENTS; product++) {
                serving.post(
                        "/imports?create=true&target=product/" + product,
                        BodyPublishers.ofString(Served.export(product, 1)),
                        "Prefer",
                        "wait=60");
            }
            say("small imports, first %d s: %s", SECONDS, small(serving));
            long before = serving.liveBytes(folder);
            say("small imports, next %d s: %s", SECONDS, small(serving));
            say("wrk of GET /imports?limit=20: %s", wrk(serving));
            say("small imports, next %d s: %s", SECONDS, small(serving));
            say("live objects %.1f MB, %.1f MB after all this", before / 1e6, serving.liveBytes(folder) / 1e6);
            beside(serving, large);
        }
        server.drop(database);
    }

    private String wrk(ServingProcess serving) throws IOException, InterruptedException {
        Path out = folder.resolve("wrk.out");
        Process wrk = new Command(
                        List.of(
                                "wrk",
                                "-t2",
                                "-c16",
                                "-d" + SECONDS + "s",
                                "--latency",
                                "-H",
                                "Apikey: " + serving.token(),
                                serving.address() + "/imports?limit=20"),
                        Map.of())
                .start(out);
        wrk.waitFor();
        return Files.readString(out)
                .lines()
                .map(String::strip)
                .filter(line -> line.matches("(50%|99%|Requests/sec|Non-2xx|Socket errors).*"))
                .map(line -> line.replaceAll(" +", " "))
                .reduce((one, other) -> one + ", " + other)
                .orElse("wrk said nothing");
    }

    /** Each client sends a product of its own again and again, each time with another content. */
    private String small(ServingProcess serving) throws InterruptedException, ExecutionException {
        ConcurrentLinkedQueue<Long> millis = new ConcurrentLinkedQueue<>();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 1; i <= CLIENTS; i++) {
            int product = i;
            running.add(clients.submit(() -> {
                while (System.nanoTime() < end) {
                    millis.add(timed(() -> imported(serving, product)));
                }
            }));
        }
        for (Future<?> one : running) {
            one.get();
        }
        clients.shutdown();
        return "%.1f/s, %s".formatted((double) millis.size() / SECONDS, quantiles(millis));
    }

    private HttpResponse<String> imported(ServingProcess serving, int product) {
        int tasks = 1 + content.incrementAndGet() % 50;
        return serving.post(
                "/servicesv1/products/%d/import".formatted(product),
                BodyPublishers.ofString(Served.export(product, tasks)));
    }

    private long timed(Supplier<HttpResponse<String>> request) {
        long began = System.nanoTime();
        if (request.get().statusCode() != 200) {
            failures.incrementAndGet();
        }
        return (System.nanoTime() - began) / 1_000_000;
    }

    private String quantiles(Iterable<Long> millis) {
        List<Long> sorted = new ArrayList<>();
        millis.forEach(sorted::add);
        sorted.sort(null);
        int last = sorted.size() - 1;
        return "p50 %d ms, p99 %d ms, %d failed"
                .formatted(sorted.get(last / 2), sorted.get((int) (last * 0.99)), failures.getAndSet(0));
    }

    private void beside(ServingProcess serving, Path large) throws Exception {
        List<Double> alone = new ArrayList<>();
        List<Double> beside = new ArrayList<>();
        ConcurrentLinkedQueue<Long> looks = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<Long> imports = new ConcurrentLinkedQueue<>();
        large(serving, large);
        for (int round = 0; round < ROUNDS; round++) {
            alone.add(large(serving, large));
            ScheduledExecutorService load = Executors.newScheduledThreadPool(8);
            var unused = load.scheduleAtFixedRate(
                    () -> looks.add(timed(() -> serving.get("/imports?limit=20"))),
                    0,
                    1000 / LOOKS_A_SECOND,
                    TimeUnit.MILLISECONDS);
            var unused2 = load.scheduleAtFixedRate(
                    () -> imports.add(timed(() -> imported(serving, 1))), 0, 1, TimeUnit.SECONDS);
            beside.add(large(serving, large));
            load.shutdown();
            load.awaitTermination(1, TimeUnit.MINUTES);
        }
        say(
                "%.1f MB by HTTP: alone %.2f s, beside %d looks and one small import a second %.2f s, %.2f of its speed",
                Files.size(large) / 1e6,
                Results.median(alone),
                LOOKS_A_SECOND,
                Results.median(beside),
                Results.median(alone) / Results.median(beside));
        say("looks meanwhile: %s", quantiles(looks));
        say("small imports meanwhile: %s", quantiles(imports));
    }

    /** Seconds from its start to its end, without the upload. */
    private double large(ServingProcess serving, Path file) throws IOException {
        Exports.write(file, 900, "b-900", TASKS, content.incrementAndGet()); // another content each time
        HttpResponse<String> answer = serving.post(
                "/imports?create=true&target=product/900", BodyPublishers.ofFile(file), "Prefer", "wait=600");
        JsonNode report = JsonMapper.shared().readTree(answer.body());
        if (!report.path("status").asString().equals("completed")) {
            throw new IllegalStateException(answer.body());
        }
        return report.path("seconds").asDouble();
    }

    private static void say(String format, Object... figures) {
        System.out.println("serving: " + String.format(Locale.ROOT, format, figures));
    }
}
