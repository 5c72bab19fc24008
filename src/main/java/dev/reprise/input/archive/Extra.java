package dev.reprise.input.archive;

import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The extra field of a header (APPNOTE.TXT 4.5). What it says about sizes must fit the header, what it says about the name must agree
 * with it, and what would make the entry a link is refused. Fields without a meaning for us are passed over.
 *
 * @param zip64 where the content of the ZIP64 field begins in the window; -1 if there is none
 * @param zip64Length its length
 * @param fault what is wrong with it
 */
record Extra(int zip64, int zip64Length, @Nullable Fault fault) {

    private static final int ZIP64 = 0x0001;
    private static final int PKWARE_UNIX = 0x000d;
    private static final int STRONG_ENCRYPTION = 0x0017;
    private static final int UNICODE_NAME = 0x7075;
    private static final int ASI_UNIX = 0x756e;
    private static final int AES = 0x9901;

    private static final int HEADER = 4;
    /** Two times, two ids; behind them PKWARE keeps a link's target or a device. */
    private static final int PKWARE_UNIX_LENGTH = 12;
    /** Check sum, mode, size or device, two ids; behind them ASi keeps a link's target. */
    private static final int ASI_UNIX_LENGTH = 14;

    private static final int UNICODE_NAME_START = 5;

    /** Place of the disk number among the ZIP64 field's values. */
    private static final int DISK = 3;

    private static final Extra NONE = new Extra(-1, 0, null);

    /** Reads the extra field that stands in the window right behind the name. */
    static Extra read(Window file, int name, int nameLength, int length) {
        if (length == 0) {
            return NONE;
        }
        int end = name + nameLength + length;
        int zip64 = -1;
        int zip64Length = 0;
        boolean hasName = false;
        int next;
        for (int at = name + nameLength; at < end; at = next) {
            if (end - at < HEADER || end - at - HEADER < file.u16(at + 2)) {
                return wrong(new Fault("zip-extra", "its extra field is damaged"));
            }
            int id = file.u16(at);
            int size = file.u16(at + 2);
            int content = at + HEADER;
            next = content + size;
            if (id == ZIP64 && zip64 >= 0 || id == UNICODE_NAME && hasName) {
                return wrong(new Fault("zip-extra", "its extra field says the same thing twice"));
            }
            Fault fault =
                    id == UNICODE_NAME ? name(file, name, nameLength, content, size) : fault(file, id, content, size);
            if (fault != null) {
                return wrong(fault);
            }
            hasName |= id == UNICODE_NAME;
            zip64 = id == ZIP64 ? content : zip64;
            zip64Length = id == ZIP64 ? size : zip64Length;
        }
        return zip64 < 0 ? NONE : new Extra(zip64, zip64Length, null);
    }

    private static Extra wrong(Fault fault) {
        return new Extra(-1, 0, fault);
    }

    private static @Nullable Fault fault(Window file, int id, int content, int size) {
        return switch (id) {
            case AES, STRONG_ENCRYPTION -> Kind.ENCRYPTED;
            case PKWARE_UNIX -> size > PKWARE_UNIX_LENGTH ? Kind.link("a link or a device") : null;
            case ASI_UNIX ->
                size > ASI_UNIX_LENGTH ? Kind.link("a link") : size < 6 ? null : Kind.fault(file.u16(content + 4));
            default -> null;
        };
    }

    private static @Nullable Fault name(Window file, int name, int nameLength, int content, int size) {
        CRC32 crc = new CRC32();
        crc.update(file.bytes, name, nameLength);
        boolean agrees = size == UNICODE_NAME_START + nameLength
                && file.bytes[content] == 1
                && file.u32(content + 1) == crc.getValue();
        for (int i = 0; agrees && i < nameLength; i++) {
            agrees = file.bytes[name + i] == file.bytes[content + UNICODE_NAME_START + i];
        }
        return agrees ? null : new Fault("zip-name-unicode", "its extra field gives it another name than its header");
    }

    /**
     * Puts the values of the ZIP64 field into the fields that point to it (APPNOTE.TXT 4.5.3): in this order, each only if its own field
     * has all bits set. Readers that take them by place instead must get the same.
     *
     * @param fields uncompressed size, compressed size, offset, disk, as many of them as the header has
     * @return whether all went well
     */
    boolean widen(Window file, long[] fields) {
        int needed = 0;
        int pointing = 0;
        int leading = 0;
        for (int i = 0; i < fields.length; i++) {
            if (pointsHere(fields, i)) {
                needed += width(i);
                pointing++;
                leading += leading == i ? 1 : 0;
            }
        }
        boolean isExact = zip64Length == needed;
        if (zip64Length < needed || !isExact && pointing > leading) {
            return false;
        }
        int at = zip64;
        int end = zip64 + zip64Length;
        for (int i = 0; i < fields.length && at < end; i++) {
            if (!pointsHere(fields, i) && isExact) {
                continue;
            }
            if (end - at < width(i)) {
                return false;
            }
            long value = i == DISK ? file.u32(at) : file.u64(at);
            if (!pointsHere(fields, i) && value != fields[i]) {
                return false;
            }
            fields[i] = value;
            at += width(i);
        }
        return at == end;
    }

    private static boolean pointsHere(long[] fields, int field) {
        return fields[field] == (field == DISK ? 0xffff : 0xffff_ffffL);
    }

    private static int width(int field) {
        return field == DISK ? Integer.BYTES : Long.BYTES;
    }
}
