package dev.reprise.web.transfer;

import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;

/**
 * Streams what may be large from the database to clients. As it holds connections for as long as the client reads, a few go on at once, of
 * one caller not all of them, and one that does not read is cut off.
 */
public final class Downloads {

    private static final int MOST = 3;
    private static final int MOST_OF_ONE = 2;

    private final long slowest;
    private final Map<String, Integer> byCaller = new HashMap<>();
    private int all;

    /** {@code slowest} is how many bytes a second a client must take. */
    Downloads(long slowest) {
        this.slowest = slowest;
    }

    /** What is sent. */
    public interface Content {
        /** Writes all of it. */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Sends it.
     *
     * @param caller who wants it
     * @throws RefusedException with exit 75 and code {@code downloads-full} before anything is sent
     * @throws IOException if the client has gone away, or is too slow
     */
    public void send(String caller, OutputStream client, Content content) throws IOException {
        enter(caller);
        try {
            content.writeTo(new Paced(client, new Pace(slowest)));
        } finally {
            leave(caller);
        }
    }

    private synchronized void enter(String caller) {
        if (all == MOST || byCaller.getOrDefault(caller, 0) == MOST_OF_ONE) {
            throw new RefusedException(
                    Exit.UNAVAILABLE,
                    Problem.unchanged(
                            "downloads-full",
                            "%d exports or lists of rejections are being sent, %d of them to you; more than %d, and %d of one, are not at once"
                                    .formatted(all, byCaller.getOrDefault(caller, 0), MOST, MOST_OF_ONE),
                            null,
                            "Try again later."));
        }
        all++;
        byCaller.merge(caller, 1, Integer::sum);
    }

    private synchronized void leave(String caller) {
        all--;
        byCaller.computeIfPresent(caller, (who, count) -> count == 1 ? null : count - 1);
    }

    private static final class Paced extends OutputStream {

        private final OutputStream out;
        private final Pace pace;

        Paced(OutputStream out, Pace pace) {
            this.out = out;
            this.pace = pace;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            long began = System.nanoTime();
            out.write(bytes, offset, length);
            if (!pace.moved(length, System.nanoTime() - began)) {
                throw new IOException("the client reads too slowly");
            }
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
