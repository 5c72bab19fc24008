package dev.reprise.web;

import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.util.StringUtils;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** Whatever a controller throws is told in one way. */
@RestControllerAdvice
@ConditionalOnWebApplication
final class RefusalAdvice {

    private final Refusals refusals;

    RefusalAdvice(Refusals refusals) {
        this.refusals = refusals;
    }

    @ExceptionHandler
    void answer(Exception failure, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (failure instanceof HttpRequestMethodNotSupportedException other
                && other.getSupportedHttpMethods() != null) {
            response.setHeader("Allow", StringUtils.collectionToDelimitedString(other.getSupportedHttpMethods(), ", "));
        }
        refusals.answer(translated(failure, request), request, response);
    }

    private static Exception translated(Exception failure, HttpServletRequest request) {
        if (failure instanceof HttpRequestMethodNotSupportedException) {
            return refused(Exit.USAGE, "method-not-allowed", request.getMethod() + " is not possible here");
        }
        if (failure instanceof MethodArgumentTypeMismatchException argument) {
            return refused(
                    Exit.USAGE,
                    "parameter-malformed",
                    "'%s' is no %s".formatted(argument.getValue(), argument.getName()));
        }
        if (failure instanceof ErrorResponse known) {
            String what = String.valueOf(known.getBody().getDetail());
            return switch (known.getStatusCode().value()) {
                case 404 -> refused(Exit.NOT_FOUND, "path-unknown", "there is nothing at " + request.getRequestURI());
                case 406 -> refused(Exit.USAGE, "not-acceptable", what);
                default -> refused(Exit.USAGE, "request-malformed", what);
            };
        }
        return failure;
    }

    private static RefusedException refused(Exit exit, String code, String what) {
        return new RefusedException(exit, Problem.unchanged(code, what, null, "See openapi.yaml: GET /openapi.yaml"));
    }
}
