package dev.reprise.web;

import dev.reprise.engine.WaitingImports;
import dev.reprise.web.transfer.Spool;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;

/** Removes at the start, and each five minutes from then on, what uploads and requests of before have left behind. */
final class Housekeeping implements DisposableBean {

    private static final int MINUTES = 5;
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

    private final Spool spool;
    private final IdempotencyKeys keys;
    private final WaitingImports waiting;
    private final AuditTrail trail;
    private final Duration auditKept;
    private final ScheduledFuture<?> regular;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "housekeeping");
        thread.setDaemon(true);
        return thread;
    });

    Housekeeping(Spool spool, IdempotencyKeys keys, WaitingImports waiting, AuditTrail trail, WebSettings settings) {
        this.spool = spool;
        this.keys = keys;
        this.waiting = waiting;
        this.trail = trail;
        this.auditKept = settings.auditKept();
        this.regular = clock.scheduleWithFixedDelay(this::clean, 0, MINUTES, TimeUnit.MINUTES);
    }

    private void clean() {
        attempt(keys::forget);
        attempt(() -> trail.forget(auditKept));
        attempt(() -> spool.reclaim(waiting::files));
    }

    /** One that fails costs neither the others nor the next time: an executor ends for good what throws. */
    private static void attempt(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.warn("not tidied up", e);
        }
    }

    @Override
    public void destroy() {
        regular.cancel(true);
        clock.shutdown();
    }
}
