package dev.reprise.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.web.Scope;
import dev.reprise.web.Served;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The operators' API. */
class ImportsApiTest {

    private final Served served = Served.shared();
    private final String token = served.token(EnumSet.allOf(Scope.class));

    private JsonNode begun(String query, String body) {
        HttpResponse<String> answer = served.post("/imports?" + query, token, body, "Prefer", "wait=60");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Served.json(answer);
    }

    @Test
    void theNextPageIsOfTheSameTarget() {
        String target = "project/acme/a & b/" + UUID.randomUUID();
        for (int i = 0; i < 3; i++) {
            served.database().jdbc().update("""
                    INSERT INTO import (import_id, kind, job, target, file, file_size, options, max_rejections, status)
                    VALUES (gen_random_uuid(), 'import', 'project-import', ?, '/x', 1, '{}', '0', 'abandoned')
                    """, target);
        }
        String path = "/imports?limit=2&target=" + URLEncoder.encode(target, StandardCharsets.UTF_8);
        JsonNode first = Served.json(served.get(path, served.admin()));
        JsonNode second = Served.json(served.get(first.path("next").asString(), served.admin()));
        assertThat(first.path("imports")).hasSize(2);
        assertThat(second.path("imports")).hasSize(1);
    }

    @Test
    void pagesGoThroughAllOnce() {
        long product = served.product(1);
        for (int tasks = 2; tasks < 6; tasks++) {
            begun("target=product/" + product, Served.export(product, tasks));
        }
        List<String> seen = new ArrayList<>();
        String path = "/imports?limit=2&target=product/" + product;
        while (!path.isEmpty()) {
            JsonNode page = Served.json(served.get(path, token));
            page.path("imports").forEach(one -> seen.add(one.path("import").asString()));
            path = page.path("next").asString("");
        }
        assertThat(seen).hasSize(5).doesNotHaveDuplicates();
        assertThat(Served.json(served.get("/imports?status=failed&target=product/" + product, token))
                        .path("imports"))
                .isEmpty();
        assertThat(served.get("/imports?after=" + UUID.randomUUID(), token).statusCode())
                .isEqualTo(404);
        assertThat(served.get("/imports?status=odd", token).statusCode()).isEqualTo(400);
        assertThat(served.get("/imports?limit=0", token).statusCode()).isEqualTo(400);
    }

    @Test
    void aPlanIsAppliedAndRolledBack() {
        long product = served.product(1);
        String plan = begun("dry_run=true&target=product/" + product, Served.export(product, 3))
                .path("import")
                .asString();
        HttpResponse<String> looked = served.get("/imports/" + plan, token);
        String tag = looked.headers().firstValue("ETag").orElseThrow();
        assertThat(served.post("/imports/" + plan + "/apply", token, "", "If-Match", "\"other\"")
                        .statusCode())
                .isEqualTo(412);
        assertThat(tasks(product)).isEqualTo(1);
        assertThat(served.post("/imports/" + plan + "/apply", token, "", "If-Match", tag)
                        .statusCode())
                .isEqualTo(200);
        assertThat(tasks(product)).isEqualTo(3);
        HttpResponse<String> undone = served.post("/imports/" + plan + "/rollback", token, "");
        assertThat(undone.statusCode()).as(undone.body()).isEqualTo(200);
        assertThat(tasks(product)).isEqualTo(1);
        assertThat(served.post("/imports/" + plan + "/rollback", token, "").statusCode())
                .isEqualTo(409);
        assertThat(served.post("/imports/" + plan + "/apply", token, "").statusCode())
                .isEqualTo(409);
    }

    private int tasks(long product) {
        return Served.json(served.get("/servicesv1/products/" + product + "/export", token))
                .at("/data/tasks")
                .size();
    }

    @Test
    void rejectionsComeAsLinesAndAsCsv() {
        long product = served.product(1);
        String bad = Served.export(product, 2)
                .replace("\"steps\":[]", "\"steps\":5,\"name\":\"=1+1\"")
                .replaceAll("\"name\":\"Task \\d\",", "");
        JsonNode failed = begun("target=product/" + product, bad);
        assertThat(failed.path("status").asString()).isEqualTo("failed");
        assertThat(failed.path("file").asString()).matches("[0-9a-f]{64}\\.json");
        assertThat(failed.toString()).doesNotContain(served.spool().toString());
        String path = "/imports/" + failed.path("import").asString();
        assertThat(served.get(path + "/rejections", token).body().lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("{\"severity\":\"rejection\""));
        String csv = Served.send(served.request(path + "/rejections", token)
                        .header("Accept", "text/csv")
                        .build())
                .body();
        assertThat(csv.lines()).hasSize(3).first().asString().startsWith("severity,code,");
        // it can go on with a higher limit only by the command line, and be given up here
        assertThat(served.post(path + "/stop", token, "").statusCode()).isEqualTo(409);
        assertThat(served.post(path + "/restart", token, "").statusCode()).isEqualTo(202);
        String events = served.get(path + "/events", token).body();
        assertThat(events).contains("event: summary\ndata: {\"schema\":\"reprise/1\",\"type\":\"summary\"");
        assertThat(served.post(path + "/abandon", token, "").statusCode()).isEqualTo(200);
        assertThat(served.post(path + "/restart", token, "").statusCode()).isEqualTo(409);
        assertThat(served.post(path + "/recover", token, "").statusCode()).isEqualTo(409);
    }

    @Test
    void problemsAreTold() {
        HttpResponse<String> missing = served.get("/imports/none", token);
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonNode problem = Served.json(missing);
        assertThat(problem.path("code").asString()).isEqualTo("import-unknown");
        assertThat(problem.path("status").asInt()).isEqualTo(404);
        assertThat(problem.path("next").asString()).isNotEmpty();
        assertThat(served.post("/imports?target=product/1&file_account=/etc/passwd", token, "{}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(served.post("/imports?target=project/a/b/c&file_account=/etc/passwd", token, "{}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(served.post("/imports?target=nothing", token, "{}").statusCode())
                .isEqualTo(400);
        assertThat(served.post("/imports", token, "{}").statusCode()).isEqualTo(400);
        HttpResponse<String> verb =
                Served.send(served.request("/imports", token).DELETE().build());
        assertThat(verb.statusCode()).isEqualTo(405);
        assertThat(verb.headers().firstValue("Allow").orElse("").split(", ")).containsExactlyInAnyOrder("GET", "POST");
        assertThat(served.get("/nowhere", token).statusCode()).isEqualTo(404);
        assertThat(served.post("/imports?target=product/999999999", token, "{}").statusCode())
                .isEqualTo(404);
    }

    @Test
    void whatIsMalformedIsToldInTheSameForm() {
        for (String malformed :
                List.of("target=product/1&create=yes", "target=product/1&create=true%00", "target=%00")) {
            assertThat(served.post("/imports?" + malformed, token, "{}").statusCode())
                    .as(malformed)
                    .isEqualTo(400);
        }
        HttpResponse<String> path = served.get("/imports;a", token);
        assertThat(path.statusCode()).isEqualTo(400);
        assertThat(Served.json(path).path("code").asString()).isEqualTo("request-malformed");
        assertThat(Served.send(served.request("/imports", token)
                                .header("Accept", "text/csv")
                                .build())
                        .statusCode())
                .isEqualTo(406);
    }
}
