package dev.reprise.input.archive;

import dev.reprise.record.RefusedException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A ZIP archive of which directory and local headers were checked. Entries are numbered in the order of the directory, folders left out;
 * each can be read at any time, so that a restart goes on at the number where it stopped. Nothing is written anywhere, and an archive
 * inside is content like any other. For one thread at a time.
 */
public final class Archive implements Closeable {

    private final FileChannel channel;
    private final Entries entries;
    private final Content content;
    private final int[] files;
    private final byte[] identity;

    private Archive(FileChannel channel, Entries entries, byte[] identity, Content content) {
        this.channel = channel;
        this.entries = entries;
        this.identity = identity;
        this.content = content;
        this.files = IntStream.range(0, entries.count())
                .filter(entry -> !entries.isFolder(entry))
                .toArray();
    }

    /**
     * Opens an archive and checks all that directory and local headers tell; no content is read.
     *
     * @throws RefusedException with a code that begins with {@code zip-}, if it is hostile, ambiguous, damaged or beyond a limit
     * @throws IOException if the file cannot be read
     */
    public static Archive open(Path file, ArchiveSettings limits) throws IOException {
        Refusals refusals = new Refusals(file.toString());
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            Window window = new Window(channel, refusals);
            EndRecord end = EndRecord.find(window, refusals);
            Directory directory = new Directory(window, limits, refusals);
            Entries entries = directory.read(end);
            new LocalHeaders(window, entries, end.directory(), refusals).check();
            refuseSameNames(entries, refusals);
            return new Archive(channel, entries, directory.identity(), new Content(window, entries, refusals));
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    private static void refuseSameNames(Entries entries, Refusals refusals) {
        List<List<Integer>> same = SameNames.groups(entries.count(), entry -> EntryName.folded(entries.name(entry)));
        if (same.isEmpty()) {
            return;
        }
        int first = same.get(0).get(0);
        int second = same.get(0).get(1);
        String what = entries.name(first).equals(entries.name(second))
                ? "entry " + (first + 1) + " has the same name"
                : "its name and that of entry " + (first + 1) + ", " + Refusals.shown(entries, first)
                        + ", are one on some systems";
        throw refusals.entry(entries, second, new Fault("zip-duplicate", what));
    }

    /**
     * Whether a file begins as archives do, and no JSON document can.
     *
     * @throws UncheckedIOException if it cannot be read
     */
    public static boolean begins(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(2), new byte[] {'P', 'K'});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Why no entry of an archive may have this name, in words that go on after it; null if one may. */
    public static @Nullable String nameFault(String name) {
        Fault fault = EntryName.fault(name);
        return fault == null ? null : fault.what();
    }

    /** A name as a file system may take it: two entries that are equal then cannot be in one archive. */
    public static String folded(String name) {
        return EntryName.folded(name);
    }

    /** How many entries there are, folders left out. */
    public int size() {
        return files.length;
    }

    /** An entry's full name, folders with slashes before it; not empty, without anything that leads out of a folder. */
    public String name(int index) {
        return entries.name(files[index]);
    }

    /** How many bytes an entry is said to have; {@link #read} gives exactly as many, or refuses it. */
    public long length(int index) {
        return entries.lengths[files[index]];
    }

    /**
     * Reads an entry's whole content.
     *
     * @throws RefusedException if it is damaged, or larger or smaller than said, or if the file has become shorter
     * @throws IOException if the file cannot be read
     */
    public byte[] read(int index) throws IOException {
        return content.read(files[index]);
    }

    /**
     * Tells one archive from another without reading it: a SHA-256 of the directory, which has names, sizes, check sums and places of all
     * entries, and of the file's length. CRC-32 is a guard against accidents: who wants to can make other content with the same one.
     */
    public byte[] identity() {
        return identity.clone();
    }

    /** The names that several entries have once their folders are gone, in the order of the first of them. */
    public List<Collision> flattened() {
        return SameNames.groups(files.length, index -> EntryName.flat(name(index))).stream()
                .map(same -> new Collision(EntryName.flat(name(same.get(0))), same.get(0), same.get(same.size() - 1)))
                .toList();
    }

    @Override
    public void close() throws IOException {
        content.end();
        channel.close();
    }
}
