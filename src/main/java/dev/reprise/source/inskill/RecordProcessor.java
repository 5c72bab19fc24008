package dev.reprise.source.inskill;

import dev.reprise.engine.job.Judged;
import dev.reprise.input.Block;
import dev.reprise.input.JsonCursor;
import dev.reprise.input.RawValue;
import dev.reprise.input.StrictJson;
import dev.reprise.record.Origin;
import dev.reprise.record.Outcome;
import dev.reprise.record.RefusedException;
import dev.reprise.record.Row;
import dev.reprise.record.SourceRecord;
import dev.reprise.record.Warning;
import dev.reprise.table.RowBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Judges the elements of an export: one row or one rejection for each, steps included. A pure function of the block. */
final class RecordProcessor {

    static final Set<String> STEP_TYPES =
            new LinkedHashSet<>(List.of("solution", "observation", "information", "subtask"));

    /** More than any block of real records can hold: blocks are closed by their objects, but arrays may be full of numbers. */
    private static final int MOST_OUTCOMES = 150_000;

    private final JsonCursor cursor;
    private final RawValue raw = new RawValue();
    private final Map<String, ElementMapper> mappers = new HashMap<>();
    private final RowBuilder part = new RowBuilder(Tables.PART);

    RecordProcessor(StrictJson json) {
        this.cursor = json.cursor();
        ElementMapper step = new ElementMapper(Tables.STEP, Map.of("type", STEP_TYPES));
        Set<String> translated = new LinkedHashSet<>(List.of("product"));
        Tables.TRANSLATED.forEach(table -> translated.add(table.name()));
        Tables.ARRAYS.forEach(table -> mappers.put(
                table.pointer(),
                switch (table.name()) {
                    case "task" -> new ElementMapper(table, Map.of(), "steps", step);
                    case "translation" -> new ElementMapper(table, Map.of("entity", translated));
                    default -> new ElementMapper(table, Map.of());
                }));
    }

    Judged process(Block block) {
        List<Outcome> outcomes = new ArrayList<>(block.records().size());
        List<Warning> warnings = new ArrayList<>(0);
        for (SourceRecord record : block.records()) {
            ElementMapper mapper = mappers.get(record.origin().array());
            if (mapper == null) {
                outcomes.add(part(record));
            } else {
                cursor.read(record, element -> mapper.read(element, record.origin()))
                        .judge(outcomes, warnings);
            }
            if (outcomes.size() > MOST_OUTCOMES) {
                throw tooMany(record.origin().pointer());
            }
        }
        return new Judged(outcomes, warnings, block.position());
    }

    /** What is nested so densely would not fit into memory once each of it is a record. */
    static RefusedException tooMany(String pointer) {
        return RefusedException.file(
                "too-many-nested",
                "more elements are nested here than can be held at once",
                pointer,
                "Mend the file at this place, or export again.");
    }

    /** An element of an array that we do not know is kept whole. */
    private Row part(SourceRecord record) {
        Origin origin = record.origin();
        String escaped = origin.array().substring("/data/".length());
        String name = escaped.replace("~1", "/").replace("~0", "~");
        part.clear();
        part.bytes(0, name.getBytes(StandardCharsets.UTF_8));
        cursor.read(record, element -> {
            raw.findJson(element);
            return element;
        });
        part.slice(1, raw.bytes(), raw.from(), raw.to());
        return new Row(origin, Tables.PART.name(), null, null, part.tuple());
    }
}
