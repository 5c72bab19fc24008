package dev.reprise.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Where a collector is configured it hears of requests and imports, and of nothing that is secret. */
class TracesTest {

    private final ByteArrayOutputStream collected = new ByteArrayOutputStream();

    private String collected() {
        synchronized (collected) {
            return collected.toString(StandardCharsets.ISO_8859_1);
        }
    }

    private HttpServer collector() throws IOException {
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            synchronized (collected) {
                collected.write(exchange.getRequestBody().readAllBytes());
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        return collector;
    }

    @Test
    void aCollectorHearsOfRequestsAndImports() throws IOException {
        HttpServer collector = collector();
        try (Served served = new Served(
                "--management.opentelemetry.tracing.export.otlp.compression=none",
                "--management.opentelemetry.tracing.export.otlp.endpoint=http://127.0.0.1:%d/v1/traces"
                        .formatted(collector.getAddress().getPort()),
                "--management.opentelemetry.tracing.export.schedule-delay=200ms")) {
            String token = served.admin();
            HttpResponse<String> made = served.post(
                    "/imports?create=true&target=product/410", token, Served.export(410, 2), "Prefer", "wait=60");
            String importId = Served.json(made).path("import").asString();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(collected())
                            .contains("reprise", "http post /imports", "reprise.import", importId)
                            .containsPattern("(?s)\\bimport\\b.{0,400}\\Q" + importId + "\\E"));
            assertThat(collected()).doesNotContain(token);
        } finally {
            collector.stop(0);
        }
    }
}
