package dev.reprise.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.record.Sha256;
import dev.reprise.report.Documents;
import dev.reprise.schedule.Schedule;
import dev.reprise.schedule.Schedules;
import dev.reprise.web.Audit;
import dev.reprise.web.Caller;
import dev.reprise.web.Scope;
import dev.reprise.web.limit.Questions;
import dev.reprise.web.transfer.Spool;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code /schedules}: what {@code reprise schedule} does. A schedule reads files of the server and may write to any target, so that only
 * those who may do everything everywhere change one; to see them takes the scope view for all targets.
 */
@RestController
@ConditionalOnWebApplication
@RequestMapping(path = "/schedules", produces = "application/json")
class SchedulesController {

    private static final int LONGEST = 64 * 1024;
    private static final int NEWEST = 20;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Schedules schedules;
    private final Questions questions;
    private final Spool spool;

    SchedulesController(Schedules schedules, Questions questions, Spool spool) {
        this.schedules = schedules;
        this.questions = questions;
        this.spool = spool;
    }

    /** What is sent to make one. */
    record Body(
            @Nullable String cron,
            @Nullable String zone,
            @JsonProperty("job_file") @Nullable String jobFile,
            @Nullable Map<String, String> parameters) {}

    @GetMapping
    String list() {
        Caller.current().requireEverywhere(Scope.VIEW);
        return Documents.of(
                "schedules", Map.of("schedules", questions.ask(Caller.current().key(), schedules::list)));
    }

    /** One, with what became of the newest times that it was due. */
    @GetMapping("/{name}")
    String one(@PathVariable String name, HttpServletResponse response) {
        Caller.current().requireEverywhere(Scope.VIEW);
        Map<String, Object> one = new LinkedHashMap<>();
        Schedule schedule = questions.ask(Caller.current().key(), () -> schedules.named(name));
        response.setHeader("ETag", tag(schedule));
        one.put("schedule", schedule);
        one.put("runs", schedules.runs(name, NEWEST));
        return Documents.of("schedule_runs", one);
    }

    /** Makes one, or has it do other work at other times. */
    @PutMapping("/{name}")
    String set(@PathVariable String name, HttpServletRequest request, HttpServletResponse response) throws IOException {
        requireAdmin(name, request);
        Body body = body(request);
        if (body.cron() == null) {
            throw malformed("'cron' is missing");
        }
        Schedule.Wish wish = new Schedule.Wish(
                body.cron(), body.zone(), body.jobFile(), Objects.requireNonNullElse(body.parameters(), Map.of()));
        return answer(changed(name, request, () -> schedules.set(name, wish)), response);
    }

    @PostMapping("/{name}/pause")
    String pause(@PathVariable String name, HttpServletRequest request, HttpServletResponse response) {
        requireAdmin(name, request);
        return answer(changed(name, request, () -> schedules.pause(name)), response);
    }

    @PostMapping("/{name}/resume")
    String resume(@PathVariable String name, HttpServletRequest request, HttpServletResponse response) {
        requireAdmin(name, request);
        return answer(changed(name, request, () -> schedules.resume(name)), response);
    }

    @DeleteMapping("/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable String name, HttpServletRequest request) {
        requireAdmin(name, request);
        changed(name, request, () -> {
            schedules.remove(name);
            return name;
        });
    }

    private <T> T changed(String name, HttpServletRequest request, Supplier<T> change) {
        return schedules.changing(
                name,
                found -> Matching.check(
                        request,
                        found.map(SchedulesController::tag),
                        "schedule %s is not what it was, or is gone".formatted(name)),
                change);
    }

    private static void requireAdmin(String name, HttpServletRequest request) {
        Audit.target(request, "schedule/" + name);
        Caller.current().requireEverywhere(Scope.ADMIN);
    }

    /** Tells what a schedule is to do from what it was to do before; that a time has come makes no difference. */
    private static String tag(Schedule schedule) {
        String text = Documents.plain(Arrays.asList(
                schedule.cron(),
                schedule.zone(),
                schedule.jobFile(),
                new TreeMap<>(schedule.parameters()),
                schedule.paused()));
        byte[] hash = Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8));
        return '"' + HexFormat.of().formatHex(hash, 0, 8) + '"';
    }

    private static String answer(Schedule schedule, HttpServletResponse response) {
        response.setHeader("ETag", tag(schedule));
        return Documents.of("schedule", schedule);
    }

    private Body body(HttpServletRequest request) throws IOException {
        byte[] bytes = spool.paced(request.getInputStream()).readNBytes(LONGEST + 1);
        if (bytes.length > LONGEST) {
            throw malformed("the body is longer than %d bytes".formatted(LONGEST));
        }
        try {
            Body body = JSON.readValue(bytes, Body.class);
            if (body == null || body.parameters() != null && body.parameters().containsValue(null)) {
                throw malformed("the body has null where a value should be");
            }
            return body;
        } catch (JacksonException e) {
            throw malformed("the body is no schedule: "
                    + e.getOriginalMessage().lines().findFirst().orElse(""));
        }
    }

    private static RefusedException malformed(String what) {
        return new RefusedException(
                Exit.USAGE,
                Problem.unchanged(
                        "request-malformed",
                        what,
                        null,
                        "Send cron, zone, job_file and parameters, as GET /openapi.yaml describes."));
    }
}
