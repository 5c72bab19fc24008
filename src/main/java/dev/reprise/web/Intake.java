package dev.reprise.web;

import dev.reprise.engine.WaitingImports;
import dev.reprise.engine.job.ImportRequest;
import dev.reprise.engine.job.RejectionLimit;
import dev.reprise.engine.job.Target;
import dev.reprise.engine.queue.ImportQueue;
import dev.reprise.record.RefusedException;
import dev.reprise.record.Sha256;
import dev.reprise.report.ImportKind;
import dev.reprise.web.limit.Patience;
import dev.reprise.web.limit.Places;
import dev.reprise.web.limit.Questions;
import dev.reprise.web.transfer.Incoming;
import dev.reprise.web.transfer.Spool;
import dev.reprise.web.transfer.Spool.Upload;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The way of an upload into the queue, the same for each door: may they, is there such a target, is it free, is there room; only then is the
 * body read.
 */
public final class Intake {

    private static final String RETRY_SECONDS = "2";
    /** Before JDK 21 each of them holds one of 200 threads, and others have questions, too. */
    private static final int MOST_WAITERS = 100;

    private static final int MOST_WAITERS_OF_ONE = 50;

    private final Spool spool;
    private final IdempotencyKeys keys;
    private final ImportQueue queue;
    private final WaitingImports waiting;
    private final Questions questions;
    private final Duration patience;
    private final Places waiters =
            new Places("waiters-full", "clients wait for imports", MOST_WAITERS, MOST_WAITERS_OF_ONE, 0);

    Intake(
            Spool spool,
            IdempotencyKeys keys,
            ImportQueue queue,
            WaitingImports waiting,
            Questions questions,
            WebSettings settings) {
        this.spool = spool;
        this.keys = keys;
        this.queue = queue;
        this.waiting = waiting;
        this.questions = questions;
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
     * @param others what more of the job's own options name, in their order
     */
    public record Received(Upload file, SortedMap<String, Upload> others) {

        private Map<String, String> options() {
            Map<String, String> options = new TreeMap<>();
            others.forEach((option, upload) -> options.put(option, upload.file().toString()));
            return options;
        }
    }

    /** How a body is taken apart. */
    public interface Body {
        /** Puts all of it into the spool. */
        Received receive(HttpServletRequest request, Incoming incoming) throws IOException;
    }

    /** Takes the request's body as it is, and has it imported; as {@link #take(Order, HttpServletRequest, Body)}. */
    public UUID take(Order order, HttpServletRequest request) {
        return take(
                order,
                request,
                (body, incoming) ->
                        new Received(incoming.receive(incoming.content(), order.ending()), new TreeMap<>()));
    }

    /**
     * Takes the request's body and has it imported. A request whose {@code Idempotency-Key} is known begins nothing, and is not asked whether it
     * could.
     *
     * @return the import
     * @throws dev.reprise.record.RefusedException with exit 4, 5, 7 before the body is read; {@code queue-full}; as {@link Spool#accept} and
     *     {@link Incoming#receive} and {@link IdempotencyKeys#importOf}
     */
    public UUID take(Order order, HttpServletRequest request, Body body) {
        Caller caller = Caller.current();
        Audit.target(request, order.target().toString());
        allow(order, caller);
        String key = request.getHeader("Idempotency-Key");
        questions.ask(caller.key(), () -> {
            admit(order, caller, key);
            return order;
        });
        try (Incoming incoming = spool.accept(caller.key(), request.getInputStream(), request.getContentLengthLong())) {
            UUID importId = queued(order, caller, key, body.receive(request, incoming));
            Audit.subject(request, importId);
            return importId;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void allow(Order order, Caller caller) {
        Scope scope = order.kind() == ImportKind.PLAN ? Scope.PLAN : Scope.IMPORT;
        caller.require(scope, order.target().toString());
        waiting.targets(order.request(Path.of(""), Map.of())).forEach(one -> caller.require(scope, one.toString()));
    }

    private void admit(Order order, Caller caller, @Nullable String key) {
        if (!keys.knows(caller, key)) {
            waiting.check(order.request(Path.of(""), Map.of()));
            if (order.alone()) {
                waiting.checkFree(order.target());
            }
            queue.checkRoom(caller.key());
        }
    }

    private UUID queued(Order order, Caller caller, @Nullable String key, Received received) {
        ImportRequest request = order.request(received.file().file(), received.options());
        try {
            return keys.importOf(
                    caller,
                    key,
                    content(order, received),
                    () -> queue.addFor(caller.key(), request, order.alone()),
                    queue::ended);
        } catch (RefusedException e) {
            if (!e.problem().code().equals("file-missing")) {
                throw e;
            }
            // this very request has brought it, so that it is no fault of who sent it
            throw new UncheckedIOException(new NoSuchFileException(e.problem().what()));
        }
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
        received.others().forEach((option, other) -> {
            digest.update(option.getBytes(StandardCharsets.UTF_8));
            digest.update(other.sha256());
        });
        return digest.digest(received.file().sha256());
    }

    /**
     * Waits for an import's end as long as the client does, unless very many wait already, and says where it can be asked for.
     *
     * @return whether it came
     */
    public boolean await(UUID importId, HttpServletRequest request, HttpServletResponse response) {
        Places.Place place = waiters.take(Caller.current().key()).orElse(null);
        if (place == null) {
            return told(false, importId, response);
        }
        try (place) {
            return told(queue.await(importId, Patience.of(request.getHeader("Prefer"), patience)), importId, response);
        }
    }

    /** The same, but that a client who does not say how long it waits is taken not to. */
    public boolean awaitIfAsked(UUID importId, HttpServletRequest request, HttpServletResponse response) {
        String prefer = request.getHeader("Prefer");
        return prefer != null && prefer.toLowerCase(Locale.ROOT).contains("wait")
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
