package dev.reprise.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.record.RefusedException;
import dev.reprise.report.ImportStatus;
import dev.reprise.schedule.ScheduleRun.Outcome;
import dev.reprise.web.Served;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What is due is begun, once, by a process that serves; what was missed is told. The time is made to come by setting it back. */
class SchedulesTest extends ScheduleScene {

    @Test
    void whatIsDueIsImported() throws IOException {
        long product = Served.freshProduct();
        String name = set("@yearly", restore(product));
        due(name, Duration.ZERO);
        ScheduleRun run = ended(name);
        assertThat(run.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(run.imports()).hasSize(1);
        assertThat(live(product)).isEqualTo(3);
        assertThat(schedules.named(name).nextAt()).isAfter(run.begunAt());
    }

    @Test
    void ofSeveralProcessesOneBegins() throws IOException, InterruptedException, ExecutionException {
        String name = set("@yearly", restore(Served.freshProduct()));
        ExecutorService processes = Executors.newFixedThreadPool(8);
        try {
            for (int round = 1; round <= 5; round++) {
                due(name, Duration.ofSeconds(round));
                List<Future<?>> looks = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    looks.add(processes.submit(clock::look));
                }
                for (Future<?> look : looks) {
                    look.get();
                }
                assertThat(ended(name).outcome()).isEqualTo(Outcome.COMPLETED);
                assertThat(schedules.runs(name, 100)).hasSize(round);
            }
        } finally {
            processes.shutdown();
        }
    }

    @Test
    void aDrillLeavesNothing() throws IOException {
        long product = served.product(1);
        String name = set(
                "@yearly",
                Map.of("job", "product-import", "file", export(product).toString(), "drill", "true"));
        due(name, Duration.ZERO);
        ScheduleRun run = ended(name);
        assertThat(run.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(run.work()).isEqualTo("drill");
        assertThat(live(product)).isEqualTo(1);
        assertThat(database.jdbc()
                        .queryForObject(
                                "SELECT status || ' ' || (proved_at IS NOT NULL) FROM import WHERE import_id = ?",
                                String.class,
                                run.imports().get(0)))
                .isEqualTo(ImportStatus.ABANDONED.spelling() + " true");
    }

    @Test
    void anExportIsWritten() {
        long product = served.product(2);
        Path backup = directory.resolve("backup.json");
        String name =
                set("@yearly", Map.of("job", "product-export", "from", "product/" + product, "to", backup.toString()));
        due(name, Duration.ZERO);
        assertThat(ended(name).outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(backup).isNotEmptyFile();
        due(name, Duration.ZERO); // without replace=true a backup is not written over
        clock.look();
        ScheduleRun again = ended(name);
        assertThat(again.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(again.problem()).contains(backup.toString());
    }

    @Test
    void whatWasMissedIsToldAndTheNewestDone() throws IOException {
        String name = set("* * * * *", restore(Served.freshProduct()));
        due(name, Duration.ofMinutes(5));
        ended(name);
        List<ScheduleRun> runs = schedules.runs(name, 10);
        assertThat(runs)
                .filteredOn(run -> run.outcome() == Outcome.MISSED)
                .hasSize(1)
                .allSatisfy(run -> {
                    assertThat(run.times()).isBetween(5, 6);
                    assertThat(run.problem()).contains("nobody began it");
                });
        assertThat(runs).filteredOn(run -> run.outcome() == Outcome.COMPLETED).isNotEmpty();
    }

    @Test
    void whatIsTooLateIsNotDone() throws IOException {
        long product = Served.freshProduct();
        String name = set("@yearly", restore(product));
        due(name, Duration.ofHours(2));
        ScheduleRun run = ended(name);
        assertThat(run.outcome()).isEqualTo(Outcome.MISSED);
        assertThat(live(product)).isZero();
    }

    @Test
    void whatIsNotOverIsNotBegunAgain() throws IOException {
        long product = Served.freshProduct();
        String name = set("@yearly", restore(product));
        database.jdbc().update("""
                INSERT INTO import_lease (target, holder, acquired_at, expires_at, epoch)
                VALUES (?, 'process 1 of somewhere', clock_timestamp(), clock_timestamp() + interval '1 hour', 1)
                """, "product/" + product);
        due(name, Duration.ZERO);
        clock.look();
        for (int i = 1; i <= 2; i++) {
            due(name, Duration.ZERO);
            clock.look();
            ScheduleRun missed = schedules.runs(name, 1).get(0);
            assertThat(missed.outcome()).isEqualTo(Outcome.MISSED);
            assertThat(missed.problem()).contains("not over");
            assertThat(schedules.runs(name, 9)).hasSize(1 + i);
        }
        database.jdbc().update("DELETE FROM import_lease WHERE target = ?", "product/" + product);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            clock.look();
            return schedules.runs(name, 9).stream().noneMatch(run -> run.outcome() == Outcome.RUNNING);
        });
    }

    @Test
    void whatCannotBeDoneIsTold() {
        String name = set("@yearly", Map.of("job", "product-import", "file", directory + "/none.json"));
        due(name, Duration.ZERO);
        ScheduleRun run = ended(name);
        assertThat(run.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(run.problem()).startsWith("file-missing: ");
        assertThat(schedules.named(name).nextAt()).isAfter(run.begunAt());
    }

    @Test
    void aPausedOneIsLeftOut() throws IOException {
        String name = set("* * * * *", restore(Served.freshProduct()));
        assertThat(schedules.pause(name).paused()).isTrue();
        schedules.set(name, new Schedule.Wish("@hourly", "UTC", null, restore(Served.freshProduct())));
        assertThat(schedules.named(name).paused()).isTrue();
        clock.look();
        assertThat(schedules.named(name).last()).isNull();
        assertThat(schedules.resume(name).nextAt()).isAfter(schedules.now());
    }

    @Test
    void whatIsWrongIsSaidWhenItIsSet() {
        for (String[] wrong : List.of(
                new String[] {"../x", "@daily", "product-import", "schedule-malformed"},
                new String[] {"x", "daily", "product-import", "cron-malformed"},
                new String[] {"x", "@daily", "no-such-job", "job-unknown"})) {
            Map<String, String> work = Map.of("job", wrong[2], "file", "x.json");
            assertThatThrownBy(() -> schedules.set(wrong[0], new Schedule.Wish(wrong[1], "UTC", null, work)))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            refusal -> assertThat(refusal.problem().code()).isEqualTo(wrong[3]));
        }
        assertThatThrownBy(() ->
                        schedules.set("x", new Schedule.Wish("@daily", null, null, Map.of("job", "product-import"))))
                .hasMessageContaining("'file' is missing");
    }
}
