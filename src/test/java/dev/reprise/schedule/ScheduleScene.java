package dev.reprise.schedule;

import dev.reprise.schedule.ScheduleRun.Outcome;
import dev.reprise.testing.TestDatabase;
import dev.reprise.web.Served;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Schedules whose time is made to come by setting it back, of a process that serves. */
abstract class ScheduleScene {

    @TempDir
    Path directory;

    final Served served = Served.shared();
    final TestDatabase database = served.database();
    final Schedules schedules = served.bean(Schedules.class);
    final ScheduleClock clock = served.bean(ScheduleClock.class);
    final List<String> names = new ArrayList<>();

    @AfterEach
    void removeThem() {
        names.forEach(schedules::remove);
    }

    String set(String cron, Map<String, String> parameters) {
        String name = "test-" + UUID.randomUUID();
        schedules.set(name, new Schedule.Wish(cron, "UTC", null, parameters));
        names.add(name);
        return name;
    }

    /** As if it had been due for so long. */
    void due(String name, Duration since) {
        database.jdbc().update("""
                UPDATE schedule SET next_at = date_trunc('minute', clock_timestamp()) - make_interval(secs => ?) WHERE name = ?
                """, since.toSeconds(), name);
    }

    ScheduleRun ended(String name) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            clock.look();
            ScheduleRun last = schedules.named(name).last();
            return last != null && last.outcome() != Outcome.RUNNING;
        });
        return Objects.requireNonNull(schedules.named(name).last());
    }

    Path export(long product) throws IOException {
        return Files.writeString(directory.resolve(product + ".json"), Served.export(product, 3));
    }

    Map<String, String> restore(long product) throws IOException {
        return Map.of(
                "job",
                "product-import",
                "file",
                export(product).toString(),
                "into",
                "product/" + product,
                "create",
                "true");
    }

    int live(long product) {
        return Objects.requireNonNull(database.jdbc()
                .queryForObject("SELECT count(*) FROM live.task WHERE product_id = ?", Integer.class, product));
    }
}
