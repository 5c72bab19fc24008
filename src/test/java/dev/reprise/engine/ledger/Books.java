package dev.reprise.engine.ledger;

import dev.reprise.engine.job.ImportRequest;
import dev.reprise.engine.job.RejectionLimit;
import dev.reprise.engine.job.Target;
import dev.reprise.record.Origin;
import dev.reprise.record.Reason;
import dev.reprise.record.Rejection;
import dev.reprise.testing.TestDatabase;
import dev.reprise.testing.TestPostgres;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** A database with everything that is remembered of imports. */
final class Books {

    final TestDatabase database = TestPostgres.createDatabase().migrate();
    final DataSource source = database.dataSource();
    final JdbcTemplate jdbc = new JdbcTemplate(source);
    final Imports imports = new Imports(jdbc);
    final Checkpoints checkpoints = new Checkpoints(jdbc);
    final Counters counters = new Counters(jdbc);
    final Rejections rejections = new Rejections(jdbc);
    final ImportReports reports = new ImportReports(jdbc, counters, rejections, (job, id) -> Map.of());

    /** An import into a target that no other test has. */
    Import queued() {
        return queued("product/" + UUID.randomUUID());
    }

    /** An import into a target. */
    Import queued(String target) {
        Path file = Path.of("/exports/é.json");
        ImportRequest request = new ImportRequest(
                "product-import",
                Target.parse(target),
                file,
                Map.of("create", "true"),
                new RejectionLimit("5%"),
                false);
        return imports.create(request, file.toString(), 1234);
    }

    /** An import with a given id, made by hand. */
    UUID known(UUID id, String status) {
        jdbc.update("""
                INSERT INTO import (import_id, job, target, file, file_size, options, max_rejections, status)
                VALUES (?, 'product-import', 'product/1', '/f', 1, '{}', '0', ?)
                """, id, status);
        return id;
    }

    /** A task that stays out. */
    static Rejection rejection(long index, long offset, String code) {
        Origin origin = new Origin("/data/tasks", index, offset);
        Reason reason = new Reason(code, origin.pointer() + "/guid", "v" + index, "message " + index);
        return new Rejection(origin, "task", "g" + index, reason);
    }
}
