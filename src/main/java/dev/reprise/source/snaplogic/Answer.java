package dev.reprise.source.snaplogic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What SnapLogic answers to an import: {@code response_map} with what went in, what did not, and remarks. Vendor: 200 even if some assets
 * did not; each of those has its own code. Ours: what was skipped carries the id of what is there.
 */
final class Answer {

    /** What it is called that an account was changed by the accounts file; no warning, but a word behind the label. */
    static final String UPDATED = "account-updated";

    private static final int OK = 200;
    private static final int BAD = 400;
    private static final String EXISTS = "an asset of this name exists";

    private final JdbcTemplate jdbc;

    Answer(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Of a completed import. */
    Map<String, Object> of(UUID importId) {
        List<Map<String, Object>> successful = new ArrayList<>();
        List<Map<String, Object>> failed = new ArrayList<>();
        jdbc.query(
                """
                SELECT a.status_code, a.asset_id, a.name
                       || CASE WHEN a.entity = 'account' AND a.status_code = 200 AND EXISTS (
                                  SELECT FROM import_rejection r WHERE r.import_id = a.import_id AND r.severity = 'warning'
                                  AND r.code = 'account-updated' AND r.byte_offset = a.byte_offset) THEN ' (updated)' ELSE '' END
                FROM import_asset a WHERE a.import_id = ? ORDER BY a.byte_offset, a.entity
                """,
                row -> {
                    boolean ok = row.getInt(1) == OK;
                    Map<String, Object> asset = new LinkedHashMap<>();
                    if (!ok) {
                        asset.put("status_code", row.getInt(1));
                        asset.put("reason", EXISTS);
                    }
                    asset.put("snode_id", row.getString(2));
                    asset.put("name", row.getString(3));
                    (ok ? successful : failed).add(asset);
                },
                importId);
        failed.addAll(rejected(importId));
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("successful", successful);
        map.put("failed", failed);
        map.put("warnings", warnings(importId));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("response_map", map);
        answer.put("http_status_code", OK);
        return answer;
    }

    private List<Map<String, Object>> rejected(UUID importId) {
        return jdbc.query(
                """
                SELECT DISTINCT ON (byte_offset) code || ': ' || message, guid, split_part(pointer, '#', 1) FROM import_rejection
                WHERE import_id = ? AND severity = 'rejection' ORDER BY byte_offset, rejection_id
                """,
                (row, n) -> {
                    Map<String, Object> asset = new LinkedHashMap<>();
                    asset.put("status_code", BAD);
                    asset.put("reason", row.getString(1));
                    asset.put("snode_id", row.getString(2));
                    asset.put("name", row.getString(3));
                    return asset;
                },
                importId);
    }

    private List<Map<String, Object>> warnings(UUID importId) {
        return jdbc.query(
                """
                SELECT r.message, coalesce(a.asset_id, r.guid), coalesce(a.name, r.pointer)
                FROM import_rejection r
                     LEFT JOIN import_asset a ON a.import_id = r.import_id AND a.byte_offset = r.byte_offset AND a.entity = r.entity
                WHERE r.import_id = ? AND r.severity = 'warning' AND r.code <> 'account-updated'
                ORDER BY r.byte_offset, r.rejection_id
                """,
                (row, n) -> {
                    Map<String, Object> warning = new LinkedHashMap<>();
                    warning.put("message", row.getString(1));
                    warning.put("snode_id", row.getString(2));
                    warning.put("name", row.getString(3));
                    return warning;
                },
                importId);
    }
}
