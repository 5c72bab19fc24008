package dev.reprise.web.transfer;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets a client hear its answer whose body nobody wanted, as a connection that is closed with bytes unread is reset: a little of what comes
 * promptly is read after the answer. What trickles is not waited for, and the container waits for nothing more: whoever was not even let in
 * must not hold a thread.
 */
final class UnreadBody extends OncePerRequestFilter {

    private static final Logger LOG = LoggerFactory.getLogger(UnreadBody.class);
    private static final int MOST = 64 * 1024;
    private static final long NANOS = TimeUnit.SECONDS.toNanos(1);

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        chain.doFilter(request, response);
        // whoever expects to be told to go on has not begun to send
        if (!request.isAsyncStarted() && request.getHeader("Expect") == null) {
            drain(request);
        }
    }

    private static void drain(HttpServletRequest request) {
        long end = System.nanoTime() + NANOS;
        byte[] piece = new byte[MOST / 8];
        try {
            InputStream rest = request.getInputStream();
            int read = 0;
            for (int total = 0; read >= 0 && total < MOST && System.nanoTime() - end < 0; total += read) {
                read = rest.read(piece);
            }
        } catch (IOException | IllegalStateException e) {
            LOG.debug("the client does not send on", e);
        }
    }
}
