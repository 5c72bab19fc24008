package dev.reprise.source.inskill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.web.Scope;
import dev.reprise.web.Served;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumSet;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** InSkill's API as its clients see it. */
class ProductsApiTest {

    private final Served served = Served.shared();
    private final String token = served.token(EnumSet.of(Scope.VIEW, Scope.IMPORT));

    private static String path(long product) {
        return "/servicesv1/products/" + product;
    }

    @Test
    void anImportIsAnsweredWhenItHasEnded() {
        long product = served.product(2);
        HttpResponse<String> answer = served.post(path(product) + "/import", token, Served.export(product, 3));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode body = Served.json(answer);
        assertThat(body.path("status").asString()).isEqualTo("success");
        assertThat(body.at("/summary/tasks").asInt()).isEqualTo(3);
        assertThat(body.path("errors")).isEmpty();
        HttpResponse<String> export = served.get(path(product) + "/export", token);
        assertThat(export.statusCode()).isEqualTo(200);
        assertThat(Served.json(export).at("/data/tasks")).hasSize(3);
        JsonNode item = Served.json(served.get(path(product), token));
        assertThat(item.path("bundle_id").asString()).isEqualTo("b-" + product);
        // what was exported goes in again
        HttpResponse<String> again = served.post(path(product) + "/import", token, export.body());
        assertThat(Served.json(again).path("unchanged").asBoolean()).isTrue();
    }

    @Test
    void whatIsWrongIsToldInTheVendorsForm() {
        long product = served.product(1);
        HttpResponse<String> unknown = served.post(path(Served.freshProduct()) + "/import", token, "no JSON at all");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(Served.json(unknown).path("status").asString()).isEqualTo("error");
        HttpResponse<String> bundle = served.post(
                path(product) + "/import", token, Served.export(product, 1).replace("b-" + product, "other"));
        assertThat(bundle.statusCode()).isEqualTo(400);
        assertThat(Served.json(bundle).at("/errors/0/code").asString()).isEqualTo("bundle-mismatch");
        HttpResponse<String> missing = served.post(path(product) + "/import", token, "{\"data\":{\"tasks\":[]}}");
        assertThat(missing.statusCode()).isEqualTo(400);
        HttpResponse<String> broken = served.post(path(product) + "/import", token, "{\"data\":");
        assertThat(broken.statusCode()).isEqualTo(400);
        assertThat(served.get(path(Served.freshProduct()) + "/export", token).statusCode())
                .isEqualTo(404);
        assertThat(served.get(path(Served.freshProduct()), token).statusCode()).isEqualTo(404);
        assertThat(served.post("/servicesv1/products/x/import", token, "{}").statusCode())
                .isEqualTo(400);
        String reject = Served.export(product, 2).replace("\"steps\":[]", "\"steps\":5");
        HttpResponse<String> rejected = served.post(path(product) + "/import", token, reject);
        assertThat(rejected.statusCode()).isEqualTo(400);
        assertThat(Served.json(rejected).path("errors").size()).isEqualTo(3);
        assertThat(Served.json(served.get(path(product) + "/export", token)).at("/data/tasks"))
                .hasSize(1);
    }

    @Test
    void whoDoesNotWaitAsksLater() {
        long product = served.product(1);
        HttpResponse<String> answer =
                served.post(path(product) + "/import", token, Served.export(product, 5), "Prefer", "respond-async");
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        String location = answer.headers().firstValue("Location").orElseThrow();
        JsonNode report = Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(
                        () -> Served.json(served.get(location, token)),
                        now -> now.path("status").asString().equals("completed"));
        assertThat(report.path("written").asInt()).isEqualTo(5);
    }

    @Test
    void aSecondImportOfTheProductIsToldWhoHasIt() {
        long product = served.product(1);
        UUID holder = UUID.randomUUID();
        served.database().jdbc().update("""
                INSERT INTO import (import_id, job, target, file, file_size, options, max_rejections, status)
                VALUES (?, 'product-import', ?, '', 0, '{}', '0', 'queued')
                """, holder, "product/" + product);
        HttpResponse<String> busy = served.post(path(product) + "/import", token, Served.export(product, 1));
        assertThat(busy.statusCode()).isEqualTo(409);
        assertThat(busy.body()).contains(holder.toString());
        served.database().jdbc().update("DELETE FROM import WHERE import_id = ?", holder);
    }

    @Test
    void theSameKeyIsTheSameImport() {
        long product = served.product(1);
        String[] key = {"Idempotency-Key", UUID.randomUUID().toString()};
        String first = served.post(path(product) + "/import", token, Served.export(product, 4), key)
                .body();
        String second = served.post(path(product) + "/import", token, Served.export(product, 4), key)
                .body();
        assertThat(second).isEqualTo(first);
        HttpResponse<String> other = served.post(path(product) + "/import", token, Served.export(product, 5), key);
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(other.body()).contains("idempotency-key-reused");
    }
}
