package dev.reprise.web;

import dev.reprise.engine.WaitingImports;
import dev.reprise.engine.job.ImportRequest;
import dev.reprise.engine.job.RejectionLimit;
import dev.reprise.engine.job.Target;
import dev.reprise.engine.queue.ImportQueue;
import dev.reprise.record.Sha256;
import dev.reprise.report.ImportKind;
import dev.reprise.web.transfer.Spool;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Semaphore;

/**
 * The way of an upload into the queue, the same for each door: may they, is there such a target, is it free, is there room; only then is the
 * body read.
 */
public final class Intake {

    private static final String RETRY_SECONDS = "2";
    /** Before JDK 21 each of them holds one of 200 threads, and others have questions, too. */
    private static final int MOST_WAITERS = 100;

    private final Spool spool;
    private final IdempotencyKeys keys;
    private final ImportQueue queue;
    private final WaitingImports waiting;
    private final Duration patience;
    private final Semaphore waiters = new Semaphore(MOST_WAITERS);

    Intake(Spool spool, IdempotencyKeys keys, ImportQueue queue, WaitingImports waiting, WebSettings settings) {
        this.spool = spool;
        this.keys = keys;
        this.queue = queue;
        this.waiting = waiting;
        this.patience = settings.patience();
    }

    /**
     * What is asked for by HTTP.
     *
     * @param options the job's own
     * @param alone whether the target must be free
     * @param ending of the upload's name, such as {@code .json}
     */
    public record Order(
            String job,
            Target target,
            Map<String, String> options,
            RejectionLimit maxRejections,
            ImportKind kind,
            boolean alone,
            String ending) {

        ImportRequest request(Path file, Map<String, String> more) {
            Map<String, String> all = new TreeMap<>(options);
            all.putAll(more);
            return new ImportRequest(job, target, file, all, maxRejections, false, kind, false);
        }
    }

    /**
     * What came.
     *
     * @param file what is to be imported
     * @param options more of the job's own
     * @param others what these name
     */
    public record Received(Spool.Upload file, Map<String, String> options, List<Spool.Upload> others) {}

    /** How a body is taken apart. */
    public interface Body {
        /** Puts all of {@code content}, which is the request's, into the spool. */
        Received receive(HttpServletRequest request, InputStream content, Spool spool) throws IOException;
    }

    /** Takes the request's body as it is, and has it imported; as {@link #take(Order, HttpServletRequest, Body)}. */
    public UUID take(Order order, HttpServletRequest request) {
        return take(
                order,
                request,
                (body, content, into) -> new Received(into.receive(content, order.ending()), Map.of(), List.of()));
    }

    /**
     * Takes the request's body and has it imported.
     *
     * @return the import
     * @throws dev.reprise.record.RefusedException with exit 4, 5, 7 before the body is read; {@code queue-full}; as {@link Spool#accept} and {@link Spool#receive}
     *     and {@link IdempotencyKeys#importOf}
     */
    public UUID take(Order order, HttpServletRequest request, Body body) {
        Caller caller = Caller.current();
        String target = order.target().toString();
        Audit.target(request, target);
        Scope scope = order.kind() == ImportKind.PLAN ? Scope.PLAN : Scope.IMPORT;
        ImportRequest asked = order.request(Path.of(""), Map.of());
        caller.require(scope, target);
        waiting.targets(asked).forEach(one -> caller.require(scope, one.toString()));
        waiting.check(asked);
        String key = request.getHeader("Idempotency-Key");
        if (order.alone() && key == null) {
            waiting.checkFree(order.target());
        }
        queue.checkRoom();
        Received received;
        try (InputStream content = spool.accept(request.getInputStream(), request.getContentLengthLong())) {
            received = body.receive(request, content, spool);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        UUID importId;
        try {
            importId = keys.importOf(
                    caller,
                    key,
                    content(order, received),
                    () -> queue.add(order.request(received.file().file(), received.options()), order.alone()),
                    queue::ended);
        } catch (RuntimeException e) {
            spool.discard(received.file());
            received.others().forEach(spool::discard);
            throw e;
        }
        Audit.subject(request, importId);
        return importId;
    }

    private static byte[] content(Order order, Received received) {
        MessageDigest digest = Sha256.digest();
        String asked = "%s\n%s\n%s\n%s\n%s"
                .formatted(
                        order.job(),
                        order.target(),
                        new TreeMap<>(order.options()),
                        order.maxRejections().text(),
                        order.kind());
        digest.update(asked.getBytes(StandardCharsets.UTF_8));
        received.others().forEach(other -> digest.update(other.sha256()));
        return digest.digest(received.file().sha256());
    }

    /**
     * Waits for an import's end as long as the client does, unless very many wait already, and says where it can be asked for.
     *
     * @return whether it came
     */
    public boolean await(UUID importId, HttpServletRequest request, HttpServletResponse response) {
        if (!waiters.tryAcquire()) {
            return told(false, importId, response);
        }
        try {
            return told(queue.await(importId, Patience.of(request.getHeader("Prefer"), patience)), importId, response);
        } finally {
            waiters.release();
        }
    }

    /** The same, but that a client who does not say how long it waits is taken not to. */
    public boolean awaitIfAsked(UUID importId, HttpServletRequest request, HttpServletResponse response) {
        String prefer = request.getHeader("Prefer");
        return prefer != null && prefer.contains("wait")
                ? await(importId, request, response)
                : told(false, importId, response);
    }

    private static boolean told(boolean ended, UUID importId, HttpServletResponse response) {
        response.setHeader("Location", "/imports/" + importId);
        if (!ended) {
            response.setHeader("Retry-After", RETRY_SECONDS);
        }
        return ended;
    }
}
