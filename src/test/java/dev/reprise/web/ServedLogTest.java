package dev.reprise.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.testing.RepriseProcess;
import dev.reprise.testing.TestDatabase;
import dev.reprise.testing.TestPostgres;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a process that serves logs, even at its most talkative: lines of JSON that name the import, and no token, in whatever way it came. */
class ServedLogTest {

    private static final String CANARY = "c4n4ry-hunter2-c4n4ry";

    @TempDir
    Path spool;

    private static HttpResponse<String> send(String address, String path, String body, String... headers) {
        return Served.send(HttpRequest.newBuilder(URI.create(address + path))
                .POST(BodyPublishers.ofString(body))
                .headers(headers)
                .build());
    }

    private static String basic(String password) {
        return Base64.getEncoder().encodeToString(("me@acme.test:" + password).getBytes(StandardCharsets.UTF_8));
    }

    private RepriseProcess start(TestDatabase database) {
        RepriseProcess process = RepriseProcess.start(
                database,
                "serve",
                "-v",
                "--port=0",
                "--reprise.web.spool=" + spool,
                "--reprise.web.failed-login-delay=1ms",
                "--logging.level.root=TRACE",
                "--logging.structured.format.console=ecs");
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> process.out().contains("serving at "));
        return process;
    }

    /** The secret as each vendor's clients send one. */
    private static void sendInEachWay(String address, String secret, int status) {
        for (String[] header : List.of(
                new String[] {"Authorization", "Bearer " + secret},
                new String[] {"Authorization", "Basic " + basic(secret)},
                new String[] {"Apikey", secret})) {
            HttpResponse<String> answer = send(
                    address,
                    "/imports?create=true&target=product/410",
                    Served.export(410, 2),
                    "Prefer",
                    "wait=60",
                    header[0],
                    header[1]);
            assertThat(answer.statusCode()).isEqualTo(status);
        }
    }

    @Test
    void noTokenIsLogged() {
        TestDatabase database = TestPostgres.createDatabase().migrate();
        String token = new Tokens(database.jdbc())
                .create("test", List.of("admin"), List.of(), null)
                .secret();
        try (RepriseProcess process = start(database)) {
            String address = process.out().lines().findFirst().orElseThrow().replace("serving at ", "");
            sendInEachWay(address, token, 200);
            sendInEachWay(address, CANARY, 401);
            sendInEachWay(address, "rpr_" + CANARY, 401);
            send(address, "/api/1/rest/public/project/import/a/b/c", CANARY, "Apikey", token);
            process.signal("TERM");
            process.await();
            assertThat(process.out() + process.err())
                    .contains("TRACE")
                    .doesNotContain(token, CANARY, basic(token), basic(CANARY));
            assertThat(process.err().lines().filter(line -> line.contains("the import has ended")))
                    .isNotEmpty()
                    .allSatisfy(line -> {
                        JsonNode entry = JsonMapper.shared().readTree(line);
                        assertThat(entry.path("import").asString()).hasSize(36);
                        assertThat(entry.path("traceId").asString()).hasSize(32);
                    });
        }
    }
}
