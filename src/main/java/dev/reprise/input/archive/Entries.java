package dev.reprise.input.archive;

/** What the directory says of each entry, in columns, so that an entry takes few bytes. */
final class Entries {

    static final int STORED = 0;
    static final int DEFLATED = 8;
    static final int HAS_DESCRIPTOR = 1 << 3;

    /** Where the local header begins; once that was checked, where the content begins. */
    final long[] offsets;

    final long[] packed;
    final int[] lengths;
    final int[] crcs;
    final char[] methods;
    final char[] flags;
    final int[] nameNumbers;
    final Names names = new Names();

    Entries(int count) {
        this.offsets = new long[count];
        this.packed = new long[count];
        this.lengths = new int[count];
        this.crcs = new int[count];
        this.methods = new char[count];
        this.flags = new char[count];
        this.nameNumbers = new int[count];
    }

    int count() {
        return offsets.length;
    }

    String name(int entry) {
        return names.text(nameNumbers[entry]);
    }

    boolean isFolder(int entry) {
        return names.isFolder(nameNumbers[entry]);
    }

    boolean hasDescriptor(int entry) {
        return (flags[entry] & HAS_DESCRIPTOR) != 0;
    }
}
