package dev.reprise.testing;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes archives of SnapLogic projects of any size, always the same for a seed, in constant memory but for their list. */
public final class Archives {

    private static final int KINDS = 10;

    private final ZipOutputStream zip;
    private final Random random;
    private final StringBuilder lines = new StringBuilder();

    private Archives(ZipOutputStream zip, long seed) {
        this.zip = zip;
        this.random = new Random(seed);
    }

    /** Of ten assets are four pipelines, three files, two tasks and one an account whose password is encrypted. */
    public static Path write(Path file, int assets, long seed) {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            Archives archive = new Archives(zip, seed);
            for (int i = 0; i < assets; i++) {
                archive.asset(i);
            }
            archive.entry("export.json", """
                    {"class_id":"com-snaplogic-project-export","class_version":1,"source_org":"acme","kind":"project","name":"orders",
                    "exported_at":"2026-11-20T22:00:00Z","assets":[%s]}
                    """.formatted(archive.lines));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void asset(int i) throws IOException {
        switch (i % KINDS) {
            case 0, 1, 2, 3 -> listed("Pipeline", "Pipeline " + i, "pipelines/Pipeline " + i + ".slp", pipeline(i));
            case 4, 5, 6 -> listed("File", "file-" + i + ".csv", "files/file-" + i + ".csv", csv());
            case 7, 8 -> listed("Job", "Task " + i, "jobs/Task " + i + ".slt", """
                    {"job_class":"PipelineJob","job_name":"Task %d","parameters":{"enabled":true,"pipeline_path":"Pipeline %d"}}
                    """.formatted(i, i - i % KINDS));
            default -> listed("Account", "Account " + i, "accounts/Account " + i + ".sla", account(i));
        }
    }

    private String pipeline(int i) {
        StringBuilder snaps = new StringBuilder();
        for (int n = 0; n < 1 + random.nextInt(6); n++) {
            snaps.append(n == 0 ? "" : ",").append("""
                    "11111111-1111-1111-1111-%012d":{"class_id":"com-snaplogic-snaps-transform-datatransform","class_version":4,
                    "property_map":{"info":{"label":{"value":"Mapper %d"},"notes":{"value":"%x"}},"settings":{"nullSafeAccess":{"value":false}}}}""".formatted(n, n, random.nextLong()));
        }
        return """
                {"class_id":"com-snaplogic-pipeline","class_version":9,"instance_version":1,"link_map":{},"snap_map":{%s},
                "property_map":{"info":{"label":{"value":"Pipeline %d"}},"settings":{"param_table":{"value":[]}}}}
                """.formatted(snaps, i);
    }

    private String csv() {
        StringBuilder text = new StringBuilder("id,amount\n");
        for (int n = 0; n < random.nextInt(30); n++) {
            text.append(random.nextInt(1_000_000))
                    .append(',')
                    .append(random.nextInt(10_000))
                    .append('\n');
        }
        return text.toString();
    }

    private String account(int i) {
        return """
                {"class_id":"com-snaplogic-snaps-rest-restbasicauthaccount","class_version":1,"instance_id":"%08x-0c1d-4e55-8f10-aaaaaaaaaaaa",
                "property_map":{"info":{"label":{"value":"Account %d"}},"settings":{"username":{"value":"svc"},
                "password":{"value":"Q0lQSEVS","fp":"%x","key":"account-cloud-managed-acme-1","sym_iv":"AAAA","sym_key":"BBBB"}}}}
                """.formatted(i, i, random.nextLong());
    }

    private void listed(String type, String name, String entry, String content) throws IOException {
        lines.append(lines.isEmpty() ? "" : ",\n")
                .append("""
                {"name":"%s","snode_id":"%024x","asset_type":"%s","path":"%s"}""".formatted(name, entry.hashCode() & 0xffffffffL, type, entry));
        entry(entry, content);
    }

    private void entry(String name, String content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(0); // the same bytes each time
        zip.putNextEntry(entry);
        zip.write(content.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }
}
