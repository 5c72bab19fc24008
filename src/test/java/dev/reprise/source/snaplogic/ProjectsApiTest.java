package dev.reprise.source.snaplogic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.engine.WaitingImports;
import dev.reprise.input.archive.Archive;
import dev.reprise.input.archive.ArchiveSettings;
import dev.reprise.web.Scope;
import dev.reprise.web.Served;
import dev.reprise.web.transfer.Spool;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** SnapLogic's API as its clients see it. */
class ProjectsApiTest {

    private static final String PREFIX = "/api/1/rest/public";
    private static final String UUID_TEXT = "3f2b9a52-0c1d-4e55-8f10-aaaaaaaaaaaa";

    private final Served served = Served.shared();
    private final String token = served.token(EnumSet.of(Scope.IMPORT, Scope.VIEW));
    private final String project = "p" + UUID.randomUUID();

    @TempDir
    Path folder;

    @BeforeAll
    static void makesOrganization() {
        Served.shared().database().jdbc().update("INSERT INTO org VALUES ('acme') ON CONFLICT DO NOTHING");
        Served.shared().database().jdbc().update("INSERT INTO space VALUES ('acme', 'shared') ON CONFLICT DO NOTHING");
    }

    private byte[] bytes(ArchiveBuilder archive) throws IOException {
        return Files.readAllBytes(archive.write(folder.resolve(UUID.randomUUID() + ".zip")));
    }

    private static byte[] form(Map<String, byte[]> parts) throws IOException {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        for (Map.Entry<String, byte[]> part : parts.entrySet()) {
            form.write("--x\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"any\"\r\n\r\n"
                    .formatted(part.getKey())
                    .getBytes(StandardCharsets.UTF_8));
            form.write(part.getValue());
            form.write("\r\n".getBytes(StandardCharsets.UTF_8));
        }
        form.write("--x--\r\n".getBytes(StandardCharsets.UTF_8));
        return form.toByteArray();
    }

    private HttpResponse<String> imported(String path, Map<String, byte[]> parts) throws IOException {
        return Served.send(served.request(path, token)
                .header("Content-Type", "multipart/form-data; boundary=x")
                .POST(BodyPublishers.ofByteArray(form(parts)))
                .build());
    }

    private static List<String> names(HttpResponse<String> answer, String list) {
        return Served.json(answer)
                .at("/response_map/" + list)
                .valueStream()
                .map(asset -> asset.path("status_code").asString("")
                        + asset.path("name").asString())
                .toList();
    }

    @Test
    void aPartUnderAnotherNameIsAnotherRequest() throws IOException {
        String path = "/project/import/acme/shared/" + project;
        byte[] archive = bytes(new ArchiveBuilder().pipeline("Main", "1"));
        List<Integer> statuses = new ArrayList<>();
        for (String other : List.of("file_account", "file_account", "file_expr")) {
            statuses.add(Served.send(served.request(path, token)
                            .header("Content-Type", "multipart/form-data; boundary=x")
                            .header("Idempotency-Key", project)
                            .POST(BodyPublishers.ofByteArray(
                                    form(Map.of("file", archive, other, new byte[] {'{', '}'}))))
                            .build())
                    .statusCode());
        }
        assertThat(statuses.get(1)).isEqualTo(statuses.get(0));
        assertThat(statuses.get(2)).isEqualTo(422);
    }

    @Test
    void aProjectGoesInAndComesOut() throws IOException {
        String path = "/project/import/acme/shared/" + project;
        byte[] first = bytes(new ArchiveBuilder().pipeline("Main", "1").file("a.txt", "a"));
        HttpResponse<String> made = imported(PREFIX + path, Map.of("file", first));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
        assertThat(Served.json(made).path("http_status_code").asInt()).isEqualTo(200);
        assertThat(names(made, "successful")).containsExactlyInAnyOrder("Main", "a.txt");
        byte[] second = bytes(
                new ArchiveBuilder().pipeline("Main", "2").file("a.txt", "b").job("Nightly", "Main"));
        for (String types : List.of(
                "overwrite_types=Pipeline,Job",
                "overwrite_types=[Pipeline,Job]",
                "overwrite_types=Pipeline&overwrite_types=Job")) {
            HttpResponse<String> again = imported(
                    path + "?duplicate_check=overwrite&"
                            + types.replace("[", "%5B").replace("]", "%5D"),
                    Map.of("file", second));
            assertThat(again.statusCode()).as(again.body()).isEqualTo(200);
            assertThat(names(again, "failed")).containsExactly("409a.txt");
        }
        HttpResponse<byte[]> export =
                bytes(PREFIX + "/project/export/acme/shared/" + project + "?asset_types=Pipeline,Job");
        assertThat(export.statusCode()).isEqualTo(200);
        Path zip = Files.write(folder.resolve("out.zip"), export.body());
        try (Archive archive = Archive.open(zip, ArchiveSettings.defaults())) {
            assertThat(Stream.iterate(0, i -> i + 1).limit(archive.size()).map(archive::name))
                    .contains("pipelines/Main.slp", "jobs/Nightly.slt")
                    .doesNotContain("files/a.txt");
        }
    }

    @Test
    void oneAssetComesOut() throws IOException {
        String path = PREFIX + "/project/%s/acme/shared/" + project;
        byte[] archive = bytes(new ArchiveBuilder()
                .pipeline("Main", "1")
                .job("Main", "Main")
                .pipeline("Other", "1")
                .file("docs/a.txt", "a"));
        assertThat(imported(path.formatted("import"), Map.of("file", archive)).statusCode())
                .isEqualTo(200);
        String export = path.formatted("export");
        for (Map.Entry<String, List<String>> asset : Map.of(
                        "/Main", List.of("pipelines/Main.slp", "jobs/Main.slt"),
                        "/Main?asset_types=Job", List.of("jobs/Main.slt"),
                        "/docs/a.txt", List.of("files/docs/a.txt"))
                .entrySet()) {
            HttpResponse<byte[]> found = bytes(export + asset.getKey());
            assertThat(found.statusCode()).isEqualTo(200);
            Path zip = Files.write(folder.resolve("one.zip"), found.body());
            try (Archive read = Archive.open(zip, ArchiveSettings.defaults())) {
                assertThat(Stream.iterate(0, i -> i + 1).limit(read.size()).map(read::name))
                        .filteredOn(name -> name.contains("/"))
                        .containsExactlyInAnyOrderElementsOf(asset.getValue());
            }
        }
        for (String none : List.of("/main", "/Other?asset_types=Job", "/")) {
            assertThat(bytes(export + none).statusCode()).as(none).isEqualTo(404);
        }
    }

    @Test
    void whatStandsBeforeTheFirstPartCountsToo() throws IOException {
        byte[] form = new byte[(10 << 20) + 1];
        HttpResponse<String> answer =
                Served.send(served.request(PREFIX + "/project/import/acme/shared/" + project, token)
                        .header("Content-Type", "multipart/form-data; boundary=x")
                        .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(form)))
                        .build());
        assertThat(answer.statusCode()).isEqualTo(413);
    }

    private HttpResponse<byte[]> bytes(String path) {
        try {
            return java.net.http.HttpClient.newHttpClient()
                    .send(served.request(path, token).build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aVersionGoesInAndComesOut() throws IOException {
        byte[] archive = bytes(
                new ArchiveBuilder().kind("api_version").pipeline("Main", "1").policy("quota", "10"));
        String version = "v" + UUID.randomUUID();
        HttpResponse<String> made =
                imported(PREFIX + "/apim/import_version/acme/apim/orders/" + version, Map.of("file", archive));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
        HttpResponse<String> copy = imported(
                "/apim/import_version/acme/apim/orders/" + version + "?duplicate_check=create_new",
                Map.of("file", archive));
        assertThat(copy.statusCode()).as(copy.body()).isEqualTo(200);
        assertThat(served.get("/apim/export_version/acme/apim/orders/" + version + "1", token)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void whatIsWrongIsToldInTheVendorsForm() throws IOException {
        byte[] good = bytes(new ArchiveBuilder().pipeline("Main", "1"));
        String path = PREFIX + "/project/import/acme/shared/" + project;
        for (var wrong : List.of(
                Map.entry(imported(path, Map.of("other", good)), 400),
                Map.entry(imported(path, Map.of("file_expr", good)), 400),
                Map.entry(imported(path, Map.of("file", "no archive".getBytes(StandardCharsets.UTF_8))), 400),
                Map.entry(imported(path + "?duplicate_check=odd", Map.of("file", good)), 400),
                Map.entry(imported(path + "?duplicate_check=overwrite&overwrite_types=Odd", Map.of("file", good)), 400),
                Map.entry(served.post(path, token, "{}", "Content-Type", "application/json"), 400),
                Map.entry(imported(PREFIX + "/project/import/nobody/shared/x", Map.of("file", good)), 404),
                Map.entry(served.get(PREFIX + "/project/export/acme/shared/" + project, token), 404))) {
            HttpResponse<String> answer = wrong.getKey();
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(wrong.getValue());
            JsonNode body = Served.json(answer);
            assertThat(body.path("http_status_code").asInt()).isEqualTo(wrong.getValue());
            assertThat(body.at("/response_map/error_list/0/message").asString()).isNotEmpty();
        }
    }

    @Test
    void anAccountsFileNamesNothingOfThisMachine() throws IOException {
        byte[] archive = bytes(new ArchiveBuilder().account("ERP", UUID_TEXT, "svc", AssetsTest.envelope()));
        String path = PREFIX + "/project/import/acme/shared/" + project;
        for (String value : List.of("${FILE:/etc/hostname}", "${ENV:PATH}")) {
            String accounts = "{\"%s\":{\"property_map\":{\"settings\":{\"username\":{\"value\":\"%s\"}}}}}"
                    .formatted(UUID_TEXT, value);
            HttpResponse<String> refused =
                    imported(path, Map.of("file", archive, "file_account", accounts.getBytes(StandardCharsets.UTF_8)));
            assertThat(refused.statusCode()).isEqualTo(200);
            assertThat(names(refused, "failed")).singleElement().asString().startsWith("400");
            assertThat(refused.body()).contains("value-source-").doesNotContain(System.getenv("PATH"));
        }
    }

    @Test
    void whatIsRefusedIsNotKept() throws IOException {
        byte[] archive = bytes(new ArchiveBuilder().pipeline("Main" + project, "1"));
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put("file", archive);
        parts.put("file_unknown", new byte[] {1});
        HttpResponse<String> answer = imported("/project/import/acme/shared/" + project, parts);
        assertThat(answer.statusCode()).isEqualTo(400);
        Path kept = spooled(archive).get(0);
        Files.setLastModifiedTime(kept, FileTime.from(Instant.now().minus(Duration.ofMinutes(16))));
        served.bean(Spool.class).reclaim(served.bean(WaitingImports.class)::files);
        assertThat(kept).doesNotExist();
    }

    private List<Path> spooled(byte[] content) throws IOException {
        try (Stream<Path> files = Files.list(served.spool())) {
            return files.filter(file -> hasContent(file, content)).toList();
        }
    }

    private static boolean hasContent(Path file, byte[] content) {
        try {
            return Files.size(file) == content.length && Arrays.equals(Files.readAllBytes(file), content);
        } catch (IOException e) {
            return false;
        }
    }
}
