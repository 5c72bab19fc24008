package dev.reprise.web;

import dev.reprise.Reprise;
import dev.reprise.testing.TestDatabase;
import dev.reprise.testing.TestPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The program as it serves, in this process, started once for all tests; each takes products and tokens of its own. */
public final class Served implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final AtomicLong IDS = new AtomicLong(1000);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Served SHARED = new Served();

    private final TestDatabase database = TestPostgres.createDatabase();
    private final Path spool;
    private final ConfigurableApplicationContext context;

    Served(String... properties) {
        try {
            this.spool = Files.createTempDirectory("spool");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        List<String> arguments = new ArrayList<>(database.arguments());
        arguments.addAll(List.of(
                "--spring.main.web-application-type=servlet",
                "--server.port=0",
                "--reprise.web.spool=" + spool,
                "--reprise.web.upload-size=10MB",
                "--reprise.web.slowest=1KB",
                "--server.tomcat.connection-timeout=5s",
                "--server.tomcat.keep-alive-timeout=60s",
                "--reprise.web.failed-login-delay=20ms",
                "--reprise.queue.poll=200ms"));
        arguments.addAll(List.of(properties));
        this.context = new SpringApplicationBuilder(Reprise.class).run(arguments.toArray(String[]::new));
    }

    /** The one that all tests share. */
    public static Served shared() {
        return SHARED;
    }

    /** Its database. */
    public TestDatabase database() {
        return database;
    }

    /** Where its uploads lie. */
    public Path spool() {
        return spool;
    }

    /** A part of it. */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** All that our controllers answer: method and path. */
    public Set<String> routes() {
        Set<String> routes = new TreeSet<>();
        context.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .forEach((mapping, method) -> {
                    if (method.getBeanType().getPackageName().startsWith("dev.reprise")) {
                        mapping.getMethodsCondition()
                                .getMethods()
                                .forEach(verb ->
                                        mapping.getPatternValues().forEach(path -> routes.add(verb + " " + path)));
                    }
                });
        return routes;
    }

    /** A product that nobody has used yet. */
    public static long freshProduct() {
        return IDS.incrementAndGet();
    }

    /** A token with these scopes for these targets. */
    public String token(Set<Scope> scopes, String... targets) {
        return bean(Tokens.class)
                .create("test", scopes.stream().map(Scope::spelling).toList(), List.of(targets), null)
                .secret();
    }

    /** A token that may do everything. */
    public String admin() {
        return token(EnumSet.of(Scope.ADMIN));
    }

    /** Where a path is. */
    public URI at(String path) {
        return URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + path);
    }

    /** A request with a token. */
    public HttpRequest.Builder request(String path, String token) {
        return HttpRequest.newBuilder(at(path)).header("Authorization", "Bearer " + token);
    }

    /** Looks at a path. */
    public HttpResponse<String> get(String path, String token) {
        return send(request(path, token).GET().build());
    }

    /** Sends a body; headers as name and value in turn. */
    public HttpResponse<String> post(String path, String token, String body, String... headers) {
        HttpRequest.Builder request = request(path, token).POST(BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    /** Sends a request. */
    public static HttpResponse<String> send(HttpRequest request) {
        try {
            return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The body of an answer. */
    public static JsonNode json(HttpResponse<String> response) {
        return JSON.readTree(response.body());
    }

    @Override
    public void close() {
        context.close();
    }

    /** Makes a product of these tasks, by an import of before. */
    public long product(int tasks) {
        long id = freshProduct();
        HttpResponse<String> made =
                post("/imports?target=product/" + id + "&create=true", admin(), export(id, tasks), "Prefer", "wait=60");
        if (made.statusCode() != 200 || !json(made).path("status").asString().equals("completed")) {
            throw new IllegalStateException(made.statusCode() + " " + made.body());
        }
        return id;
    }

    /** How an import is. */
    public String status(UUID importId) {
        return String.valueOf(database.jdbc()
                .queryForObject("SELECT status FROM import WHERE import_id = ?", String.class, importId));
    }

    /** The newest import into a target with this status. */
    UUID newest(String target, String status) {
        return database.jdbc()
                .queryForList(
                        "SELECT import_id FROM import WHERE target = ? AND status = ? ORDER BY created_at DESC LIMIT 1",
                        UUID.class,
                        target,
                        status)
                .get(0);
    }

    /** Makes an import one that so many processes have begun to run and died, the last of which is not missed yet by the others. */
    public void left(UUID importId, String status, int deaths) {
        database.jdbc().update("UPDATE import SET status = ? WHERE import_id = ?", status, importId);
        for (int run = 1; run <= deaths; run++) {
            database.jdbc()
                    .update(
                            "INSERT INTO import_run (import_id, run_number, epoch, holder, read_before) VALUES (?, ?, 0, 'a dead one', 0)",
                            importId,
                            run);
        }
        database.jdbc().update("""
                INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, picked_by, last_heartbeat, version)
                VALUES ('import', ?, clock_timestamp(), true, 'a dead one', clock_timestamp() + interval '1 hour', 1)
                """, importId.toString());
    }

    /** A small export. */
    public static String export(long product, int tasks) {
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < tasks; i++) {
            list.append(i == 0 ? "" : ",")
                    .append("{\"guid\":\"%08x-0000-4000-8000-%012x\",\"name\":\"Task %d\",\"steps\":[]}"
                            .formatted(i, product, i));
        }
        return "{\"data\":{\"product\":{\"id\":%d,\"bundle_id\":\"b-%d\",\"name\":\"Press\"},\"tasks\":[%s],\"scripts\":[],\"translations\":[],\"resources\":[],\"variables\":[]}}"
                .formatted(product, product, list);
    }
}
