package dev.reprise.input;

import dev.reprise.record.RefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates a gzip file (RFC 1952) of one or more members. Java's own stream takes for the end what follows a member and is none; here
 * every byte of the file must belong to one, and the length and check sum of each must be right. A refusal names the byte of the
 * compressed file.
 */
final class Gunzip {

    private static final int PIECE = 1 << 16;
    private static final int DEFLATE = 8;
    private static final int HAS_CRC = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;
    private static final int RESERVED = 0xe0;

    private final String file;
    private final FileChannel channel;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] piece = new byte[PIECE];
    private int next;
    private int limit;
    private long taken;
    private boolean inMember;

    /** Begins where the channel stands. */
    Gunzip(String file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Whether a file is one, by its first bytes or, if these are others, by its name; then it is refused when it is read. */
    static boolean is(String name, FileChannel channel) throws IOException {
        ByteBuffer first = ByteBuffer.allocate(2);
        while (first.hasRemaining() && channel.read(first, first.position()) >= 0) {
            // short reads go on
        }
        return first.get(0) == 0x1f && first.get(1) == (byte) 0x8b || name.endsWith(".gz");
    }

    /** How many bytes of the file are inflated. */
    long taken() {
        return taken - (inMember ? inflater.getRemaining() : limit - next);
    }

    /** Inflates at least one byte; returns how many, -1 at the end of the file. */
    int read(byte[] into, int from, int length) throws IOException {
        while (true) {
            if (!inMember) {
                if (taken > 0 && next == limit && !fill()) {
                    return -1;
                }
                header();
            }
            int inflated = inflate(into, from, length);
            if (inflated > 0) {
                crc.update(into, from, inflated);
                return inflated;
            }
            if (inflater.finished()) {
                trailer();
            } else if (inflater.needsInput()) {
                need();
                inflater.setInput(piece, next, limit - next);
            } else {
                throw damaged("it needs a dictionary that gzip does not have");
            }
        }
    }

    private int inflate(byte[] into, int from, int length) {
        try {
            return inflater.inflate(into, from, length);
        } catch (DataFormatException e) {
            throw damaged(String.valueOf(e.getMessage()));
        }
    }

    private void header() throws IOException {
        boolean first = taken() == 0;
        if (octet() != 0x1f || octet() != 0x8b) {
            throw first
                    ? damaged("the file is no gzip file, whatever its name says")
                    : refused(
                            "gzip-trailing",
                            "something that is not gzip follows the compressed document",
                            "Take it away, or copy the file again.");
        }
        int method = octet();
        int flags = octet();
        if (method != DEFLATE || (flags & RESERVED) != 0) {
            throw damaged("its header is of a kind that nobody writes");
        }
        skip(6); // time, level, system
        if ((flags & HAS_EXTRA) != 0) {
            skip(octet() | octet() << 8);
        }
        for (int text : new int[] {HAS_NAME, HAS_COMMENT}) {
            while ((flags & text) != 0 && octet() != 0) {
                // ends with a zero
            }
        }
        skip((flags & HAS_CRC) != 0 ? 2 : 0);
        inMember = true;
        inflater.setInput(piece, next, limit - next);
    }

    private void trailer() throws IOException {
        next = limit - inflater.getRemaining();
        inMember = false;
        long length = inflater.getBytesWritten();
        if (number() != crc.getValue() || number() != (length & 0xffff_ffffL)) {
            throw damaged("its check sum is not that of its content");
        }
        inflater.reset();
        crc.reset();
    }

    private long number() throws IOException {
        return octet() | octet() << 8 | octet() << 16 | (long) octet() << 24;
    }

    private void skip(int bytes) throws IOException {
        for (int i = 0; i < bytes; i++) {
            octet();
        }
    }

    private int octet() throws IOException {
        if (next == limit) {
            need();
        }
        return piece[next++] & 0xff;
    }

    private void need() throws IOException {
        if (!fill()) {
            throw refused(
                    "gzip-truncated",
                    "the file ends in the middle of the compressed document",
                    "Copy or export it again.");
        }
    }

    private boolean fill() throws IOException {
        int read = channel.read(ByteBuffer.wrap(piece));
        next = 0;
        limit = Math.max(0, read);
        taken += limit;
        return read > 0;
    }

    private RefusedException damaged(String what) {
        return refused("gzip-damaged", "the compressed file is damaged: " + what, "Copy or export it again.");
    }

    private RefusedException refused(String code, String what, String next) {
        return RefusedException.file(code, what, file + ", byte " + taken() + " of the compressed file", next);
    }

    /** Lets native memory go. */
    void end() {
        inflater.end();
    }
}
