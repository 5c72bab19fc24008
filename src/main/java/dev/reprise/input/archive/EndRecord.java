package dev.reprise.input.archive;

import dev.reprise.record.RefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the central directory lies (APPNOTE.TXT 4.3.14 to 4.3.16). A reader that looks for the end from the back must find the same
 * record as one that looks for the record that ends where the file ends, and the older form must agree with the ZIP64 form.
 *
 * @param directory offset of the directory
 * @param size its length in bytes
 * @param entries how many records are in it
 */
record EndRecord(long directory, long size, long entries) {

    static final int LOCAL = 0x04034b50;
    static final int CENTRAL = 0x02014b50;

    private static final int END = 0x06054b50;
    private static final int LOCATOR = 0x07064b50;
    private static final int END64 = 0x06064b50;
    private static final int SPLIT = 0x08074b50;
    private static final int SPLIT_ONCE = 0x30304b50;
    private static final int END_LENGTH = 22;
    private static final int LOCATOR_LENGTH = 20;
    private static final int END64_LENGTH = 56;
    private static final int LONGEST_TAIL = END_LENGTH + 0xffff;
    private static final int MAX_16 = 0xffff;
    private static final long MAX_32 = 0xffff_ffffL;

    static EndRecord find(Window file, Refusals refusals) throws IOException {
        long position = position(file, refusals);
        return position >= LOCATOR_LENGTH && file.i32(file.at(position - LOCATOR_LENGTH, LOCATOR_LENGTH)) == LOCATOR
                ? zip64(file, position, refusals)
                : classic(file, position, refusals);
    }

    /** The one place where the archive can be said to end. */
    private static long position(Window file, Refusals refusals) throws IOException {
        int tail = (int) Math.min(LONGEST_TAIL, file.length());
        long from = file.length() - tail;
        int at = file.at(from, tail);
        List<Integer> whole = new ArrayList<>();
        int last = -1;
        for (int i = 0; i <= tail - Integer.BYTES; i++) {
            if (file.bytes[at + i] == 'P' && file.i32(at + i) == END) {
                last = i;
                if (i + END_LENGTH <= tail && i + END_LENGTH + file.u16(at + i + 20) == tail) {
                    whole.add(i);
                }
            }
        }
        if (whole.size() > 1 || whole.size() == 1 && whole.get(0) != last) {
            throw refusals.at(
                    from + last,
                    "zip-end-record",
                    "a second end of an archive stands in the comment of the first: readers do not agree which is meant",
                    Refusals.PACK);
        }
        if (whole.isEmpty()) {
            throw last < 0 ? notOne(file, refusals) : notWhole(file, from + last, refusals);
        }
        return from + last;
    }

    private static RefusedException notOne(Window file, Refusals refusals) throws IOException {
        int first = file.length() < Integer.BYTES ? 0 : file.i32(file.at(0, Integer.BYTES));
        if (first == SPLIT || first == SPLIT_ONCE) {
            return split(refusals);
        }
        if (first == LOCAL) {
            return refusals.file(
                    "zip-truncated", "the file begins like a ZIP archive, but its end is missing", Refusals.AGAIN);
        }
        String what = file.length() == 0 ? "the file is empty" : "the file is no ZIP archive";
        return refusals.file("zip-not-an-archive", what, "Choose the file that was exported.");
    }

    /** The last end record in the file is not at the file's end: is something after it, or is it that of an archive inside? */
    private static RefusedException notWhole(Window file, long position, Refusals refusals) throws IOException {
        if (position + END_LENGTH <= file.length()) {
            int at = file.at(position, END_LENGTH);
            long rest = file.length() - position - END_LENGTH - file.u16(at + 20);
            boolean isOurs = file.u32(at + 12) + file.u32(at + 16) == position || file.u32(at + 16) == MAX_32;
            if (rest > 0 && isOurs) {
                return refusals.at(
                        file.length() - rest,
                        "zip-trailing",
                        rest + " bytes that do not belong to the archive follow it",
                        Refusals.AGAIN);
            }
        }
        return refusals.file("zip-truncated", "the file ends before its archive does", Refusals.AGAIN);
    }

    private static EndRecord classic(Window file, long position, Refusals refusals) throws IOException {
        int at = file.at(position, END_LENGTH);
        if (file.u16(at + 4) != 0 || file.u16(at + 6) != 0 || file.u16(at + 8) != file.u16(at + 10)) {
            throw split(refusals);
        }
        EndRecord end = new EndRecord(file.u32(at + 16), file.u32(at + 12), file.u16(at + 10));
        end.check(file, position, refusals);
        return end;
    }

    private static EndRecord zip64(Window file, long position, Refusals refusals) throws IOException {
        long locator = position - LOCATOR_LENGTH;
        int at = file.at(locator, LOCATOR_LENGTH);
        if (file.u32(at + 4) != 0 || file.u32(at + 16) > 1) {
            throw split(refusals);
        }
        long start = file.u64(at + 8);
        // the record of version 2 is longer: that one is for encrypted directories only
        if (start != locator - END64_LENGTH
                || file.i32(at = file.at(start, END64_LENGTH)) != END64
                || file.u64(at + 4) != END64_LENGTH - 12) {
            throw zip64(locator, "the ZIP64 end record is not where its locator says", refusals);
        }
        if (file.u32(at + 16) != 0 || file.u32(at + 20) != 0 || file.u64(at + 24) != file.u64(at + 32)) {
            throw split(refusals);
        }
        EndRecord end = new EndRecord(file.u64(at + 48), file.u64(at + 40), file.u64(at + 32));
        at = file.at(position, END_LENGTH);
        boolean agree = agree(file.u16(at + 4), MAX_16, 0)
                && agree(file.u16(at + 6), MAX_16, 0)
                && agree(file.u16(at + 8), MAX_16, end.entries)
                && agree(file.u16(at + 10), MAX_16, end.entries)
                && agree(file.u32(at + 12), MAX_32, end.size)
                && agree(file.u32(at + 16), MAX_32, end.directory);
        if (!agree) {
            throw zip64(position, "the end record and the ZIP64 end record disagree", refusals);
        }
        end.check(file, start, refusals);
        return end;
    }

    private static boolean agree(long classic, long instead, long zip64) {
        return classic == zip64 || classic == instead;
    }

    /** The directory must end where the end records begin. */
    private void check(Window file, long end, Refusals refusals) throws IOException {
        if (size < 0 || directory < 0 || entries < 0 || size > end || directory > end) {
            throw refusals.at(end, "zip-directory", "the directory is said to lie outside the file", Refusals.AGAIN);
        }
        if (entries == 0 && size == 0 && end == 0) {
            throw refusals.file("zip-empty", "the archive is empty", "Choose the file that was exported.");
        }
        long between = end - size - directory;
        if (between == 0) {
            return;
        }
        if (between < 0) {
            throw refusals.at(
                    end, "zip-directory", "the directory is said to reach behind its own end", Refusals.AGAIN);
        }
        if (between > 0 && startsWith(file, directory, CENTRAL)) {
            if (startsWith(file, directory + size, END) || startsWith(file, directory + size, END64)) {
                throw refusals.at(
                        directory + size, "zip-end-record", "two end records follow the directory", Refusals.PACK);
            }
            throw refusals.at(
                    directory + size,
                    "zip-gap",
                    between + " bytes after the directory belong to nothing",
                    Refusals.PACK);
        }
        throw refusals.at(0, "zip-prefix", between + " bytes stand before the archive", Refusals.AGAIN);
    }

    private static boolean startsWith(Window file, long offset, int signature) throws IOException {
        return file.i32(file.at(offset, Integer.BYTES)) == signature;
    }

    private static RefusedException zip64(long offset, String what, Refusals refusals) {
        return refusals.at(offset, "zip-zip64", what, Refusals.PACK);
    }

    private static RefusedException split(Refusals refusals) {
        return refusals.file(
                "zip-multi-disk",
                "this is one part of an archive that was split",
                "Join the parts, or export it again.");
    }
}
