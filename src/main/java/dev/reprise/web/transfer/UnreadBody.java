package dev.reprise.web.transfer;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
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
     * The request is from somebody who may send a body. One in chunks is listened to only then: within one there is no telling whether a read
     * waits.
     */
    public static void wanted(ServletRequest request) {
        request.setAttribute(WANTED, true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        getNext().invoke(request, response);
        // whoever expects to be told to go on has not begun to send
        if (request.isAsync() || request.getHeader("Expect") != null || isRead(request)) {
            return;
        }
        response.finishResponse();
        if (request.getContentLengthLong() >= 0 || request.getAttribute(WANTED) != null) {
            drain(request);
        }
        if (!isRead(request)) {
            response.getCoyoteResponse().action(ActionCode.CLOSE_NOW, null);
        }
    }

    private static boolean isRead(Request request) {
        AtomicBoolean read = new AtomicBoolean();
        request.getCoyoteRequest().action(ActionCode.REQUEST_BODY_FULLY_READ, read);
        return read.get();
    }

    private static void drain(Request request) {
        long end = System.nanoTime() + NANOS;
        byte[] piece = new byte[MOST];
        try {
            for (int left = MOST; left > 0 && System.nanoTime() - end < 0 && !isRead(request); ) {
                request.getCoyoteRequest().action(ActionCode.AVAILABLE, true);
                int available = Math.min(left, request.getCoyoteRequest().getAvailable());
                if (available == 0) {
                    Thread.sleep(PAUSE_MILLIS);
                } else {
                    left -= Math.max(0, request.getStream().read(piece, 0, available));
                }
            }
        } catch (IOException | IllegalStateException e) {
            LOG.debug("the client does not send on", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
