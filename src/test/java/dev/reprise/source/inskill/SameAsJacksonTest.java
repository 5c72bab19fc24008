package dev.reprise.source.inskill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reprise.engine.job.Judged;
import dev.reprise.input.Block;
import dev.reprise.input.InputSettings;
import dev.reprise.input.Position;
import dev.reprise.input.RandomJson;
import dev.reprise.input.StrictJson;
import dev.reprise.record.Origin;
import dev.reprise.record.Outcome;
import dev.reprise.record.RefusedException;
import dev.reprise.record.Row;
import dev.reprise.record.SourceRecord;
import dev.reprise.record.Warning;
import dev.reprise.table.Column;
import dev.reprise.table.EntityTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Elements become the very rows, rejections, warnings and refusals that a mapper over Jackson's parser makes of them. */
class SameAsJacksonTest {

    private static final String[] ODD = {
        "null",
        "1",
        "-7",
        "0",
        "-0",
        "1.0",
        "1e3",
        "true",
        "\"\"",
        "\"task\"",
        "\"solution\"",
        "[]",
        "{}",
        "[ ]",
        "\"x\\ny\"",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "999999999999999999",
        "12345678901234567890.10"
    };

    /** Surrogates, whose damage the scanner would have found; links, about which the mapper over the parser knows little. */
    private static final String NOT_TO_BE_DAMAGED = "(?s).*(\\\\u[dD]|[\\ud800-\\udfff]|\"resources\":\\[.).*";

    private final StrictJson json = new StrictJson("export.json", InputSettings.defaults());
    private final RecordProcessor processor = new RecordProcessor(json);
    private Random random = new Random(0);

    @RepeatedTest(10)
    void rowsAndRefusalsAreTheSame(RepetitionInfo repetition) {
        random = new Random(repetition.getCurrentRepetition());
        for (int i = 0; i < 3000; i++) {
            EntityTable table = Tables.ARRAYS.get(random.nextInt(Tables.ARRAYS.size()));
            String text = random.nextInt(50) == 0 ? value() : element(table, random.nextInt(5) == 0);
            if (random.nextInt(4) == 0 && !text.matches(NOT_TO_BE_DAMAGED)) {
                text = damage(text);
            }
            byte[] bytes = ("]" + text + "}").getBytes(StandardCharsets.UTF_8);
            SourceRecord record = new SourceRecord(new Origin(table.pointer(), i, 1000), bytes, 1, bytes.length - 1);
            assertThat(cursor(record)).as(text).isEqualTo(jackson(table, record));
        }
    }

    private String damage(String text) {
        int at = random.nextInt(text.length());
        String other = String.valueOf("\"\\,:{}[]1a ".charAt(random.nextInt(11)));
        return text.substring(0, at) + other + text.substring(at + random.nextInt(2));
    }

    private List<String> cursor(SourceRecord record) {
        return outcome(() -> processor.process(
                new Block(List.of(record), new Position(0, "", 0, "{}", new byte[32], new byte[32]))));
    }

    private List<String> jackson(EntityTable table, SourceRecord record) {
        return outcome(() -> {
            List<Outcome> outcomes = new ArrayList<>();
            List<Warning> warnings = new ArrayList<>();
            json.parse(record, parser -> JacksonMapper.read(table, parser, record.origin(), 1000))
                    .judge(outcomes, warnings);
            return new Judged(outcomes, warnings, new Position(0, "", 0, "{}", new byte[32], new byte[32]));
        });
    }

    private static List<String> outcome(Supplier<Judged> judge) {
        List<Judged> judged = new ArrayList<>();
        RefusedException refusal = catchThrowableOfType(RefusedException.class, () -> judged.add(judge.get()));
        List<String> lines = new ArrayList<>();
        if (refusal != null) {
            lines.add(refusal.problem().text());
            return lines;
        }
        judged.get(0).outcomes().forEach(outcome -> lines.add(text(outcome)));
        judged.get(0).warnings().forEach(warning -> lines.add(warning.toString()));
        return lines;
    }

    private static String text(Outcome outcome) {
        return outcome instanceof Row row
                ? row.origin() + " " + row.guid() + " " + row.parent() + " "
                        + HexFormat.of().formatHex(row.tuple())
                : outcome.toString();
    }

    private String element(EntityTable table, boolean spaced) {
        List<String> members = new ArrayList<>();
        members.add("\"guid\":" + (random.nextInt(20) == 0 ? value() : guid()));
        for (Column column : table.columns()) {
            if (random.nextInt(5) > 0) {
                members.add(name(column.name()) + ":" + value(table, column));
            }
        }
        if (table == Tables.TASK) {
            List<String> steps = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                steps.add(random.nextInt(20) == 0 ? value() : element(Tables.STEP, spaced));
            }
            members.add("\"steps\":" + (random.nextInt(20) == 0 ? value() : "[" + String.join(",", steps) + "]"));
        }
        if (random.nextInt(3) == 0) {
            members.add("\"x" + random.nextInt(2000) + "\":" + value());
        }
        if (random.nextInt(3) == 0) {
            Collections.shuffle(members, random);
        }
        return spaced ? "{ " + String.join(" ,\n", members) + "}" : "{" + String.join(",", members) + "}";
    }

    /** Sometimes spelled otherwise. */
    private String name(String name) {
        String rest = name.substring(1) + "\"";
        return random.nextInt(20) == 0
                ? "\"\\u%04x".formatted((int) name.charAt(0)) + rest
                : "\"" + name.charAt(0) + rest;
    }

    private String value(EntityTable table, Column column) {
        if (table == Tables.STEP && column.name().equals("resources")) {
            return random.nextInt(20) == 0
                    ? "{}"
                    : random.nextBoolean() ? "[]" : "[{\"guid\":" + guid() + ",\"n\" :1}]";
        }
        return column.type() == Column.Type.UUID && random.nextInt(10) > 0 ? guid() : value();
    }

    private String value() {
        return random.nextBoolean() ? ODD[random.nextInt(ODD.length)] : RandomJson.value(random, 3);
    }

    private String guid() {
        String guid = new UUID(0xabcdef00_0000_4000L, random.nextLong()).toString();
        return "\"" + (random.nextInt(9) == 0 ? guid.toUpperCase(Locale.ROOT) : guid) + "\"";
    }
}
