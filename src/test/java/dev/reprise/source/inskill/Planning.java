package dev.reprise.source.inskill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.engine.Plans;
import dev.reprise.engine.Publishing;
import dev.reprise.engine.job.Target;
import dev.reprise.report.GenerationReport;
import dev.reprise.report.ImportKind;
import dev.reprise.report.ImportReport;
import dev.reprise.report.ImportStatus;
import dev.reprise.report.PlanReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

/** Plans and imports of a product of their own, with both ways to store a generation. */
abstract class Planning {

    static final Importer SHARED = new Importer();
    static final Importer LARGE = new Importer("reprise.large-from=0B");

    static final String ONE = task(1, "one", step(11, "a", "\"x\":1e3") + "," + step(12, "b", "\"x\":null"));
    static final String TWO = task(2, "two", "");

    @TempDir
    Path folder;

    final long product = Importer.newProduct();
    final String target = "product/" + product;

    static List<Importer> both() {
        return List.of(SHARED, LARGE);
    }

    static String guid(long n) {
        return new UUID(0x4000, n).toString();
    }

    static String task(long n, String name, String steps) {
        return "{\"guid\":\"%s\",\"name\":\"%s\",\"steps\":[%s]}".formatted(guid(n), name, steps);
    }

    static String step(long n, String title, String more) {
        return "{\"guid\":\"%s\",\"title\":\"%s\",%s}".formatted(guid(n), title, more);
    }

    Path file(String tasks, String more) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "export", ".json"), """
                {"data":{"product":{"id":%d,"bundle_id":"b","name":"P"%s},"tasks":[%s],"scripts":[],"translations":[],
                 "resources":[],"variables":[],"notes":[{"n":1}]}}
                """.formatted(product, more, tasks));
    }

    ImportReport run(Importer importer, String tasks) throws IOException {
        return importer.run(product, file(tasks, ""), "0", ImportKind.IMPORT, false);
    }

    static long generation(ImportReport report) {
        return Objects.requireNonNull(report.generation());
    }

    PlanReport plan(Importer importer, String tasks, String more) throws IOException {
        ImportReport planned = importer.run(product, file(tasks, more), "0", ImportKind.PLAN, false);
        assertThat(planned.status()).isEqualTo(ImportStatus.PLANNED);
        return importer.bean(Plans.class).compare(planned.importId(), 100);
    }

    List<String> states(Importer importer) {
        return importer.bean(Publishing.class).generations(Target.parse(target)).stream()
                .map(GenerationReport::state)
                .toList();
    }

    static void apply(Importer importer, PlanReport plan) {
        importer.bean(Publishing.class).apply(plan.importId(), null, Importer.silence());
    }

    UUID rollback(Importer importer, @Nullable Long to) {
        return importer.bean(Publishing.class).rollback(Target.parse(target), to, null, Importer.silence());
    }
}
