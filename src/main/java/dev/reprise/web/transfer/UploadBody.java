package dev.reprise.web.transfer;

import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.function.LongConsumer;

/**
 * The body of one request, all of it, whatever it is made of. What is too large, too slow or breaks off ends its reading with a {@link
 * RefusedException}.
 */
final class UploadBody extends InputStream {

    private final InputStream in;
    private final long limit;
    private final Pace pace;
    private final LongConsumer came;
    private long size;

    /**
     * A body from which nothing has been read.
     *
     * @param limit bytes that it may have
     * @param pace how fast it must come
     * @param came is told how many bytes have come, and may refuse them
     */
    UploadBody(InputStream in, long limit, Pace pace, LongConsumer came) {
        this.in = in;
        this.limit = limit;
        this.pace = pace;
        this.came = came;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        long began = System.nanoTime();
        int read;
        try {
            read = in.read(into, offset, length);
        } catch (IOException e) {
            throw stalled(e) ? slow() : refused("upload-broken", "the upload broke off", "Send it again.");
        }
        if (read > 0) {
            count(read, System.nanoTime() - began);
        }
        return read;
    }

    private void count(int bytes, long nanos) {
        size += bytes;
        if (size > limit) {
            throw tooLarge(limit);
        }
        came.accept(bytes);
        if (!pace.moved(bytes, nanos)) {
            throw slow();
        }
    }

    /** The container has its own words for it. */
    private static boolean stalled(IOException failure) {
        return failure instanceof SocketTimeoutException || failure.getCause() instanceof SocketTimeoutException;
    }

    private RefusedException slow() {
        return refused("upload-slow", "the upload is too slow after %d bytes".formatted(size), "Send it faster.");
    }

    static RefusedException tooLarge(long limit) {
        return refused(
                "upload-too-large",
                "the upload has more than %d bytes".formatted(limit),
                "The limit is reprise.web.upload-size.");
    }

    private static RefusedException refused(String code, String what, String next) {
        return new RefusedException(Exit.REFUSED, Problem.unchanged(code, what, null, next));
    }
}
