package dev.reprise.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.report.Documents;
import dev.reprise.schedule.Schedule;
import dev.reprise.schedule.Schedules;
import dev.reprise.web.Audit;
import dev.reprise.web.Caller;
import dev.reprise.web.Scope;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
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

    SchedulesController(Schedules schedules) {
        this.schedules = schedules;
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
        return Documents.of("schedules", Map.of("schedules", schedules.list()));
    }

    /** One, with what became of the newest times that it was due. */
    @GetMapping("/{name}")
    String one(@PathVariable String name) {
        Caller.current().requireEverywhere(Scope.VIEW);
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("schedule", schedules.named(name));
        one.put("runs", schedules.runs(name, NEWEST));
        return Documents.of("schedule_runs", one);
    }

    /** Makes one, or has it do other work at other times. */
    @PutMapping("/{name}")
    String set(@PathVariable String name, HttpServletRequest request) throws IOException {
        requireAdmin(name, request);
        Body body = body(request);
        if (body.cron() == null) {
            throw malformed("'cron' is missing");
        }
        return answer(schedules.set(
                name,
                new Schedule.Wish(
                        body.cron(),
                        body.zone(),
                        body.jobFile(),
                        Objects.requireNonNullElse(body.parameters(), Map.of()))));
    }

    @PostMapping("/{name}/pause")
    String pause(@PathVariable String name, HttpServletRequest request) {
        requireAdmin(name, request);
        return answer(schedules.pause(name));
    }

    @PostMapping("/{name}/resume")
    String resume(@PathVariable String name, HttpServletRequest request) {
        requireAdmin(name, request);
        return answer(schedules.resume(name));
    }

    @DeleteMapping("/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable String name, HttpServletRequest request) {
        requireAdmin(name, request);
        schedules.remove(name);
    }

    private static void requireAdmin(String name, HttpServletRequest request) {
        Audit.target(request, "schedule/" + name);
        Caller.current().requireEverywhere(Scope.ADMIN);
    }

    private static String answer(Schedule schedule) {
        return Documents.of("schedule", schedule);
    }

    private static Body body(HttpServletRequest request) throws IOException {
        byte[] bytes = request.getInputStream().readNBytes(LONGEST + 1);
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
