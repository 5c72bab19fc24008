package dev.reprise.cli.view;

import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/** Standard output as it is: Java's own swallows every failure. Throws {@link RefusedException} where it can take no more. */
public final class Stdout extends OutputStream {

    /** Of who reads no further, which is nothing to speak of. */
    public static final String CLOSED = "output-closed";

    private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    /** @throws RefusedException if nobody reads any more, or there is no room */
    @Override
    public void write(byte[] bytes, int from, int length) {
        try {
            out.write(bytes, from, length);
        } catch (IOException e) {
            // the system says so in the user's language, but most of them have the word
            boolean closed =
                    String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
            Problem problem = new Problem(
                    closed ? CLOSED : "output-unwritable",
                    "stdout cannot be written: " + e.getMessage(),
                    null,
                    "What was written is not whole.",
                    "Export again.");
            throw new RefusedException(Exit.FAILED, problem, e);
        }
    }
}
