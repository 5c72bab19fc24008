package dev.reprise.input.archive;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** An entry of which every field can be made wrong, in its local header, in the directory, or in both. */
final class RawEntry {

    static final int DESCRIBED = 1 << 3;

    byte[] name;
    byte[] data;
    int method;
    int flags;
    int crc;
    long size;
    long packed;
    byte[] extra = {};
    byte[] comment = {};
    int mode;
    int disk;
    long moved;

    byte[] localName;
    int localMethod;
    int localFlags;
    int localCrc;
    long localSize;
    long localPacked;
    byte[] localExtra = {};
    byte[] descriptor = {};
    byte[] gap = {};
    boolean hasLocal = true;
    boolean isListed = true;

    private RawEntry(byte[] name, byte[] content, byte[] data, int method) {
        CRC32 crc32 = new CRC32();
        crc32.update(content);
        this.name = name;
        this.data = data;
        this.method = method;
        this.crc = (int) crc32.getValue();
        this.size = content.length;
        this.packed = data.length;
        this.localName = name;
        this.localMethod = method;
        this.localCrc = crc;
        this.localSize = size;
        this.localPacked = packed;
    }

    static RawEntry of(String name) {
        return deflated(name, ("content of " + name).getBytes(StandardCharsets.UTF_8));
    }

    static RawEntry named(byte... name) {
        byte[] content = {'x'};
        return new RawEntry(name, content, content, 0);
    }

    static RawEntry deflated(String name, byte[] content) {
        return new RawEntry(name.getBytes(StandardCharsets.UTF_8), content, deflate(content), 8);
    }

    static RawEntry stored(String name, byte[] content) {
        return new RawEntry(name.getBytes(StandardCharsets.UTF_8), content, content, 0);
    }

    static byte[] deflate(byte[] content) {
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(content);
        deflater.finish();
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        byte[] piece = new byte[1 << 16];
        while (!deflater.finished()) {
            data.write(piece, 0, deflater.deflate(piece));
        }
        deflater.end();
        return data.toByteArray();
    }

    /** Sets flags in both headers. */
    RawEntry flags(int both) {
        flags = both;
        localFlags = both;
        return this;
    }

    RawEntry method(int both) {
        method = both;
        localMethod = both;
        return this;
    }

    RawEntry mode(int unix) {
        mode = unix;
        return this;
    }

    /** Sets the extra field in both headers. */
    RawEntry extra(byte[] both) {
        extra = both;
        localExtra = both;
        return this;
    }

    /** Says another size in both headers. */
    RawEntry size(long both) {
        size = both;
        localSize = both;
        return this;
    }

    /** Puts a descriptor behind the data and leaves the local values out. */
    RawEntry descriptor(boolean signed, boolean wide) {
        flags(flags | DESCRIBED);
        localCrc = 0;
        localSize = 0;
        localPacked = 0;
        ByteBuffer bytes = buffer(24);
        if (signed) {
            bytes.putInt(0x08074b50);
        }
        bytes.putInt(crc);
        if (wide) {
            bytes.putLong(packed).putLong(size);
        } else {
            bytes.putInt((int) packed).putInt((int) size);
        }
        descriptor = taken(bytes);
        return this;
    }

    /** Says sizes in ZIP64 fields, in both headers. */
    RawEntry zip64() {
        extra(field(1, buffer(16).putLong(size).putLong(packed)));
        size = localSize = packed = localPacked = 0xffff_ffffL;
        return this;
    }

    byte[] local() {
        return join(
                taken(buffer(30)
                        .putInt(0x04034b50)
                        .putShort((short) 20)
                        .putShort((short) localFlags)
                        .putShort((short) localMethod)
                        .putInt(0x5a21_0000)
                        .putInt(localCrc)
                        .putInt((int) localPacked)
                        .putInt((int) localSize)
                        .putShort((short) localName.length)
                        .putShort((short) localExtra.length)),
                localName,
                localExtra);
    }

    byte[] central(long offset) {
        return join(
                taken(buffer(46)
                        .putInt(0x02014b50)
                        .putInt(0x0014_0314)
                        .putShort((short) flags)
                        .putShort((short) method)
                        .putInt(0x5a21_0000)
                        .putInt(crc)
                        .putInt((int) packed)
                        .putInt((int) size)
                        .putShort((short) name.length)
                        .putShort((short) extra.length)
                        .putShort((short) comment.length)
                        .putShort((short) disk)
                        .putShort((short) 0)
                        .putInt(mode << 16)
                        .putInt((int) (offset + moved))),
                name,
                extra,
                comment);
    }

    static ByteBuffer buffer(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    static byte[] taken(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.flip().remaining()];
        buffer.get(bytes);
        return bytes;
    }

    /** A field of an extra field. */
    static byte[] field(int id, ByteBuffer content) {
        byte[] bytes = taken(content);
        return join(taken(buffer(4).putShort((short) id).putShort((short) bytes.length)), bytes);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
