package dev.reprise.engine.export;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Passes on what it is given, and knows how much that was. */
final class CountingOutputStream extends FilterOutputStream {

    private long length;

    CountingOutputStream(OutputStream out) {
        super(out);
    }

    /** Bytes so far. */
    long length() {
        return length;
    }

    @Override
    public void write(int b) throws IOException {
        out.write(b);
        length++;
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        out.write(bytes, from, count);
        length += count;
    }
}
