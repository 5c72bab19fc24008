package dev.reprise.source.snaplogic;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes archives as SnapLogic exports them, asset by asset. */
final class ArchiveBuilder {

    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private final List<String> lines = new ArrayList<>();
    private String kind = "project";
    private String exportedAt = "2026-11-20T22:00:00Z";
    private boolean manifest = true;

    ArchiveBuilder kind(String word) {
        kind = word;
        return this;
    }

    ArchiveBuilder exportedAt(String time) {
        exportedAt = time;
        return this;
    }

    ArchiveBuilder withoutManifest() {
        manifest = false;
        return this;
    }

    ArchiveBuilder pipeline(String name, String note) {
        return pipeline(name, note, "");
    }

    /** With more members of its property map, such as references. */
    ArchiveBuilder pipeline(String name, String note, String more) {
        return asset("Pipeline", name, "pipelines/" + name + ".slp", """
                {"class_fqid": "com-snaplogic-pipeline_9", "snode_id": "%s", "instance_version": 1, "link_map": {}, "snap_map": {},
                 "property_map": {"info": {"label": {"value": "%s"}, "notes": {"value": "%s"}}%s}}
                """.formatted(
                        snodeId("Pipeline", name), name, note, more));
    }

    ArchiveBuilder job(String name, String pipeline) {
        return asset("Job", name, "jobs/" + name + ".slt", """
                {"job_class": "PipelineJob", "job_name": "%s", "parameters": {"enabled": true, "pipeline_path": "%s"}}
                """.formatted(name, pipeline));
    }

    ArchiveBuilder account(String name, String uuid, String user, String password) {
        return asset("Account", name, "accounts/" + name + ".sla", """
                {"class_id": "com-snaplogic-snaps-rest-restbasicauthaccount", "class_version": 1, "instance_id": "%s", "property_map":
                 {"info": {"label": {"value": "%s"}}, "settings": {"username": {"value": "%s"}, "password": %s}}}
                """.formatted(uuid, name, user, password));
    }

    ArchiveBuilder policy(String name, String rule) {
        return asset("Policy", name, "policies/" + name + ".json", "{\"rule\": \"%s\"}".formatted(rule));
    }

    ArchiveBuilder flow(String name, String text) {
        return asset("Flow", name, "flows/" + name + ".json", "{\"text\": \"%s\"}".formatted(text));
    }

    ArchiveBuilder file(String path, String content) {
        return asset("File", path.substring(path.lastIndexOf('/') + 1), "files/" + path, content);
    }

    /** Any asset, listed. */
    ArchiveBuilder asset(String type, String name, String entry, String content) {
        lines.add(
                "{\"name\":\"%s\",\"snode_id\":\"%s\",\"asset_type\":\"%s\",\"path\":\"%s\",\"owner\":\"kim@acme.test\"}"
                        .formatted(name, snodeId(type, name), type, entry));
        return entry(entry, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Anything else, not listed. */
    ArchiveBuilder entry(String name, byte[] content) {
        entries.put(name, content);
        return this;
    }

    ArchiveBuilder entry(String name, String content) {
        return entry(name, content.getBytes(StandardCharsets.UTF_8));
    }

    static String snodeId(String type, String name) {
        return "%024x".formatted((type + name).hashCode() & 0xffffffffL);
    }

    Path write(Path file) {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                put(zip, entry.getKey(), entry.getValue());
            }
            if (manifest) {
                put(zip, "export.json", """
                        {"class_id":"com-snaplogic-project-export","class_version":1,"source_org":"acme","kind":"%s","name":"orders",
                        "exported_at":"%s","assets":[%s]}
                        """.formatted(kind, exportedAt, String.join(",\n", lines))
                        .getBytes(StandardCharsets.UTF_8));
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }
}
