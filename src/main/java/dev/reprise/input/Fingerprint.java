package dev.reprise.input;

import dev.reprise.record.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.TreeMap;

/**
 * Tells whether the part of a file that was already read is still the same. A chain of SHA-256 runs over the whole blocks,
 * each link over the one before and the block's bytes, so that it can be taken up again at a block's border; the tail is a
 * SHA-256 of the last one to two blocks before an offset and is quick to compare.
 */
final class Fingerprint {

    static final int BLOCK = 256 * 1024;
    /** Of a chain, and of a tail. */
    static final int LENGTH = 32;

    private final MessageDigest digest = Sha256.digest();
    private final TreeMap<Long, byte[]> chains = new TreeMap<>();
    private long blocks;
    private int inBlock;

    /** Starts at a block's border: {@code chain} covers the {@code blocks} whole blocks before it. */
    Fingerprint(long blocks, byte[] chain) {
        this.blocks = blocks;
        link(chain);
    }

    static byte[] start() {
        return new byte[LENGTH];
    }

    /** The next bytes of the file, each once and in order. */
    void update(byte[] bytes, int from, int length) {
        int rest = length;
        while (rest > 0) {
            int part = Math.min(rest, BLOCK - inBlock);
            digest.update(bytes, from + length - rest, part);
            inBlock += part;
            rest -= part;
            if (inBlock == BLOCK) {
                blocks++;
                inBlock = 0;
                link(digest.digest());
            }
        }
    }

    /** The chain over the whole blocks before an offset that was read; older ones are forgotten. */
    byte[] chainAt(long offset) {
        chains.headMap(offset / BLOCK).clear();
        return chains.firstEntry().getValue();
    }

    private void link(byte[] chain) {
        chains.put(blocks, chain);
        digest.update(chain);
    }

    /** The tail before an offset; reads at most two blocks. */
    static byte[] tail(FileChannel channel, long offset) throws IOException {
        return digest(channel, tailFrom(offset), offset, Sha256.digest());
    }

    /** The same of bytes that begin where the tail does. */
    static byte[] tail(byte[] bytes, int from, int to) {
        MessageDigest digest = Sha256.digest();
        digest.update(bytes, from, to - from);
        return digest.digest();
    }

    /** Where the tail before an offset begins. */
    static long tailFrom(long offset) {
        return Math.max(0, (offset / BLOCK - 1) * BLOCK);
    }

    /** Reads the whole blocks before an offset again; the same file gives the same chain. */
    static byte[] chain(FileChannel channel, long offset) throws IOException {
        byte[] chain = start();
        for (long block = 0; block < offset / BLOCK; block++) {
            MessageDigest digest = Sha256.digest();
            digest.update(chain);
            chain = digest(channel, block * BLOCK, (block + 1) * BLOCK, digest);
        }
        return chain;
    }

    private static byte[] digest(FileChannel channel, long from, long to, MessageDigest digest) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) (to - from));
        while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) >= 0) {
            // a shorter file gives a shorter read, and so another digest
        }
        digest.update(buffer.flip());
        return digest.digest();
    }

    /** SHA-256 of a whole file, as it lies there. */
    static byte[] whole(Path file) throws IOException {
        MessageDigest digest = Sha256.digest();
        ByteBuffer buffer = ByteBuffer.allocate(BLOCK);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (channel.read(buffer) >= 0) {
                digest.update(buffer.flip());
                buffer.clear();
            }
        }
        return digest.digest();
    }
}
