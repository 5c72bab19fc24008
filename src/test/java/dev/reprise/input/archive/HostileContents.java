package dev.reprise.input.archive;

import static dev.reprise.input.archive.RawEntry.buffer;
import static dev.reprise.input.archive.RawEntry.field;
import static dev.reprise.input.archive.RawEntry.join;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Archives of which one entry must be refused, for its kind, its headers or its content. */
final class HostileContents {

    private static final String NAME = "a.json";
    private static final String SHOWN = "\"a.json\"";

    private final List<Hostile> all = new ArrayList<>();

    private HostileContents() {}

    static List<Hostile> all() {
        HostileContents contents = new HostileContents();
        contents.kinds();
        contents.extras();
        contents.zip64();
        contents.localHeaders();
        contents.descriptors();
        contents.sizes();
        return contents.all;
    }

    private void add(String title, String code, Consumer<RawEntry> spoil) {
        RawEntry entry = RawEntry.of(NAME);
        spoil.accept(entry);
        all.add(Hostile.of(title, code, SHOWN, entry));
    }

    private void kinds() {
        add("symbolic-link", "zip-link", entry -> entry.mode(0120777));
        add("device-node", "zip-special", entry -> entry.mode(0020644));
        add("block-device", "zip-special", entry -> entry.mode(0060644));
        add("pipe", "zip-special", entry -> entry.mode(0010644));
        add("socket", "zip-special", entry -> entry.mode(0140644));
        add("folder-without-slash", "zip-folder", entry -> entry.mode(0040755));
        all.add(Hostile.of("folder-with-content", "zip-folder", "\"a/\"", RawEntry.of("a/")));
        RawEntry hidden = RawEntry.stored("a/", new byte[0]).method(8);
        hidden.data = RawEntry.deflate("hidden".getBytes(UTF_8));
        hidden.packed = hidden.localPacked = hidden.data.length;
        all.add(Hostile.of("folder-with-hidden-content", "zip-folder", "\"a/\"", hidden));
        add("encrypted", "zip-encrypted", entry -> entry.flags(1));
        add("strongly-encrypted", "zip-encrypted", entry -> entry.flags(1 | 1 << 6));
        add("masked-headers", "zip-encrypted", entry -> entry.flags(1 << 13));
        add("aes", "zip-encrypted", entry -> entry.extra(field(0x9901, buffer(7))));
        add("patch", "zip-method", entry -> entry.flags(1 << 5));
        for (int method : new int[] {1, 6, 9, 12, 14, 93, 95, 99}) {
            add("method-" + method, "zip-method", entry -> entry.method(method));
        }
    }

    private void extras() {
        add(
                "link-pkware",
                "zip-link",
                entry -> entry.extra(field(0x000d, buffer(13).put(new byte[13]))));
        add(
                "link-asi",
                "zip-link",
                entry -> entry.extra(field(0x756e, buffer(15).put(new byte[15]))));
        add(
                "link-asi-mode",
                "zip-link",
                entry -> entry.extra(field(
                        0x756e, buffer(14).putInt(0).putShort((short) 0120777).put(new byte[8]))));
        add("extra-too-long", "zip-extra", entry -> entry.extra(new byte[] {2, 2, 9, 0, 1}));
        add("extra-of-three-bytes", "zip-extra", entry -> entry.extra(new byte[3]));
        add("extra-local-damaged", "zip-extra", entry -> entry.localExtra = new byte[] {2, 2, 9, 0, 1});
    }

    private void zip64() {
        add("zip64-missing", "zip-zip64", entry -> entry.size(0xffff_ffffL));
        add(
                "zip64-too-short",
                "zip-zip64",
                entry -> entry.zip64().extra(field(1, buffer(8).putLong(17))));
        add("zip64-too-long", "zip-zip64", entry -> {
            byte[] field = field(
                    1, buffer(18).putLong(entry.size).putLong(entry.packed).putShort((short) 0));
            entry.zip64().extra(field);
        });
        add("zip64-twice", "zip-extra", entry -> entry.zip64().extra(join(entry.extra, entry.extra)));
        add("zip64-negative", "zip-zip64", entry -> {
            byte[] field = field(1, buffer(16).putLong(-1).putLong(entry.packed));
            entry.zip64().extra(field);
        });
        add(
                "zip64-that-disagrees",
                "zip-zip64",
                entry -> entry.extra(field(1, buffer(16).putLong(1).putLong(2))));
        add("zip64-only-local-wrong", "zip-local-header", entry -> {
            byte[] field = field(1, buffer(16).putLong(entry.size + 1).putLong(entry.packed));
            entry.zip64().localExtra = field;
        });
        add("zip64-local-missing", "zip-zip64", entry -> entry.zip64().localExtra = new byte[0]);
    }

    private void localHeaders() {
        String code = "zip-local-header";
        add("local-name", code, entry -> entry.localName = new byte[] {'b', '.', 'j', 's', 'o', 'n'});
        add("local-name-longer", code, entry -> entry.localName = new byte[] {'a', '.', 'j', 's', 'o', 'n', 'p'});
        add("local-method", code, entry -> entry.localMethod = 0);
        add("local-flags", code, entry -> entry.localFlags = 0x800);
        add("local-encrypted", code, entry -> entry.localFlags = 1);
        add("local-size", code, entry -> entry.localSize++);
        add("local-compressed-size", code, entry -> entry.localPacked++);
        add("local-check-sum", code, entry -> entry.localCrc++);
        add("local-zeros-without-descriptor", code, entry -> entry.localSize = 0);
        add("local-elsewhere", "zip-overlap", entry -> entry.moved = 3);
        add("offset-outside", "zip-offset", entry -> entry.moved = Integer.MAX_VALUE);
        all.add(Hostile.of("offset-in-the-one-before", "zip-overlap", "\"first.json\"", moved()));
    }

    private static RawEntry moved() {
        RawEntry entry = RawEntry.of(NAME);
        entry.moved = -5;
        return entry;
    }

    private void descriptors() {
        String code = "zip-descriptor";
        add("descriptor-missing", code, entry -> entry.descriptor(true, false).descriptor = new byte[0]);
        add("descriptor-too-short", code, entry -> entry.descriptor(true, false).descriptor = new byte[8]);
        for (int spoiled : new int[] {0, 4, 8, 12}) {
            add("descriptor-wrong-at-" + spoiled, code, entry -> entry.descriptor(true, false).descriptor[spoiled]++);
        }
        add("descriptor-wide-wrong", code, entry -> entry.descriptor(false, true).descriptor[19]++);
        add("descriptor-not-announced", "zip-gap", entry -> {
            entry.descriptor(true, false).flags(0);
            entry.localCrc = entry.crc;
            entry.localSize = entry.size;
            entry.localPacked = entry.packed;
        });
        add("gap-behind-descriptor", "zip-gap", entry -> entry.descriptor(true, false).gap = new byte[9]);
        add("gap", "zip-gap", entry -> entry.gap = new byte[1]);
    }

    private void sizes() {
        add("size-too-small", "zip-size", entry -> entry.size(entry.size - 1));
        add("size-too-large", "zip-size", entry -> entry.size(entry.size + 1));
        add("size-zero", "zip-size", entry -> entry.size(0));
        add("stored-with-other-size", "zip-size", entry -> entry.method(0));
        add("check-sum-wrong", "zip-crc", entry -> entry.crc = ++entry.localCrc);
        add("data-after-the-stream", "zip-size", entry -> data(entry, join(entry.data, new byte[7])));
        add("stream-cut", "zip-size", entry -> data(entry, Arrays.copyOf(entry.data, entry.data.length - 2)));
        add("stream-damaged", "zip-damaged", entry -> data(entry, new byte[] {7, 0, 0, 0}));
        RawEntry wrong = RawEntry.stored(NAME, new byte[] {1, 2});
        wrong.crc = wrong.localCrc = 7;
        all.add(Hostile.of("stored-check-sum-wrong", "zip-crc", SHOWN, wrong));
        byte[] noise = new byte[100_000];
        new Random(3).nextBytes(noise);
        RawEntry bomb = RawEntry.deflated(NAME, new byte[10 << 20]);
        all.add(Hostile.of("bomb-of-ratio", "zip-ratio", SHOWN, RawArchive.of(RawEntry.stored("noise", noise), bomb)));
        all.add(Hostile.of(
                "too-large", "zip-entry-size", SHOWN, RawEntry.of(NAME).size((64 << 20) + 1)));
        RawEntry liar = RawEntry.deflated(NAME, new byte[10 << 20]).size(1000);
        all.add(Hostile.of("bomb-that-lies", "zip-size", SHOWN, liar));
    }

    private static void data(RawEntry entry, byte[] data) {
        entry.data = data;
        entry.packed = entry.localPacked = data.length;
    }
}
