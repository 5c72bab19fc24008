package dev.reprise.web;

import io.micrometer.common.KeyValue;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.ServerHttpObservationFilter;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Writes down what is done by HTTP before it is done, and then how it was answered, refused or not: all that changes something, and whatever
 * hands out what somebody has imported. Of other looks those are written down that somebody was refused.
 */
public final class Audit implements HandlerInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger(Audit.class);
    private static final String TARGET = Audit.class.getName() + ".target";
    private static final String IMPORT = Audit.class.getName() + ".import";

    private static final String HIDDEN = Audit.class.getName() + ".hidden";
    private static final String ENTRY = Audit.class.getName() + ".entry";

    /** A look that hands out what somebody has imported. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    public @interface Kept {}

    private final AuditTrail trail;

    Audit(AuditTrail trail) {
        this.trail = trail;
    }

    /** The request is about this target. To be said before anything is refused. */
    public static void target(HttpServletRequest request, String target) {
        request.setAttribute(TARGET, target);
    }

    /** The request is about this import: audit and trace say so. To be said before anything is refused. */
    public static void subject(HttpServletRequest request, UUID importId) {
        request.setAttribute(IMPORT, importId);
        ServerHttpObservationFilter.findObservationContext(request)
                .ifPresent(span -> span.addHighCardinalityKeyValue(KeyValue.of("reprise.import", importId.toString())));
    }

    /** The request is about what is there, but not for whoever asks, who is told that there is nothing. */
    public static void hidden(HttpServletRequest request) {
        request.setAttribute(HIDDEN, true);
    }

    /** What cannot be written down is not done. */
    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        boolean kept = handler instanceof HandlerMethod method && method.hasMethodAnnotation(Kept.class);
        if ((kept || !isLook(request)) && request.getAttribute(ENTRY) == null) {
            begin(request);
        }
        return true;
    }

    private void begin(HttpServletRequest request) {
        Authentication now = SecurityContextHolder.getContext().getAuthentication();
        if (now != null && now.getPrincipal() instanceof Caller caller) {
            Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
            request.setAttribute(ENTRY, trail.begun(act(request, caller.name(), caller.tokenId(), pattern)));
        }
    }

    private static AuditTrail.Act act(
            HttpServletRequest request, String who, @Nullable UUID token, @Nullable Object path) {
        String asked = request.getParameter("target");
        return new AuditTrail.Act(
                who,
                token,
                request.getRemoteAddr(),
                request.getMethod() + " " + path,
                asked == null ? request.getRequestURI() : asked,
                null);
    }

    /** Somebody was not let in. */
    void refused(HttpServletRequest request, String who, int status) {
        try {
            trail.answered(trail.begun(act(request, who, null, request.getRequestURI())), status, null, null);
        } catch (DataAccessException e) {
            LOG.warn("not written down: {} from {} was not let in", who, request.getRemoteAddr(), e);
        }
    }

    private static boolean isLook(HttpServletRequest request) {
        return request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
    }

    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception failure) {
        Object target = request.getAttribute(TARGET);
        try {
            boolean refused =
                    response.getStatus() == HttpServletResponse.SC_FORBIDDEN || request.getAttribute(HIDDEN) != null;
            if (refused && request.getAttribute(ENTRY) == null) {
                begin(request);
            }
            if (request.getAttribute(ENTRY) instanceof Long entry) {
                trail.answered(entry, response.getStatus(), target, request.getAttribute(IMPORT));
            }
        } catch (DataAccessException e) {
            LOG.warn("how it was answered is not written down: {} {}", request.getMethod(), target, e);
        }
    }
}
