package dev.reprise.web.transfer;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a client hear its answer whose body nobody wanted, as a connection that is closed with bytes unread is reset: when the answer is out, a
 * little of what comes at once is read, and the connection is closed if that was not all. Tomcat by itself waits for what trickles, and for
 * nothing at all; whoever was not even let in must not hold a thread.
 */
public final class UnreadBody extends ValveBase {

    private static final Logger LOG = LoggerFactory.getLogger(UnreadBody.class);
    private static final String WANTED = UnreadBody.class.getName() + ".wanted";
    private static final int MOST = 64 * 1024;
    private static final int PAUSE_MILLIS = 20;
    private static final long NANOS = TimeUnit.SECONDS.toNanos(1);

    UnreadBody() {
        super(true);
    }

    /**
     * The request is from somebody who was let in. A body in chunks is listened to only then: within one there is no telling whether a read
     * waits.
     */
    public static void wanted(ServletRequest request) {
        request.setAttribute(WANTED, true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        getNext().invoke(request, response);
        if (request.isAsync() || isRead(request)) {
            return;
        }
        try {
            response.finishResponse();
            boolean known = request.getContentLengthLong() >= 0 || request.getAttribute(WANTED) != null;
            if (known && request.getHeader("Expect") == null) { // who waits to be told to go on has not begun to send
                drain(request);
            }
        } finally {
            if (!isRead(request)) {
                response.getCoyoteResponse().action(ActionCode.CLOSE_NOW, new IOException("a body was left unread"));
            }
        }
    }

    private static boolean isRead(Request request) {
        AtomicBoolean read = new AtomicBoolean();
        request.getCoyoteRequest().action(ActionCode.REQUEST_BODY_FULLY_READ, read);
        return read.get();
    }

    /** Below the request's own stream, which may be closed by now. */
    private static void drain(Request request) {
        long end = System.nanoTime() + NANOS;
        org.apache.coyote.Request below = request.getCoyoteRequest();
        Nowhere nowhere = new Nowhere();
        try {
            for (int left = MOST; left > 0 && System.nanoTime() - end < 0 && !isRead(request); ) {
                below.action(ActionCode.AVAILABLE, true);
                if (below.getAvailable() == 0) {
                    Thread.sleep(PAUSE_MILLIS);
                } else {
                    left -= below.doRead(nowhere);
                }
            }
        } catch (IOException e) {
            LOG.debug("the client does not send on", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes what is read, and has no use for it. */
    private static final class Nowhere implements ApplicationBufferHandler {

        private @Nullable ByteBuffer buffer;

        @Override
        public void setByteBuffer(ByteBuffer buffer) {
            this.buffer = buffer;
        }

        @Override
        public @Nullable ByteBuffer getByteBuffer() {
            return buffer;
        }

        @Override
        public void expand(int size) {
            // what is read is the container's own
        }
    }
}
