package dev.reprise.bench;

import dev.reprise.testing.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import tools.jackson.databind.json.JsonMapper;

/** {@code target/reprise serve} with 256 MB of heap, and a token for it. */
final class ServingProcess implements AutoCloseable {

    private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Process process;
    private final String address;
    private final String token;

    ServingProcess(TestDatabase database, Path folder) throws IOException, InterruptedException {
        this.token = JsonMapper.shared()
                .readTree(said(
                        Command.reprise(database, "token", "create", "--name=bench", "--scope=admin", "--json"),
                        folder))
                .path("token")
                .asString();
        Path out = folder.resolve("serve.out");
        this.process = Command.reprise(database, "serve", "--port=0", "--reprise.web.spool=" + folder.resolve("spool"))
                .start(out);
        String said = Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> Files.readString(out), text -> text.contains("serving at "));
        this.address =
                said.substring(said.indexOf("http://")).lines().findFirst().orElseThrow();
    }

    private static String said(Command command, Path folder) throws IOException, InterruptedException {
        Path out = folder.resolve("said");
        Process process = command.start(out);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(Files.readString(out));
        }
        return Files.readString(out);
    }

    String address() {
        return address;
    }

    String token() {
        return token;
    }

    HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    HttpResponse<String> post(String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request = request(path).POST(body);
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path)).header("Apikey", token);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Bytes of the objects that live, after a collection. */
    long liveBytes(Path folder) throws IOException, InterruptedException {
        long pid = process.descendants().findFirst().map(ProcessHandle::pid).orElse(process.pid());
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Command histogram = new Command(List.of(jcmd, Long.toString(pid), "GC.class_histogram"), Map.of());
        Matcher total = TOTAL.matcher(said(histogram, folder));
        return total.find() ? Long.parseLong(total.group(1)) : 0;
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }
}
