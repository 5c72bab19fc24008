package dev.reprise.input.archive;

import java.io.ByteArrayOutputStream;
import java.util.List;

/** An archive written byte by byte, of which every part can be made wrong. */
final class RawArchive {

    byte[] prefix = {};
    byte[] beforeDirectory = {};
    byte[] afterDirectory = {};
    byte[] comment = {};
    byte[] trailing = {};
    int disk;
    int moreEntries;
    int moreEntriesHere;
    long directoryMoved;
    long directoryLonger;
    boolean zip64;
    long locatorMoved;
    int disks = 1;
    /** What the older record says of the number of entries where there is a ZIP64 record. */
    int olderEntries = 0xffff;

    private final List<RawEntry> entries;

    private RawArchive(List<RawEntry> entries) {
        this.entries = entries;
    }

    static RawArchive of(RawEntry... entries) {
        return new RawArchive(List.of(entries));
    }

    static RawArchive of(List<RawEntry> entries) {
        return new RawArchive(entries);
    }

    byte[] bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteArrayOutputStream directory = new ByteArrayOutputStream();
        all.writeBytes(prefix);
        int count = 0;
        for (RawEntry entry : entries) {
            if (entry.isListed) {
                directory.writeBytes(entry.central(all.size()));
                count++;
            }
            if (entry.hasLocal) {
                all.writeBytes(entry.local());
                all.writeBytes(entry.data);
                all.writeBytes(entry.descriptor);
                all.writeBytes(entry.gap);
            }
        }
        all.writeBytes(beforeDirectory);
        long start = all.size() + directoryMoved;
        all.writeBytes(directory.toByteArray());
        all.writeBytes(afterDirectory);
        end(all, count, start, directory.size() + directoryLonger);
        return all.toByteArray();
    }

    private void end(ByteArrayOutputStream all, int count, long start, long size) {
        int position = all.size();
        if (zip64) {
            all.writeBytes(RawEntry.buffer(56)
                    .putInt(0x06064b50)
                    .putLong(44)
                    .putInt(0x002d_032d)
                    .putLong(0)
                    .putLong(count + moreEntries + moreEntriesHere)
                    .putLong(count + moreEntries)
                    .putLong(size)
                    .putLong(start)
                    .array());
            all.writeBytes(RawEntry.buffer(20)
                    .putInt(0x07064b50)
                    .putInt(0)
                    .putLong(position + locatorMoved)
                    .putInt(disks)
                    .array());
        }
        all.writeBytes(RawEntry.buffer(22)
                .putInt(0x06054b50)
                .putShort((short) disk)
                .putShort((short) 0)
                .putShort((short) (zip64 ? olderEntries : count + moreEntries + moreEntriesHere))
                .putShort((short) (zip64 ? olderEntries : count + moreEntries))
                .putInt(zip64 ? -1 : (int) size)
                .putInt(zip64 ? -1 : (int) start)
                .putShort((short) comment.length)
                .array());
        all.writeBytes(comment);
        all.writeBytes(trailing);
    }
}
