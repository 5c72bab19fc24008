package dev.reprise.web;

import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** What the container refuses by itself, such as a body that stalls or breaks off, is told in the same way as all else. */
@Controller
@ConditionalOnWebApplication
final class ContainerErrors implements ErrorController {

    private final Refusals refusals;

    ContainerErrors(Refusals refusals) {
        this.refusals = refusals;
    }

    @RequestMapping("${server.error.path:/error}")
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (response.isCommitted()) {
            return; // it is told already
        }
        Object error = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        refusals.answer(of(error instanceof Integer code ? code : HttpServletResponse.SC_NOT_FOUND), request, response);
    }

    private static RefusedException of(int status) {
        if (status >= HttpServletResponse.SC_INTERNAL_SERVER_ERROR) {
            return refusal(Exit.FAILED, "internal", "an unexpected failure");
        }
        return switch (status) {
            case HttpServletResponse.SC_NOT_FOUND -> refusal(Exit.NOT_FOUND, "path-unknown", "there is nothing here");
            case HttpServletResponse.SC_REQUEST_TIMEOUT ->
                refusal(Exit.REFUSED, "upload-slow", "the upload has stalled");
            default -> refusal(Exit.USAGE, "request-malformed", "the request is malformed, or broke off");
        };
    }

    private static RefusedException refusal(Exit exit, String code, String what) {
        return new RefusedException(exit, Problem.unchanged(code, what, null, "See the server's log, or try again."));
    }
}
