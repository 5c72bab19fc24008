package dev.reprise.source.snaplogic;

import dev.reprise.Reprise;
import dev.reprise.engine.ImportEngine;
import dev.reprise.engine.export.Exporter;
import dev.reprise.engine.job.ExportRequest;
import dev.reprise.engine.job.ImportRequest;
import dev.reprise.engine.job.RejectionLimit;
import dev.reprise.engine.job.Target;
import dev.reprise.engine.ledger.ImportReports;
import dev.reprise.report.ImportKind;
import dev.reprise.report.ImportReport;
import dev.reprise.report.ProgressListener;
import dev.reprise.testing.TestDatabase;
import dev.reprise.testing.TestPostgres;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** The real engine in this process, over a database of its own, with SnapLogic's jobs. Each test takes a project of its own. */
final class Workspace implements AutoCloseable {

    private static final AtomicLong NAMES = new AtomicLong();

    private final TestDatabase database = TestPostgres.createDatabase();
    private final ConfigurableApplicationContext context;

    Workspace(String... properties) {
        List<String> arguments = new ArrayList<>(database.arguments());
        List.of(properties).forEach(property -> arguments.add("--" + property));
        this.context = new SpringApplicationBuilder(Reprise.class)
                .web(WebApplicationType.NONE)
                .run(arguments.toArray(String[]::new));
    }

    /** A target that nobody has used yet, such as {@code project/acme/shared/p1}. */
    static Target fresh(String kind) {
        return Target.parse(kind + "/acme/shared/p" + NAMES.incrementAndGet());
    }

    TestDatabase database() {
        return database;
    }

    JdbcTemplate jdbc() {
        return context.getBean(JdbcTemplate.class);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Imports an archive; options as {@code name=value}. Organization and space are made. */
    ImportReport run(Target target, Path file, String... options) {
        return run(target, file, ImportKind.IMPORT, "0", options);
    }

    ImportReport run(Target target, Path file, ImportKind kind, String maxRejections, String... options) {
        Map<String, String> given = new HashMap<>(Map.of("create-space", "true"));
        for (String option : options) {
            given.put(option.substring(0, option.indexOf('=')), option.substring(option.indexOf('=') + 1));
        }
        String job = target.kind().equals("api") ? "api-version-import" : "project-import";
        return report(context.getBean(ImportEngine.class)
                .run(
                        new ImportRequest(
                                job, target, file, given, new RejectionLimit(maxRejections), false, kind, false),
                        ProgressListener.silent()));
    }

    ImportReport report(UUID importId) {
        return context.getBean(ImportReports.class).of(importId);
    }

    /** Exports to a file, options as {@code name=value}. */
    Path export(Target target, Path file, String... options) {
        Map<String, String> given = new HashMap<>();
        for (String option : options) {
            given.put(option.substring(0, option.indexOf('=')), option.substring(option.indexOf('=') + 1));
        }
        String job = target.kind().equals("api") ? "api-version-export" : "project-export";
        context.getBean(Exporter.class).run(new ExportRequest(job, target, file, given, false));
        return file;
    }

    /** What readers see of a type of assets: name, snode id, version and content, in the order of the names. */
    List<String> live(Target target, String view) {
        String path = target.name();
        if (target.kind().equals("api")) {
            path = path.replaceFirst("/", "/apim/");
        }
        String content = view.equals("file") ? "convert_from(content, 'UTF8')" : "content::text";
        return jdbc().queryForList(
                        "SELECT concat_ws(' | ', name, snode_id, version, %s) FROM live.%s WHERE path = ? ORDER BY name"
                                .formatted(content, view),
                        String.class,
                        path);
    }

    /** The names alone. */
    List<String> names(Target target, String view) {
        return live(target, view).stream()
                .map(line -> line.substring(0, line.indexOf(" | ")))
                .toList();
    }

    /** One of the three lists of the answer: status codes, if there are any, and names; of warnings the message. */
    @SuppressWarnings("unchecked") // as Answer makes it
    static List<String> answer(ImportReport report, String list) {
        Map<String, List<Map<String, Object>>> map = (Map<String, List<Map<String, Object>>>)
                Objects.requireNonNull(report.answer().get("response_map"));
        return Objects.requireNonNull(map.get(list)).stream()
                .map(asset -> {
                    Object first = asset.containsKey("message") ? asset.get("message") : asset.get("status_code");
                    return (first == null ? "" : first + " ") + asset.get("name");
                })
                .toList();
    }

    /** Hears nothing. */
    static ProgressListener silence() {
        return ProgressListener.silent();
    }

    @Override
    public void close() {
        context.close();
    }
}
