package dev.reprise.web;

import dev.reprise.engine.Failures;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.report.ImportReport;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.catalina.connector.ClientAbortException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** Tells by HTTP what the command line tells in four parts: the same codes, and a status that follows from the exit code. */
public final class Refusals {

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    private static final JsonMapper JSON = new JsonMapper();
    private static final String WAIT_SECONDS = "5";
    private static final String UNKNOWN =
            "Whether what was asked for was done is not known: look at GET /imports before you send it again.";

    /** Where the code says more than the exit. */
    private static final Map<String, Integer> BY_CODE = Map.ofEntries(
            Map.entry("unauthenticated", 401),
            Map.entry("method-not-allowed", 405),
            Map.entry("not-acceptable", 406),
            Map.entry("upload-slow", 408),
            Map.entry("stopped", 409),
            Map.entry("precondition-failed", 412),
            Map.entry("upload-too-large", 413),
            Map.entry("idempotency-key-reused", 422),
            Map.entry("too-many-rejections", 422),
            Map.entry("logins-full", 429),
            Map.entry("queue-full", 429));

    private final List<ErrorForm> forms;

    Refusals(List<ErrorForm> forms) {
        this.forms = forms;
    }

    private static int status(Exit exit, String code) {
        Integer special = BY_CODE.get(code);
        if (special != null) {
            return special;
        }
        return switch (exit) {
            case OK, REJECTED, CHANGES -> 200;
            case USAGE, REFUSED -> 400;
            case NOT_ALLOWED -> 403;
            case NOT_FOUND -> 404;
            case BUSY, WRONG_STATE -> 409;
            case UNAVAILABLE, STOPPED, INTERRUPTED -> 503;
            case FAILED -> 500;
        };
    }

    /** What a request is told whose import ended without being completed. */
    public static RefusedException of(ImportReport report) {
        Problem error = report.error();
        if (error == null || report.exit() == null) {
            return new RefusedException(
                    Exit.STOPPED,
                    Problem.unchanged(
                            "stopped", "the import was stopped", report.target(), "Send it again, or restart it."));
        }
        boolean lost = error.code().equals("file-missing"); // it was here; that is no fault of who sent it
        return bare(new RefusedException(lost ? Exit.FAILED : Exit.of(report.exit()), error));
    }

    /** The HTTP status of a refusal. */
    public static int status(RefusedException refusal) {
        return status(refusal.exit(), refusal.problem().code());
    }

    /** Who did not say who they are. */
    static RefusedException unauthenticated(String what) {
        return new RefusedException(
                Exit.NOT_ALLOWED,
                Problem.unchanged(
                        "unauthenticated",
                        what,
                        null,
                        "Send a token: Authorization: Bearer TOKEN, as the password of Basic, or Apikey: TOKEN."));
    }

    /** Answers a failure, whatever it is; nothing of its insides is told. */
    public void answer(Throwable failure, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (response.isCommitted() && isGone(failure)) {
            LOG.info("{} {}: the client has gone away", request.getMethod(), request.getRequestURI());
            return;
        }
        RefusedException refusal = refusal(failure, request);
        if (response.isCommitted()) {
            // the connection is cut, so that a client which still listens notices
            throw new IOException("the answer had begun: " + refusal.problem().code());
        }
        int status = status(refusal);
        response.resetBuffer();
        response.setStatus(status);
        if (status == 401) {
            response.setHeader("WWW-Authenticate", "Bearer");
            response.addHeader("WWW-Authenticate", "Basic realm=\"reprise\"");
        }
        if (status == 429 || status == 503) {
            response.setHeader("Retry-After", WAIT_SECONDS);
        }
        write(status, refusal.problem(), request, response);
    }

    /** What was not refused by a rule of ours is this server's fault: its log learns all of it, the client no more than what it can do. */
    private static RefusedException refusal(Throwable failure, HttpServletRequest request) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RefusedException refused) {
                return bare(refused);
            }
        }
        boolean looks = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        String state = looks ? Problem.UNCHANGED : UNKNOWN;
        RefusedException known = Failures.refusal(failure, state, "");
        if (known != null && known.exit() == Exit.UNAVAILABLE) {
            LOG.warn("{} {}: the database is not available", request.getMethod(), request.getRequestURI(), failure);
            return new RefusedException(
                    Exit.UNAVAILABLE,
                    new Problem(
                            known.problem().code(), "the database is not available", null, state, "Try again later."));
        }
        LOG.error("an unexpected failure of {} {}", request.getMethod(), request.getRequestURI(), failure);
        return new RefusedException(
                Exit.FAILED,
                new Problem("internal", "an unexpected failure", null, state, "See the server's log, and report it."));
    }

    /** What the engine says of its database is for its operators; that there is none, or none that lets us in, is no client's fault. */
    private static RefusedException bare(RefusedException refusal) {
        Problem problem = refusal.problem();
        if (!problem.code().startsWith("database-")) {
            return refusal;
        }
        LOG.warn("told as this server's fault: {}", problem.text());
        boolean passes = refusal.exit() == Exit.UNAVAILABLE;
        return new RefusedException(
                passes ? Exit.UNAVAILABLE : Exit.FAILED,
                new Problem(
                        problem.code(),
                        passes ? "the database is not available" : "the database has refused what it was asked for",
                        null,
                        problem.state(),
                        passes ? "Try again later." : "See the server's log."));
    }

    /** Nobody is there to be answered, and it is nobody's fault. */
    private static boolean isGone(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ClientAbortException) {
                return true;
            }
        }
        return failure instanceof RefusedException refusal
                && (refusal.problem().code().equals("upload-broken")
                        || refusal.problem().code().equals("upload-slow"));
    }

    private void write(int status, Problem problem, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Object asked =
                request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI); // the request is for the error's page then
        String path = asked == null ? request.getRequestURI() : asked.toString();
        ErrorForm form =
                forms.stream().filter(one -> one.isFor(path)).findFirst().orElse(null);
        response.setContentType(form == null ? "application/problem+json" : "application/json");
        String body = form == null ? JSON.writeValueAsString(details(status, problem)) : form.body(status, problem);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
        response.flushBuffer(); // whoever still sends should hear it now
    }

    /** RFC 9457, with our four parts as members. */
    private static Map<String, Object> details(int status, Problem problem) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("type", "about:blank");
        details.put("title", problem.code());
        details.put("status", status);
        details.put("detail", problem.what());
        details.put("code", problem.code());
        put(details, "where", problem.where());
        details.put("state", problem.state());
        details.put("next", problem.next());
        return details;
    }

    private static void put(Map<String, Object> details, String name, @Nullable String value) {
        if (value != null) {
            details.put(name, value);
        }
    }
}
