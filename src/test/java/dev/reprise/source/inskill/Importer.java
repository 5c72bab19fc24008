package dev.reprise.source.inskill;

import dev.reprise.Reprise;
import dev.reprise.engine.ImportEngine;
import dev.reprise.engine.export.Exporter;
import dev.reprise.engine.job.ExportRequest;
import dev.reprise.engine.job.ImportRequest;
import dev.reprise.engine.job.RejectionLimit;
import dev.reprise.engine.job.Target;
import dev.reprise.engine.ledger.ImportReports;
import dev.reprise.report.Finding;
import dev.reprise.report.ImportKind;
import dev.reprise.report.ImportReport;
import dev.reprise.report.ProgressListener;
import dev.reprise.testing.TestDatabase;
import dev.reprise.testing.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The real engine in this process, over a database of its own. Each test takes a product of its own. */
final class Importer implements AutoCloseable {

    private static final AtomicLong PRODUCTS = new AtomicLong(410);
    private static final AtomicLong EXPORTS = new AtomicLong();

    private final TestDatabase database = TestPostgres.createDatabase();
    private final ConfigurableApplicationContext context;

    /** Starts with properties such as {@code reprise.input.block-records=1}. */
    Importer(String... properties) {
        List<String> arguments = new ArrayList<>(database.arguments());
        List.of(properties).forEach(property -> arguments.add("--" + property));
        this.context = new SpringApplicationBuilder(Reprise.class)
                .web(WebApplicationType.NONE)
                .run(arguments.toArray(String[]::new));
    }

    TestDatabase database() {
        return database;
    }

    /** The id of a product that nobody has used yet. */
    static long newProduct() {
        return PRODUCTS.incrementAndGet();
    }

    ImportReport run(long product, Path folder, String json) {
        return run(product, folder, json, "0");
    }

    /** Imports a text, creating the product if need be. */
    ImportReport run(long product, Path folder, String json, String maxRejections) {
        try {
            Path file = Files.writeString(Files.createTempFile(folder, "export", ".json"), json);
            return run(product, file, maxRejections, ImportKind.IMPORT, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Imports or plans a file, creating the product if need be. */
    ImportReport run(long product, Path file, String maxRejections, ImportKind kind, boolean prove) {
        ImportRequest request = new ImportRequest(
                "product-import",
                Target.parse("product/" + product),
                file,
                Map.of("create", "true"),
                new RejectionLimit(maxRejections),
                false,
                kind,
                prove);
        return report(context.getBean(ImportEngine.class).run(request, ProgressListener.silent()));
    }

    ImportReport report(UUID importId) {
        return context.getBean(ImportReports.class).of(importId);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Hears nothing. */
    static ProgressListener silence() {
        return ProgressListener.silent();
    }

    /** Exports what is live of a product to a new file. */
    Path export(long product, Path folder) {
        Path file = folder.resolve("exported-" + EXPORTS.incrementAndGet() + ".json");
        context.getBean(Exporter.class)
                .run(new ExportRequest("product-export", Target.parse("product/" + product), file, Map.of(), false));
        return file;
    }

    /** All findings of an import in the order in which they are listed: severity, code, pointer and, if there is one, value. */
    List<String> findings(ImportReport report) {
        List<String> findings = new ArrayList<>();
        context.getBean(ImportReports.class).findings(report.importId(), finding -> findings.add(text(finding)));
        return findings;
    }

    private static String text(Finding finding) {
        String value = finding.value() == null ? "" : " '" + finding.value() + "'";
        return finding.severity() + " " + finding.code() + " " + finding.pointer() + value;
    }

    /** One column of what readers see of a product, ordered. */
    List<String> live(long product, String view, String column) {
        return database.jdbc()
                .queryForList(
                        "SELECT " + column + "::text FROM live." + view + " WHERE product_id = ? ORDER BY 1",
                        String.class,
                        product);
    }

    @Override
    public void close() {
        context.close();
    }
}
