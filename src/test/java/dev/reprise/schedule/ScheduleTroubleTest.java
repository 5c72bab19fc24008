package dev.reprise.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.engine.ImportEngine;
import dev.reprise.report.ProgressListener;
import dev.reprise.schedule.ScheduleRun.Outcome;
import dev.reprise.web.Served;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What a schedule began and what did not come to a good end. */
class ScheduleTroubleTest extends ScheduleScene {

    @Test
    void oneFileThatWillNotDoKeepsNoOtherOut() throws IOException {
        long there = served.product(1);
        long missing = Served.freshProduct();
        export(missing);
        export(there);
        String name = set("@yearly", Map.of("job", "product-import", "file", directory.toString()));
        due(name, Duration.ZERO);
        ScheduleRun run = ended(name);
        assertThat(run.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(run.problem()).contains("product/" + missing);
        assertThat(run.imports()).hasSize(1);
        assertThat(live(there)).isEqualTo(3);
    }

    @Test
    void whatSomebodyGivesUpIsNotDone() throws IOException, SQLException {
        long product = served.product(1);
        Map<String, String> restore = new HashMap<>(restore(product));
        restore.remove("create");
        String name = set("@yearly", restore);
        UUID importId;
        try (Connection held = database.dataSource().getConnection()) {
            held.setAutoCommit(false);
            held.createStatement().execute("LOCK TABLE product IN EXCLUSIVE MODE");
            due(name, Duration.ZERO);
            clock.look();
            importId = Objects.requireNonNull(schedules.named(name).last())
                    .imports()
                    .get(0);
            served.bean(ImportEngine.class).stop(importId);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> served.status(importId).equals("stopped"));
            served.bean(ImportEngine.class).abandon(importId, ProgressListener.silent());
            held.rollback();
        }
        // the clock may have looked when it was stopped and not given up yet
        assertThat(ended(name).outcome()).isIn(Outcome.FAILED, Outcome.STOPPED);
        assertThat(live(product)).isEqualTo(1);
    }

    @Test
    void anExportWhoseScheduleHasBecomeAnImportEnds() throws IOException {
        long product = served.product(1);
        String name = set(
                "@yearly",
                Map.of(
                        "job",
                        "product-export",
                        "from",
                        "product/" + product,
                        "to",
                        directory.resolve("out.json").toString()));
        UUID run = schedules.runs().begun(name, Instant.now(), Work.EXPORT, List.of(), null);
        schedules.set(name, new Schedule.Wish("@yearly", "UTC", null, restore(product)));
        served.bean(ScheduledExport.class).run(run);
        assertThat(schedules.runs(name, 1).get(0).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(schedules.runs(name, 1).get(0).problem()).startsWith("schedule-changed");
    }

    @Test
    void aDrillOfWhatCouldNotBePublishedFails() throws IOException {
        long product = served.product(1);
        Path file = Files.writeString(
                directory.resolve("bad.json"),
                Served.export(product, 3).replaceFirst("\"guid\":\"[^\"]+", "\"guid\":\"none"));
        String name = set("@yearly", Map.of("job", "product-import", "file", file.toString(), "drill", "true"));
        due(name, Duration.ZERO);
        ScheduleRun run = ended(name);
        assertThat(run.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(run.problem()).contains("1 records were rejected");
        String lenient = set(
                "@yearly",
                Map.of("job", "product-import", "file", file.toString(), "drill", "true", "max-rejections", "1"));
        due(lenient, Duration.ZERO);
        assertThat(ended(lenient).outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void settingItAgainSwallowsNoDueTime() throws IOException {
        String name = set("@yearly", restore(served.product(1)));
        due(name, Duration.ZERO);
        schedules.set(name, new Schedule.Wish("@yearly", "UTC", null, restore(Served.freshProduct())));
        assertThat(ended(name).outcome()).isEqualTo(Outcome.COMPLETED);
    }
}
