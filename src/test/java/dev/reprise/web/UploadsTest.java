package dev.reprise.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.engine.WaitingImports;
import dev.reprise.web.transfer.Spool;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Uploads that are too large, too slow, or break off are refused, and nothing of them stays. */
class UploadsTest {

    private static final long LIMIT = 10 << 20;

    private final Served served = Served.shared();
    private final String token = served.token(EnumSet.of(Scope.IMPORT, Scope.VIEW));

    private List<Path> parts() {
        try (Stream<Path> files = Files.list(served.spool())) {
            return files.filter(file -> file.toString().endsWith(".part")).toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertNothingStays() {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> parts().isEmpty());
    }

    /** Begins a request by hand. */
    private Socket begun(long product, String headers) throws IOException {
        Socket socket = new Socket("127.0.0.1", served.at("/").getPort());
        socket.setSoTimeout(60_000);
        socket.getOutputStream()
                .write(("POST /servicesv1/products/%d/import HTTP/1.1\r\nHost: x\r\nApikey: %s\r\n%s\r\n"
                                .formatted(product, token, headers))
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String firstLine(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        InputStream in = socket.getInputStream();
        for (int read = in.read(); read >= 0 && read != '\r'; read = in.read()) {
            line.append((char) read);
        }
        return line.toString();
    }

    @Test
    void whatSaysThatItIsTooLargeIsRefusedBeforeItIsSent() throws IOException {
        long product = served.product(1);
        try (Socket socket = begun(product, "Content-Length: 10737418240\r\n")) {
            assertThat(firstLine(socket)).contains(" 413");
        }
        assertNothingStays();
    }

    private static void sendChunk(Socket socket) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write("8000\r\n".getBytes(StandardCharsets.US_ASCII));
        out.write(new byte[1 << 15]);
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private long spooled() throws IOException {
        try (Stream<Path> files = Files.list(served.spool())) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    @Test
    void whatDoesNotSaySoIsRefusedAtTheLimit() throws IOException {
        long product = served.product(1);
        long before = spooled();
        try (Socket socket = begun(product, "Transfer-Encoding: chunked\r\n")) {
            for (long sent = 0; sent <= LIMIT; sent += 1 << 15) {
                sendChunk(socket);
            }
            assertThat(firstLine(socket)).contains(" 413");
        }
        assertNothingStays();
        assertThat(spooled()).isEqualTo(before);
    }

    @Test
    void whoSendsOnIsCutOff() throws IOException {
        long product = served.product(1);
        long sent = 0;
        try (Socket socket = begun(product, "Transfer-Encoding: chunked\r\n")) {
            for (; sent < 20 * LIMIT; sent += 1 << 15) {
                sendChunk(socket);
            }
        } catch (IOException closed) {
            // the server does not listen to the end
        }
        assertThat(sent).isLessThan(LIMIT + (16 << 20)); // what the two kernels hold
        assertNothingStays();
    }

    @Test
    void whatBreaksOffLeavesNothing() throws IOException {
        long product = served.product(1);
        try (Socket socket = begun(product, "Content-Length: 1000000\r\n")) {
            socket.getOutputStream().write(new byte[5000]);
            Awaitility.await().until(() -> !parts().isEmpty());
        }
        assertNothingStays();
    }

    @Test
    void whatTricklesIsGivenUp() throws Exception {
        long product = served.product(1);
        try (Socket socket = begun(product, "Content-Length: 1000000\r\n")) {
            long began = System.nanoTime();
            socket.setSoTimeout(100);
            String answer = "";
            while (answer.isEmpty() && System.nanoTime() - began < 30_000_000_000L) {
                socket.getOutputStream().write(' ');
                Thread.sleep(300);
                try {
                    answer = firstLine(socket);
                } catch (java.net.SocketTimeoutException e) {
                    // not yet
                }
            }
            assertThat(answer).contains(" 408");
        }
        assertNothingStays();
    }

    @Test
    void whatStallsIsGivenUpAsSlow() throws IOException {
        long product = served.product(1);
        try (Socket socket = begun(product, "Content-Length: 1000000\r\n")) {
            socket.getOutputStream().write(new byte[5000]);
            assertThat(firstLine(socket)).contains(" 408");
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("\"code\":\"upload-slow\"", "\"status\":\"error\"");
        }
        assertNothingStays();
    }

    /** A thread that waits for a body would wait for five seconds in these tests; whoever was not let in must not have one for so long. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST /imports | 401 | Content-Length: 60000~~",
                "POST /imports | 401 | Transfer-Encoding: chunked~~5~",
                "POST /imports | 401 | Expect: 100-continue~Content-Length: 60000~~",
                "GET /actuator/health | 400 | Expect: 100-continue~Transfer-Encoding: chunked~~1;a",
                "GET /actuator/health | 400 | Content-Length: 9~~"
            })
    void whoIsNotLetInIsNotListenedTo(String what, String status, String body) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", served.at("/").getPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream()
                    .write((what + " HTTP/1.1\r\nHost: x\r\n" + body.replace("~", "\r\n"))
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(firstLine(socket)).contains(" " + status);
            long heard = System.nanoTime();
            assertThat(socket.getInputStream().readAllBytes()).isNotEmpty(); // to the connection's end
            assertThat(Duration.ofNanos(System.nanoTime() - heard)).isLessThan(Duration.ofSeconds(4));
        }
    }

    /** What was done is told as done, whatever comes after that. */
    @Test
    void whoAnnouncesABodyAndSendsNoneIsAnswered() throws IOException {
        long product = served.product(1);
        served.post("/servicesv1/products/" + product + "/import", served.admin(), Served.export(product, 2));
        try (Socket socket = new Socket("127.0.0.1", served.at("/").getPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream()
                    .write("POST /imports/%s/rollback HTTP/1.1\r\nHost: x\r\nApikey: %s\r\nContent-Length: 5\r\n\r\n"
                            .formatted(served.newest("product/" + product, "completed"), served.admin())
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(firstLine(socket)).contains(" 200");
            long heard = System.nanoTime();
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("\"kind\":\"rollback\"");
            assertThat(Duration.ofNanos(System.nanoTime() - heard)).isLessThan(Duration.ofSeconds(4));
        }
    }

    /** A body in chunks that nobody asked for takes no answer away. */
    @Test
    void whoSendsABodyForNothingIsAnswered() {
        long product = served.product(1);
        URI stop = served.at("/imports/" + served.newest("product/" + product, "completed") + "/stop");
        for (int i = 0; i < 10; i++) {
            HttpRequest request = HttpRequest.newBuilder(stop)
                    .header("Apikey", token)
                    .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[30_000])))
                    .build();
            assertThat(Served.send(request).statusCode()).isEqualTo(409);
        }
    }

    @Test
    void whoSendsALittleInVainHearsWhy() {
        HttpRequest vain = HttpRequest.newBuilder(served.at("/imports"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[50_000]))
                .build();
        for (int i = 0; i < 20; i++) {
            HttpResponse<String> answer = Served.send(vain);
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().allValues("WWW-Authenticate"))
                    .containsExactly("Bearer", "Basic realm=\"reprise\"");
        }
    }

    @Test
    void whereThereIsNoRoomNothingIsTaken() throws IOException {
        try (Served full = new Served("--reprise.web.spool-reserve=1000TB")) {
            HttpRequest.Builder request = full.request("/imports?create=true&target=product/1", full.admin());
            byte[] export = Served.export(1, 1).getBytes(StandardCharsets.UTF_8);
            for (HttpRequest.BodyPublisher body : List.of(
                    HttpRequest.BodyPublishers.ofByteArray(export),
                    HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(export)))) {
                HttpResponse<String> answer = Served.send(request.POST(body).build());
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(Served.json(answer).path("code").asString()).isEqualTo("spool-full");
            }
        }
    }

    private Path imported(long product, String body, String query) throws IOException {
        String importId = Served.json(
                        served.post("/imports?target=product/" + product + query, token, body, "Prefer", "WAIT=60"))
                .path("import")
                .asString();
        Path file = Path.of(Objects.requireNonNull(served.database()
                .jdbc()
                .queryForObject("SELECT file FROM import WHERE import_id = ?::uuid", String.class, importId)));
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
        return file;
    }

    @Test
    void whatNoImportNeedsAnyMoreGoesSoon() throws IOException {
        long product = served.product(1);
        Path completed = imported(product, Served.export(product, 3), "");
        Path refused = imported(product, "no JSON", "");
        String partly = Served.export(product, 4).replaceFirst("\"steps\":\\[]", "\"steps\":5");
        Path partlyTaken = imported(product, partly, "&max_rejections=50%25");
        Path restartable = imported(product, partly + " ", "");
        served.bean(Spool.class).reclaim(served.bean(WaitingImports.class)::files);
        assertThat(List.of(completed, refused)).noneMatch(Files::exists);
        assertThat(List.of(partlyTaken, restartable)).allMatch(Files::exists);
    }

    @Test
    void oldUploadsAreReclaimedUnlessTheyAreNeeded() throws IOException {
        Path needed = Files.createFile(served.spool().resolve("needed.json"));
        Path old = Files.createFile(served.spool().resolve("old.json"));
        Path young = Files.createFile(served.spool().resolve("young.json"));
        Path part = Files.createFile(served.spool().resolve(".x.part"));
        for (Path file : List.of(needed, old, part)) {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
        }
        served.bean(Spool.class).reclaim((restartable, partly) -> Set.of(needed.toString()));
        assertThat(List.of(needed, young)).allMatch(Files::exists);
        assertThat(List.of(old, part)).noneMatch(Files::exists);
        Files.delete(needed);
        Files.delete(young);
    }
}
