package dev.reprise.web.transfer;

import dev.reprise.web.limit.Places;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/**
 * Streams what may be large from the database to clients. As it holds connections, and a snapshot that keeps the database from tidying up,
 * for as long as the client reads, a few go on at once, of one caller not all of them, and one that does not read on is cut off.
 */
public final class Downloads {

    private static final int MOST = 3;
    private static final int MOST_OF_ONE = 2;

    private final Places places =
            new Places("downloads-full", "exports and lists of rejections are being sent", MOST, MOST_OF_ONE, 0);
    private final long slowest;
    private final Duration longest;

    /** {@code slowest} is how many bytes a second a client must take, {@code longest} how long all of it may last. */
    Downloads(long slowest, Duration longest) {
        this.slowest = slowest;
        this.longest = longest;
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
     * @throws dev.reprise.record.RefusedException with exit 75 and code {@code downloads-full} before anything is sent
     * @throws IOException if the client has gone away, or is too slow
     */
    public void send(String caller, OutputStream client, Content content) throws IOException {
        try (Places.Place place = places.take(caller, Duration.ZERO)) {
            content.writeTo(new Paced(client, new Pace(slowest, longest)));
        }
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
