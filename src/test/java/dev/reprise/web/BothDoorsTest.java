package dev.reprise.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.input.archive.Hostile;
import dev.reprise.input.archive.HostileArchives;
import dev.reprise.testing.InProcess;
import dev.reprise.testing.RepriseProcess.Result;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The same file by command line and by HTTP: the same verdict, to the word. Each fortieth of the hostile archives, or with {@code
 * -Dhostile.step=1} all.
 */
class BothDoorsTest {

    private static final int STEP = Integer.getInteger("hostile.step", 40);

    private final Served served = Served.shared();

    @TempDir
    Path folder;

    /** A file and what it is to go into. */
    record Case(String title, byte[] bytes, String kind) {

        @Override
        public String toString() {
            return title;
        }
    }

    static Stream<Case> files() {
        String good = Served.export(77, 2);
        List<Case> cases = new ArrayList<>();
        new TreeMap<>(Map.of(
                        "good", good,
                        "rejected", good.replace("\"name\":\"Task 1\"", "\"name\":7"),
                        "truncated", good.substring(0, good.length() - 20),
                        "twice", good + good,
                        "deep", good.replace("\"tasks\":[", "\"tasks\":[" + "[".repeat(600)),
                        "surrogate", good.replace("Press", "\\ud800"),
                        "repeated", good.replace("\"Press\"", "\"Press\",\"name\":\"x\""),
                        "other", good.replace("\"id\":77", "\"id\":78"),
                        "no product", "{\"data\":{}}",
                        "empty", ""))
                .forEach((title, text) ->
                        cases.add(new Case(title, text.getBytes(StandardCharsets.UTF_8), "product/77")));
        List<Hostile> archives = HostileArchives.all();
        IntStream.iterate(0, i -> i < archives.size(), i -> i + STEP)
                .mapToObj(archives::get)
                .forEach(archive -> cases.add(new Case(archive.title(), archive.bytes(), "project/acme/doors/x")));
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("files")
    void theVerdictIsTheSame(Case file) throws IOException {
        boolean product = file.kind().startsWith("product");
        String how = product ? "create" : "create-space";
        Path path = Files.write(folder.resolve(product ? "x.json" : "x.zip"), file.bytes());
        served.database().jdbc().update("INSERT INTO org VALUES ('acme') ON CONFLICT DO NOTHING");
        Result byCommand = InProcess.run(
                served.database(), "import", path.toString(), "--into", file.kind(), "--" + how, "--json");
        HttpResponse<String> byHttp = Served.send(served.request(
                        "/imports?target=%s&%s=true".formatted(file.kind(), how.replace('-', '_')), served.admin())
                .header("Prefer", "wait=60")
                .header("Content-Type", product ? "application/json" : "application/zip")
                .POST(BodyPublishers.ofByteArray(file.bytes()))
                .build());
        assertThat(verdict(Served.json(byHttp)))
                .as(byHttp.body())
                .isEqualTo(verdict(JsonMapper.shared().readTree(byCommand.lastLine())));
    }

    /** All that is told but where the file lay and when it was. */
    private static List<String> verdict(JsonNode document) {
        List<String> verdict = new ArrayList<>();
        for (String member : List.of("exit", "status", "read", "written", "rejected", "entities", "resumable")) {
            verdict.add(member + " " + document.path(member));
        }
        for (JsonNode problem : List.of(document.path("error"), document.at("/findings/0"))) {
            for (String member : List.of("code", "what", "state", "next", "count", "first")) {
                verdict.add(member + " " + problem.path(member));
            }
            verdict.add("where " + problem.path("where").asString("").replaceFirst("^[^,]*(, )?", ""));
        }
        assertThat(document.path("status").isMissingNode()).isFalse();
        return verdict;
    }
}
