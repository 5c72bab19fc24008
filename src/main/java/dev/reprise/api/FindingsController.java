package dev.reprise.api;

import dev.reprise.engine.ledger.ImportReports;
import dev.reprise.report.Documents;
import dev.reprise.report.Finding;
import dev.reprise.web.Audit;
import dev.reprise.web.Caller;
import dev.reprise.web.Scope;
import dev.reprise.web.transfer.Downloads;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** All rejections and warnings of an import, however many: a JSON object a line, or CSV for who asks for that. */
@RestController
@ConditionalOnWebApplication
class FindingsController {

    private static final String HEAD = "severity,code,entity,guid,pointer,byte_offset,value,message";
    /** What spreadsheets take for formulas. */
    private static final String FORMULA = "=+-@\t\r";

    private final KnownImports known;
    private final ImportReports reports;
    private final Downloads downloads;

    FindingsController(KnownImports known, ImportReports reports, Downloads downloads) {
        this.downloads = downloads;
        this.known = known;
        this.reports = reports;
    }

    @Audit.Kept
    @GetMapping("/imports/{id}/rejections")
    void findings(@PathVariable String id, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        UUID importId = known.find(id, Scope.VIEW, request).importId();
        String accept = request.getHeader("Accept");
        boolean csv = accept != null && accept.contains("text/csv");
        response.setContentType(csv ? "text/csv;charset=UTF-8" : "application/x-ndjson");
        downloads.send(Caller.current().key(), response.getOutputStream(), client -> write(importId, csv, client));
    }

    private void write(UUID importId, boolean csv, OutputStream client) throws IOException {
        Writer out = new BufferedWriter(new OutputStreamWriter(client, StandardCharsets.UTF_8));
        if (csv) {
            out.write(HEAD + "\r\n");
        }
        reports.findings(
                importId, finding -> write(out, csv ? csv(finding) + "\r\n" : Documents.plain(finding) + "\n"));
        out.flush();
    }

    private static void write(Writer out, String line) {
        try {
            out.write(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String csv(Finding finding) {
        return Stream.of(
                        finding.severity(),
                        finding.code(),
                        finding.entity(),
                        finding.guid(),
                        finding.pointer(),
                        finding.offset() == null ? null : finding.offset().toString(),
                        finding.value(),
                        finding.message())
                .map(FindingsController::cell)
                .collect(Collectors.joining(","));
    }

    /** RFC 4180; what a spreadsheet would take for a formula gets an apostrophe before it. */
    private static String cell(@Nullable String text) {
        String value = Objects.requireNonNullElse(text, "");
        String safe = !value.isEmpty() && FORMULA.indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
        boolean quoted = Arrays.stream(new String[] {",", "\"", "\n", "\r"}).anyMatch(safe::contains);
        return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
