package dev.reprise.input.archive;

import dev.reprise.record.RefusedException;
import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Takes out contents: at most the declared bytes, and exactly these, or the entry is refused. */
final class Content {

    private static final int PIECE = 1 << 16;

    private final Window file;
    private final Entries entries;
    private final Refusals refusals;
    private final Inflater inflater = new Inflater(true);
    private final byte[] beyond = new byte[1];

    Content(Window file, Entries entries, Refusals refusals) {
        this.file = file;
        this.entries = entries;
        this.refusals = refusals;
    }

    /** The whole content of an entry. */
    byte[] read(int entry) throws IOException {
        byte[] content = new byte[entries.lengths[entry]];
        if (entries.methods[entry] == Entries.STORED) {
            copy(content, entries.offsets[entry]);
        } else if (entries.packed[entry] > 0 || content.length > 0) {
            inflate(entry, content);
        }
        CRC32 crc = new CRC32();
        crc.update(content);
        if ((int) crc.getValue() != entries.crcs[entry]) {
            throw refused(entry, "zip-crc", "its check sum is not that of its content");
        }
        return content;
    }

    private void inflate(int entry, byte[] content) throws IOException {
        inflater.reset();
        long left = entries.packed[entry];
        int done = 0;
        while (!inflater.finished()) {
            if (inflater.needsInput()) {
                if (left == 0) {
                    throw refused(entry, "zip-size", "its compressed data end before its content does");
                }
                left -= feed(entry, left);
            }
            int inflated = inflate(entry, content, done);
            if (inflated > content.length - done) {
                throw refused(
                        entry, "zip-size", "it has more than the " + content.length + " bytes it is said to have");
            }
            done += inflated;
        }
        left += inflater.getRemaining();
        if (done < content.length) {
            throw refused(
                    entry, "zip-size", "it has " + done + " bytes, not the " + content.length + " it is said to have");
        }
        if (left > 0) {
            throw refused(entry, "zip-size", left + " compressed bytes are left when it has ended");
        }
    }

    private int inflate(int entry, byte[] content, int done) {
        try {
            int inflated = done < content.length
                    ? inflater.inflate(content, done, content.length - done)
                    : inflater.inflate(beyond);
            if (inflater.needsDictionary()) {
                throw refused(entry, "zip-damaged", "its content needs a dictionary that ZIP does not have");
            }
            return inflated;
        } catch (DataFormatException e) {
            throw refused(entry, "zip-damaged", "its content is damaged: " + e.getMessage());
        }
    }

    /** Gives the inflater more; returns how many bytes. */
    private int feed(int entry, long left) throws IOException {
        int count = (int) Math.min(left, PIECE);
        int at = file.at(entries.offsets[entry] + entries.packed[entry] - left, count);
        inflater.setInput(file.bytes, at, count);
        return count;
    }

    private void copy(byte[] content, long offset) throws IOException {
        for (int done = 0; done < content.length; done += PIECE) {
            int count = Math.min(PIECE, content.length - done);
            System.arraycopy(file.bytes, file.at(offset + done, count), content, done, count);
        }
    }

    private RefusedException refused(int entry, String code, String what) {
        return refusals.entry(entries, entry, new Fault(code, what, Refusals.AGAIN));
    }

    /** Lets native memory go. */
    void end() {
        inflater.end();
    }
}
