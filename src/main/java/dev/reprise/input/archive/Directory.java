package dev.reprise.input.archive;

import dev.reprise.record.RefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the central directory, one record after the other (APPNOTE.TXT 4.3.12), and checks what each tells by itself. */
final class Directory {

    private static final int HEADER = 46;

    private final Window file;
    private final ArchiveSettings limits;
    private final Refusals refusals;
    private final MessageDigest digest = Hashes.sha256();
    private long total;

    Directory(Window file, ArchiveSettings limits, Refusals refusals) {
        this.file = file;
        this.limits = limits;
        this.refusals = refusals;
    }

    /** The entries, in the order of the directory. */
    Entries read(EndRecord end) throws IOException {
        limit(end);
        Entries entries = new Entries((int) end.entries());
        long position = end.directory();
        long rest = end.size();
        for (int i = 0; i < entries.count(); i++) {
            int length = record(entries, i, position, rest);
            position += length;
            rest -= length;
        }
        if (rest > 0) {
            throw damaged(position, "the directory is longer than its " + entries.count() + " entries");
        }
        if (total > limits.totalSize().toBytes()) {
            throw tooMuch("zip-total-size", "its entries have " + total + " bytes together", "total-size");
        }
        if (total > limits.ratioFloor().toBytes() && total / limits.ratio() > file.length()) {
            throw tooMuch("zip-ratio", total + " bytes are packed into " + file.length(), "ratio");
        }
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(file.length()).flip());
        return entries;
    }

    /** SHA-256 of all records and the file's length; once, after reading. */
    byte[] identity() {
        return digest.digest();
    }

    private void limit(EndRecord end) {
        if (end.entries() > limits.entries()) {
            throw tooMuch(
                    "zip-entries",
                    end.entries() + " entries are more than the " + limits.entries() + " allowed",
                    "entries");
        }
        if (end.size() > limits.directorySize().toBytes()) {
            throw tooMuch("zip-directory-size", "its directory has " + end.size() + " bytes", "directory-size");
        }
        if (end.size() < end.entries() * HEADER) {
            throw damaged(
                    end.directory(),
                    "a directory of " + end.size() + " bytes cannot have " + end.entries() + " entries");
        }
    }

    private RefusedException tooMuch(String code, String what, String setting) {
        return refusals.file(
                code, what, "If it is what was exported, raise reprise.archive." + setting + ", or export in parts.");
    }

    private RefusedException damaged(long position, String what) {
        return refusals.at(position, "zip-directory", what, Refusals.AGAIN);
    }

    /** Reads one record; returns its length. */
    private int record(Entries entries, int i, long position, long rest) throws IOException {
        int at = rest < HEADER ? -1 : file.at(position, HEADER);
        if (at < 0 || file.i32(at) != EndRecord.CENTRAL) {
            throw damaged(position, "the directory has no record for entry " + (i + 1) + " of " + entries.count());
        }
        int nameLength = file.u16(at + 28);
        int extraLength = file.u16(at + 30);
        int length = HEADER + nameLength + extraLength + file.u16(at + 32);
        if (length > rest) {
            throw damaged(position, "the record of entry " + (i + 1) + " reaches behind the directory");
        }
        at = file.at(position, length);
        digest.update(file.bytes, at, length);
        int name = at + HEADER;
        Fault fault = EntryName.fault(file.bytes, name, nameLength);
        if (fault == null) {
            fault = kept(entries, i, at, Extra.read(file, name, nameLength, extraLength));
        }
        if (fault != null) {
            byte[] shown = Arrays.copyOfRange(file.bytes, name, name + nameLength);
            throw refusals.entry(i, Refusals.shown(shown), fault);
        }
        return length;
    }

    /** Keeps what the record at this place in the window says; returns what is wrong with it. */
    private @Nullable Fault kept(Entries entries, int i, int at, Extra extra) {
        int flags = file.u16(at + 8);
        int method = file.u16(at + 10);
        Fault fault = extra.fault() == null ? Kind.fault(flags, method) : extra.fault();
        if (fault != null) {
            return fault;
        }
        long[] fields = {file.u32(at + 24), file.u32(at + 20), file.u32(at + 42), file.u16(at + 34)};
        if (!extra.widen(file, fields)) {
            return new Fault("zip-zip64", "its ZIP64 field does not have what its record needs");
        }
        long length = fields[0];
        long packed = fields[1];
        fault = sizes(length, packed, method);
        if (fault != null) {
            return fault;
        }
        if (fields[3] != 0) {
            return new Fault("zip-multi-disk", "it lies on another part of a split archive");
        }
        if (fields[2] < 0 || fields[2] >= file.length() || packed > file.length()) {
            return new Fault("zip-offset", "it is said to lie outside the file", Refusals.AGAIN);
        }
        entries.offsets[i] = fields[2];
        entries.packed[i] = packed;
        entries.lengths[i] = (int) length;
        entries.crcs[i] = file.i32(at + 16);
        entries.methods[i] = (char) method;
        entries.flags[i] = (char) flags;
        entries.nameNumbers[i] = entries.names.add(file.bytes, at + HEADER, file.u16(at + 28));
        total += length;
        int mode = file.u16(at + 40);
        fault = Kind.fault(mode);
        return fault == null ? Kind.folder(entries.isFolder(i), mode, length, packed) : fault;
    }

    private @Nullable Fault sizes(long length, long packed, int method) {
        if (length < 0 || packed < 0) {
            return new Fault("zip-zip64", "its size is no number that a file can have");
        }
        if (length > limits.entrySize().toBytes()) {
            return new Fault(
                    "zip-entry-size",
                    "it has " + length + " bytes, more than the "
                            + limits.entrySize().toBytes() + " allowed",
                    "If it is what was exported, raise reprise.archive.entry-size.");
        }
        if (method == Entries.STORED && length != packed) {
            return new Fault(
                    "zip-size", "it is stored as it is, but said to have " + length + " and " + packed + " bytes");
        }
        if (length > limits.ratioFloor().toBytes() && length / limits.ratio() > packed) {
            return new Fault(
                    "zip-ratio",
                    length + " bytes are packed into " + packed + ", more than " + limits.ratio() + " to one",
                    "If it is what was exported, raise reprise.archive.ratio.");
        }
        return null;
    }
}
