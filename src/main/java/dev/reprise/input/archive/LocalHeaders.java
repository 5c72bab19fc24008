package dev.reprise.input.archive;

import dev.reprise.record.RefusedException;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Checks that local headers say what the directory says (APPNOTE.TXT 4.3.7, 4.3.9), and that headers, contents and data descriptors
 * fill the file up to the directory, without gap and without overlap. Afterwards offsets are those of contents.
 */
final class LocalHeaders {

    private static final int HEADER = 30;
    private static final int DESCRIPTOR = 0x08074b50;
    private static final int SHORT_DESCRIPTOR = 12;
    private static final int LONG_DESCRIPTOR = 20;
    private static final int SIGNATURE = 4;
    private static final int INDEX_BITS = Integer.numberOfTrailingZeros(ArchiveSettings.MOST_ENTRIES);

    private final Window file;
    private final Entries entries;
    private final long directory;
    private final Refusals refusals;

    LocalHeaders(Window file, Entries entries, long directory, Refusals refusals) {
        this.file = file;
        this.entries = entries;
        this.directory = directory;
        this.refusals = refusals;
    }

    /** Refuses overlaps by the directory alone, then reads every local header. */
    void check() throws IOException {
        int count = entries.count();
        long[] order = new long[count];
        for (int i = 0; i < count; i++) {
            order[i] = entries.offsets[i] << INDEX_BITS | i;
        }
        Arrays.sort(order);
        long first = count == 0 ? directory : order[0] >>> INDEX_BITS;
        if (first > 0) {
            throw refusals.at(
                    0, "zip-prefix", first + " bytes before the first entry belong to nothing", Refusals.PACK);
        }
        for (int k = 0; k < count; k++) {
            int entry = entry(order, k);
            if (entries.packed[entry] > room(order, k) - HEADER - nameLength(entry)) {
                throw overlap(order, k);
            }
        }
        for (int k = 0; k < count; k++) {
            header(order, k);
        }
    }

    private static int entry(long[] order, int k) {
        return (int) order[k] & ArchiveSettings.MOST_ENTRIES - 1;
    }

    private int nameLength(int entry) {
        return entries.names.length(entries.nameNumbers[entry]);
    }

    /** Bytes from an entry's header to the next, or to the directory. */
    private long room(long[] order, int k) {
        return next(order, k) - (order[k] >>> INDEX_BITS);
    }

    private long next(long[] order, int k) {
        return k + 1 < order.length ? order[k + 1] >>> INDEX_BITS : directory;
    }

    private RefusedException overlap(long[] order, int k) {
        String other = k + 1 < order.length ? Refusals.shown(entries, entry(order, k + 1)) : "the directory";
        return refusals.entry(entries, entry(order, k), new Fault("zip-overlap", "it overlaps with " + other));
    }

    private void header(long[] order, int k) throws IOException {
        int entry = entry(order, k);
        long start = entries.offsets[entry];
        int nameLength = nameLength(entry);
        int at = file.at(start, HEADER + nameLength);
        int extraLength = file.u16(at + 28);
        long length = (long) HEADER + nameLength + extraLength;
        boolean isOne = file.i32(at) == EndRecord.LOCAL
                && file.u16(at + 26) == nameLength
                && entries.names.equals(entries.nameNumbers[entry], file.bytes, at + HEADER, nameLength);
        if (!isOne) {
            throw refused(entry, "there is no local header of this name where the directory says");
        }
        long gap = room(order, k) - length - entries.packed[entry];
        if (gap < 0) {
            throw overlap(order, k);
        }
        at = file.at(start, (int) length);
        Extra extra = Extra.read(file, at + HEADER, nameLength, extraLength);
        Fault fault = extra.fault() == null ? difference(entry, at, extra) : extra.fault();
        if (fault != null) {
            throw refusals.entry(entries, entry, fault);
        }
        entries.offsets[entry] = start + length;
        behind(entry, next(order, k) - gap, gap);
    }

    private RefusedException refused(int entry, String what) {
        return refusals.entry(entries, entry, new Fault("zip-local-header", what));
    }

    /** What a local header says otherwise than the directory. */
    private @Nullable Fault difference(int entry, int at, Extra extra) {
        long[] sizes = {file.u32(at + 22), file.u32(at + 18)};
        if (!extra.widen(file, sizes)) {
            return new Fault("zip-zip64", "the ZIP64 field of its local header does not have what the header needs");
        }
        String what = null;
        if (file.u16(at + 6) != entries.flags[entry]) {
            what = "flags";
        } else if (file.u16(at + 8) != entries.methods[entry]) {
            what = "method";
        } else if (differs(entry, sizes[0], entries.lengths[entry])) {
            what = "size";
        } else if (differs(entry, sizes[1], entries.packed[entry])) {
            what = "compressed size";
        } else if (differs(entry, file.u32(at + 14), entries.crcs[entry] & 0xffff_ffffL)) {
            what = "check sum";
        }
        return what == null
                ? null
                : new Fault("zip-local-header", "its local header has another " + what + " than the directory");
    }

    /** Where a descriptor follows, a local header may leave values out. */
    private boolean differs(int entry, long local, long central) {
        return local != central && !(local == 0 && entries.hasDescriptor(entry));
    }

    /** Checks what lies between an entry's content and the next header: nothing, or a descriptor that agrees. */
    private void behind(int entry, long offset, long gap) throws IOException {
        if (gap > SIGNATURE + LONG_DESCRIPTOR || gap > 0 && !entries.hasDescriptor(entry)) {
            throw refusals.entry(
                    entries,
                    entry,
                    new Fault("zip-gap", gap + " bytes behind it belong to nothing, at byte " + offset));
        }
        if (!entries.hasDescriptor(entry)) {
            return;
        }
        int length = (int) gap;
        int at = file.at(offset, length);
        boolean isSigned = length % (LONG_DESCRIPTOR - SHORT_DESCRIPTOR) == 0;
        int values = isSigned ? length - SIGNATURE : length;
        int from = isSigned ? at + SIGNATURE : at;
        boolean isLong = values == LONG_DESCRIPTOR;
        boolean agrees = (isLong || values == SHORT_DESCRIPTOR)
                && (!isSigned || file.i32(at) == DESCRIPTOR)
                && file.i32(from) == entries.crcs[entry]
                && (isLong ? file.u64(from + 4) : file.u32(from + 4)) == entries.packed[entry]
                && (isLong ? file.u64(from + 12) : file.u32(from + 8)) == entries.lengths[entry];
        if (!agrees) {
            throw refusals.entry(
                    entries,
                    entry,
                    new Fault("zip-descriptor", "its data descriptor is missing, or disagrees with the directory"));
        }
    }
}
