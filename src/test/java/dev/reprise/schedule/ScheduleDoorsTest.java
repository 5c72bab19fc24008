package dev.reprise.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.testing.InProcess;
import dev.reprise.testing.RepriseProcess.Result;
import dev.reprise.web.Served;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Schedules by command line and by HTTP: the same. */
class ScheduleDoorsTest {

    private final Served served = Served.shared();

    private Result run(String... words) {
        return InProcess.run(served.database(), words);
    }

    private HttpResponse<String> send(String method, String path, String body) {
        return Served.send(served.request(path, served.admin())
                .method(method, BodyPublishers.ofString(body))
                .build());
    }

    @Test
    void oneDoorShowsWhatTheOtherMade() {
        Result set = run(
                "schedule",
                "set",
                "cli",
                "--cron",
                "30 2 * * *",
                "--zone=Europe/Berlin",
                "jobs/inskill/restore.properties",
                "parallel=2");
        assertThat(set.exit()).as(set.err()).isZero();
        assertThat(set.out()).startsWith("schedule cli is due next at ");
        JsonNode seen =
                Served.json(served.get("/schedules/cli", served.admin())).path("schedule");
        assertThat(seen.path("cron").asString()).isEqualTo("30 2 * * *");
        assertThat(seen.path("job_file").asString())
                .isEqualTo(Path.of("jobs/inskill/restore.properties")
                        .toAbsolutePath()
                        .toString());
        assertThat(seen.path("parameters").path("parallel").asString()).isEqualTo("2");
        assertThat(run("schedule", "list", "cli").out()).contains("DUE");
        assertThat(run("schedule", "remove", "cli").exit()).isZero();
        assertThat(run("schedule", "list", "cli").exit()).isEqualTo(5);
    }

    @Test
    void theOtherDoorToo() {
        String body =
                "{\"cron\":\"@daily\",\"zone\":\"UTC\",\"parameters\":{\"job\":\"product-import\",\"file\":\"/backup/410.json\"}}";
        assertThat(send("PUT", "/schedules/http", body).statusCode()).isEqualTo(200);
        Result list = run("schedule", "list");
        assertThat(list.out()).contains("http ", "@daily", "never", "product-import");
        assertThat(run("schedule", "pause", "http").out()).contains("schedule http is paused");
        assertThat(Served.json(send("GET", "/schedules/http", ""))
                        .at("/schedule/paused")
                        .asBoolean())
                .isTrue();
        assertThat(send("POST", "/schedules/http/resume", "").statusCode()).isEqualTo(200);
        JsonNode all =
                JsonMapper.shared().readTree(run("schedule", "list", "--json").out());
        assertThat(all.path("type").asString()).isEqualTo("schedules");
        assertThat(all.path("schedules"))
                .allSatisfy(one -> assertThat(one.path("paused").asBoolean()).isFalse());
        assertThat(send("DELETE", "/schedules/http", "").statusCode()).isEqualTo(204);
        assertThat(run("schedule", "list", "http").exit()).isEqualTo(5);
    }

    @Test
    void whoHasNotSeenWhatItIsNowChangesNothing() {
        String first =
                "{\"cron\":\"@daily\",\"zone\":\"UTC\",\"parameters\":{\"job\":\"product-import\",\"file\":\"/backup/1.json\"}}";
        String tag = send("PUT", "/schedules/seen", first)
                .headers()
                .firstValue("ETag")
                .orElseThrow();
        assertThat(send("GET", "/schedules/seen", "").headers().firstValue("ETag"))
                .contains(tag);
        assertThat(matching("PUT", "/schedules/seen", first.replace("daily", "weekly"), tag))
                .isEqualTo(200);
        assertThat(matching("PUT", "/schedules/seen", first, tag)).isEqualTo(412);
        assertThat(matching("POST", "/schedules/seen/pause", "", tag)).isEqualTo(412);
        assertThat(matching("DELETE", "/schedules/seen", "", tag)).isEqualTo(412);
        assertThat(matching("DELETE", "/schedules/seen", "", "\"x\", *")).isEqualTo(204);
        assertThat(matching("PUT", "/schedules/seen", first, tag)).isEqualTo(412);
    }

    private int matching(String method, String path, String body, String tag) {
        return Served.send(served.request(path, served.admin())
                        .header("If-Match", tag)
                        .method(method, BodyPublishers.ofString(body))
                        .build())
                .statusCode();
    }

    @Test
    void whatIsWrongIsToldInWords() {
        assertThat(run("schedule", "set", "x", "--cron", "30 2 * * *", "a", "b").exit())
                .isEqualTo(2);
        assertThat(run("schedule", "set", "x", "--cron", "nightly", "job=product-import", "file=x")
                        .err())
                .contains("cron-malformed: 'nightly' is no cron expression");
        assertThat(run("schedule", "set", "x", "--cron", "30 2 * * *", "no-such.properties")
                        .exit())
                .isEqualTo(5);
        assertThat(run("schedule", "pause", "none").err()).contains("schedule-unknown");
        for (String body : new String[] {
            "",
            "null",
            "[]",
            "{",
            "{\"zone\":\"UTC\"}",
            "{\"cron\":\"@daily\",\"crom\":1}",
            "{\"cron\":{}}",
            "{\"cron\":\"@daily\",\"parameters\":{\"job\":null}}",
            " ".repeat(70_000)
        }) {
            HttpResponse<String> answer = send("PUT", "/schedules/x", body);
            assertThat(answer.statusCode()).as(body).isEqualTo(400);
            assertThat(answer.body()).contains("\"code\":\"request-malformed\"");
        }
        assertThat(send("PUT", "/schedules/x", "{\"cron\":\"@daily\"}").body()).contains("'job' is missing");
        assertThat(send("PUT", "/schedules/..%2Fx", "{\"cron\":\"@daily\"}").statusCode())
                .isEqualTo(400);
    }
}
