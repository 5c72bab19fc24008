package dev.reprise.input.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Archives that must be refused as a whole: parts that are missing, doubled, out of place, or too many. */
final class HostileStructures {

    private final List<Hostile> all = new ArrayList<>();

    private HostileStructures() {}

    static List<Hostile> all() {
        HostileStructures structures = new HostileStructures();
        structures.ends();
        structures.directories();
        structures.strangeBytes();
        structures.zip64();
        structures.files();
        structures.bombs();
        return structures.all;
    }

    private static RawArchive good() {
        return RawArchive.of(RawEntry.of("one.json"), RawEntry.of("two.json"));
    }

    private void add(String title, String code, Consumer<RawArchive> spoil) {
        RawArchive archive = good();
        spoil.accept(archive);
        all.add(Hostile.of(title, code, null, archive));
    }

    private void ends() {
        byte[] inner = RawArchive.of(RawEntry.of("inner.json")).bytes();
        add("archive-in-comment", "zip-end-record", archive -> archive.comment = inner);
        add(
                "archive-in-comment-with-tail",
                "zip-end-record",
                archive -> archive.comment = RawEntry.join(inner, inner, new byte[9]));
        add("end-in-comment", "zip-end-record", archive -> archive.comment = "PK\5\6 is in here".getBytes(UTF_8));
        add("end-last-in-comment", "zip-end-record", archive -> archive.comment = "PK\5\6".getBytes(UTF_8));
        byte[] whole = good().bytes();
        byte[] end = Arrays.copyOfRange(whole, whole.length - 22, whole.length);
        add("two-ends", "zip-end-record", archive -> archive.afterDirectory = end);
        all.add(new Hostile("two-archives", "zip-prefix", null, RawEntry.join(whole, inner)));
        add("disk", "zip-multi-disk", archive -> archive.disk = 1);
        add("entries-here-differ", "zip-multi-disk", archive -> archive.moreEntriesHere = -1);
    }

    private void directories() {
        add("one-entry-more", "zip-directory", archive -> archive.moreEntries = 1);
        add("one-entry-less", "zip-directory", archive -> archive.moreEntries = -1);
        add("no-entries-said", "zip-directory", archive -> archive.moreEntries = -2);
        add("thousands-of-entries-said", "zip-directory", archive -> archive.moreEntries = 60_000);
        add("directory-outside", "zip-directory", archive -> archive.directoryMoved = Integer.MAX_VALUE);
        add("directory-later", "zip-directory", archive -> archive.directoryMoved = 4);
        add("directory-longer", "zip-directory", archive -> archive.directoryLonger = 5);
        add("directory-shorter", "zip-gap", archive -> archive.directoryLonger = -5);
        RawEntry unlisted = RawEntry.of("unlisted.json");
        unlisted.isListed = false;
        all.add(Hostile.of(
                "unlisted-entry",
                "zip-gap",
                "\"one.json\"",
                RawArchive.of(RawEntry.of("one.json"), unlisted, RawEntry.of("two.json"))));
        all.add(Hostile.of(
                "unlisted-first-entry", "zip-prefix", null, RawArchive.of(unlisted, RawEntry.of("one.json"))));
        RawEntry absent = RawEntry.of("absent.json");
        absent.hasLocal = false;
        all.add(Hostile.of(
                "absent-entry", "zip-overlap", "\"absent.json\"", RawArchive.of(RawEntry.of("one.json"), absent)));
        RawEntry elsewhere = RawEntry.of("elsewhere.json");
        elsewhere.disk = 3;
        all.add(Hostile.of("entry-on-other-disk", "zip-multi-disk", "\"elsewhere.json\"", elsewhere));
    }

    private void strangeBytes() {
        add("bytes-before", "zip-prefix", archive -> archive.prefix = "#!/bin/sh\n".getBytes(UTF_8));
        // here the offsets do not count the bytes before
        all.add(new Hostile("shell-before", "zip-prefix", null, RawEntry.join(new byte[10], good().bytes())));
        add("bytes-before-directory", "zip-gap", archive -> archive.beforeDirectory = new byte[40]);
        add("bytes-after-directory", "zip-gap", archive -> archive.afterDirectory = new byte[40]);
        add("bytes-after", "zip-trailing", archive -> archive.trailing = "tail".getBytes(UTF_8));
        add("bytes-after-comment", "zip-trailing", archive -> {
            archive.comment = "a comment".getBytes(UTF_8);
            archive.trailing = new byte[1000];
        });
        RawArchive empty = RawArchive.of();
        empty.prefix = "hidden".getBytes(UTF_8);
        all.add(Hostile.of("no-entries-but-bytes", "zip-prefix", null, empty));
    }

    private void zip64() {
        Consumer<RawArchive> wide = archive -> archive.zip64 = true;
        add("zip64-locator-wrong", "zip-zip64", wide.andThen(archive -> archive.locatorMoved = 1));
        add("zip64-locator-outside", "zip-zip64", wide.andThen(archive -> archive.locatorMoved = Long.MAX_VALUE / 2));
        add("zip64-disks", "zip-multi-disk", wide.andThen(archive -> archive.disks = 2));
        add("zip64-disagrees", "zip-zip64", wide.andThen(archive -> archive.olderEntries = 1));
        add(
                "zip64-directory-outside",
                "zip-directory",
                wide.andThen(archive -> archive.directoryMoved = Long.MAX_VALUE / 2));
        add(
                "zip64-directory-negative",
                "zip-directory",
                wide.andThen(archive -> archive.directoryMoved = Long.MIN_VALUE));
        add("zip64-size-negative", "zip-directory", wide.andThen(archive -> archive.directoryLonger = Long.MIN_VALUE));
    }

    private void files() {
        byte[] whole = good().bytes();
        all.add(new Hostile("empty-file", "zip-not-an-archive", null, new byte[0]));
        all.add(new Hostile("two-bytes", "zip-not-an-archive", null, new byte[] {'P', 'K'}));
        all.add(new Hostile("json", "zip-not-an-archive", null, "{\"data\": {}}".getBytes(UTF_8)));
        all.add(new Hostile("gzip", "zip-not-an-archive", null, new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0}));
        for (int cut : new int[] {1, 21, 22, 30, 100, whole.length - 4}) {
            all.add(new Hostile("cut-by-" + cut, "zip-truncated", null, Arrays.copyOf(whole, whole.length - cut)));
        }
        byte[] outer = RawArchive.of(RawEntry.stored("inner.zip", whole), RawEntry.of("last.json"))
                .bytes();
        all.add(new Hostile(
                "cut-after-archive-inside", "zip-truncated", null, Arrays.copyOf(outer, outer.length - 20)));
        all.add(Hostile.of("empty-archive", "zip-empty", null, RawArchive.of()));
        all.add(new Hostile(
                "part-of-split",
                "zip-multi-disk",
                null,
                RawEntry.join("PK\7\b".getBytes(UTF_8), Arrays.copyOf(whole, 50))));
    }

    private void bombs() {
        byte[] noise = new byte[60_000];
        new Random(5).nextBytes(noise);
        byte[] zeros = new byte[1 << 20];
        all.add(new Hostile("bomb-of-quoted-overlap", "zip-overlap", "\"0\"", quoted(150, noise)));
        all.add(Hostile.of("bomb-of-full-overlap", "zip-overlap", "\"0\"", full(150, noise)));
        all.add(new Hostile("bomb-of-quoted-zeros", "zip-ratio", null, quoted(250, zeros)));
        all.add(Hostile.of("bomb-of-shared-zeros", "zip-ratio", null, full(250, zeros)));
        List<RawEntry> many = IntStream.range(0, 300)
                .mapToObj(i -> RawEntry.deflated("zeros " + i, zeros))
                .toList();
        all.add(Hostile.of("bomb-of-many", "zip-ratio", null, RawArchive.of(many)));
        byte[] mebibyte = RawEntry.deflate(zeros);
        byte[] nested = RawArchive.of(RawEntry.stored("a", mebibyte)).bytes();
        RawEntry outer = RawEntry.deflated("nested.zip", nested);
        outer.crc = outer.localCrc = 0;
        all.add(Hostile.of("nested-bomb-damaged", "zip-crc", "\"nested.zip\"", outer));
    }

    /** All entries share one content. */
    private static RawArchive full(int count, byte[] content) {
        RawEntry kernel = RawEntry.deflated("0", content);
        List<RawEntry> entries = new ArrayList<>(List.of(kernel));
        for (int i = 1; i < count; i++) {
            RawEntry entry = RawEntry.deflated(Integer.toString(i), content);
            entry.hasLocal = false;
            entry.moved = -kernel.local().length - kernel.data.length;
            entries.add(entry);
        }
        return RawArchive.of(entries);
    }

    /** Each content is a stored block that quotes the next header, then that entry's content (D. Fifield, A better zip bomb, 2019). */
    private static byte[] quoted(int count, byte[] content) {
        RawEntry entry = RawEntry.deflated(Integer.toString(count - 1), content);
        byte[] file = RawEntry.join(entry.local(), entry.data);
        List<RawEntry> entries = new ArrayList<>(List.of(entry));
        for (int i = count - 2; i >= 0; i--) {
            int length = entry.local().length;
            byte[] block = {0, (byte) length, 0, (byte) ~length, (byte) 0xff};
            RawEntry outer = RawEntry.deflated(Integer.toString(i), new byte[0]);
            outer.packed = outer.localPacked = block.length + file.length;
            outer.size(entry.size + length);
            file = RawEntry.join(outer.local(), block, file);
            entries.add(0, outer);
            entry = outer;
        }
        byte[] directory = {};
        long offset = 0;
        for (RawEntry each : entries) {
            directory = RawEntry.join(directory, each.central(offset));
            offset += each.local().length + 5;
        }
        return RawEntry.join(
                file,
                directory,
                RawEntry.buffer(22)
                        .putInt(0x06054b50)
                        .putInt(0)
                        .putShort((short) count)
                        .putShort((short) count)
                        .putInt(directory.length)
                        .putInt(file.length)
                        .array());
    }
}
