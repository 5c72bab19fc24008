package dev.reprise.input.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/** Archives with names that must be refused. */
final class HostileNames {

    private static final Map<String, String> PATHS = Map.ofEntries(
            Map.entry("dot-dot", "a/../b"),
            Map.entry("dot-dot-first", "../etc/passwd"),
            Map.entry("dot-dot-last", "a/.."),
            Map.entry("dot", "a/./b"),
            Map.entry("absolute", "/etc/passwd"),
            Map.entry("only-slash", "/"),
            Map.entry("empty-part", "a//b"),
            Map.entry("two-slashes-last", "a//"),
            Map.entry("backslash", "a\\b"),
            Map.entry("share", "\\\\server\\share"),
            Map.entry("drive", "C:/windows"),
            Map.entry("drive-relative", "c:windows"),
            Map.entry("drive-inside", "a/D:b"),
            Map.entry("stream", "a.json::$DATA"),
            Map.entry("dots-and-space", "a/.. /b"),
            Map.entry("three-dots", ".../b"));

    private static final Map<String, String> CHARACTERS = Map.of(
            "nul", "a\0.json",
            "line-feed", "a\nb",
            "escape", "a\033[2Jb",
            "delete", "a\177",
            "c1", "a\u0085b",
            "right-to-left", "a\u202enosj.exe",
            "line-separator", "a\u2028b",
            "byte-order-mark", "\ufeffa");

    private static final List<String> DEVICES =
            List.of("CON", "nul", "a/Aux.json", "com1.tar.gz", "LPT9", "prn .txt", "COM¹", "conin$");

    private HostileNames() {}

    static List<Hostile> all() {
        List<Hostile> all = new ArrayList<>();
        PATHS.forEach((title, name) -> all.add(named(title, "zip-name-path", name)));
        CHARACTERS.forEach((title, name) -> all.add(named(title, "zip-name-character", name)));
        for (int i = 0; i < DEVICES.size(); i++) {
            all.add(named("device-" + i, "zip-name-device", DEVICES.get(i)));
        }
        all.add(Hostile.of("empty-name", "zip-name-path", "\"\"", RawEntry.named()));
        all.add(named("marks", "zip-name-character", "a" + "\u0301".repeat(31)));
        all.add(Hostile.of("long-name", "zip-name-length", "…", RawEntry.of("n".repeat(4097))));
        all.add(Hostile.of("longest-name", "zip-name-length", "…", RawEntry.of("n".repeat(65535))));
        encodings(all);
        duplicates(all);
        return all;
    }

    private static Hostile named(String title, String code, String name) {
        return Hostile.of(title, code, Refusals.shown(name.getBytes(UTF_8)), RawEntry.of(name));
    }

    private static void encodings(List<Hostile> all) {
        String code = "zip-name-encoding";
        all.add(Hostile.of(
                "cp437", code, "gr\\x94\\xe1e", RawEntry.named("größe".getBytes(Charset.forName("IBM437")))));
        all.add(Hostile.of(
                "shift-jis", code, "\\x90\\xdd", RawEntry.named("設定".getBytes(Charset.forName("Shift_JIS")))));
        all.add(Hostile.of(
                "bad-utf8-with-flag",
                code,
                "\\xff",
                RawEntry.named((byte) 'a', (byte) 0xff).flags(0x800)));
        all.add(Hostile.of(
                "overlong-dots",
                code,
                "\\xc0\\xae",
                RawEntry.named((byte) 0xc0, (byte) 0xae, (byte) 0xc0, (byte) 0xae, (byte) '/', (byte) 'a')
                        .flags(0x800)));
        all.add(Hostile.of("surrogate", code, "\\xed", RawEntry.named((byte) 0xed, (byte) 0xa0, (byte) 0x80)));
        all.add(Hostile.of(
                "unicode-extra-other-name",
                "zip-name-unicode",
                "\"a.json\"",
                RawEntry.of("a.json").extra(unicode("a.json", "../b"))));
        all.add(Hostile.of(
                "unicode-extra-stale",
                "zip-name-unicode",
                "\"a.json\"",
                RawEntry.of("a.json").extra(unicode("b.json", "a.json"))));
        all.add(Hostile.of(
                "unicode-extra-twice",
                "zip-extra",
                "\"a.json\"",
                RawEntry.of("a.json").extra(RawEntry.join(unicode("a.json", "a.json"), unicode("a.json", "a.json")))));
        RawEntry local = RawEntry.of("a.json");
        local.localExtra = unicode("a.json", "b.json");
        all.add(Hostile.of("unicode-extra-local", "zip-name-unicode", "\"a.json\"", local));
    }

    static byte[] unicode(String header, String name) {
        CRC32 crc = new CRC32();
        crc.update(header.getBytes(UTF_8));
        byte[] bytes = name.getBytes(UTF_8);
        return RawEntry.field(
                0x7075,
                RawEntry.buffer(5 + bytes.length)
                        .put((byte) 1)
                        .putInt((int) crc.getValue())
                        .put(bytes));
    }

    private static void duplicates(List<Hostile> all) {
        all.add(pair("same", "a/b.json", "a/b.json"));
        all.add(pair("same-but-case", "a/B.json", "A/b.json"));
        all.add(pair("same-but-form", "\u00e9.json", "e\u0301.json"));
        all.add(pair("same-but-form-and-case", "\u00c9.json", "e\u0301.json"));
        all.add(pair("file-and-folder", "a", "a/"));
        RawEntry once = RawEntry.of("once.json");
        RawEntry again = RawEntry.of("once.json");
        again.hasLocal = false;
        again.moved = -once.local().length - once.data.length;
        all.add(Hostile.of("listed-twice", "zip-overlap", "\"once.json\"", RawArchive.of(once, again)));
    }

    private static Hostile pair(String title, String one, String other) {
        RawEntry second = other.endsWith("/") ? RawEntry.stored(other, new byte[0]) : RawEntry.of(other);
        return Hostile.of(
                title,
                "zip-duplicate",
                Refusals.shown(other.getBytes(UTF_8)),
                RawArchive.of(RawEntry.of(one), RawEntry.of("between"), second));
    }
}
