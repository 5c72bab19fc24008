package dev.reprise.web;

import io.micrometer.common.KeyValue;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.ServerHttpObservationFilter;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/** Writes down who did what, when, to what, and how it was answered: all that is no mere look, refused or not. */
public final class Audit implements HandlerInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger(Audit.class);
    private static final String TARGET = Audit.class.getName() + ".target";
    private static final String IMPORT = Audit.class.getName() + ".import";

    private final JdbcTemplate jdbc;

    Audit(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The request is about this target. A look at one that is told so is written down, too. */
    public static void target(HttpServletRequest request, String target) {
        request.setAttribute(TARGET, target);
    }

    /** The request is about this import: audit and trace say so. */
    public static void subject(HttpServletRequest request, UUID importId) {
        request.setAttribute(IMPORT, importId);
        ServerHttpObservationFilter.findObservationContext(request)
                .ifPresent(span -> span.addHighCardinalityKeyValue(KeyValue.of("reprise.import", importId.toString())));
    }

    /** Removes what is older than that. */
    void forget(Duration kept) {
        jdbc.update("DELETE FROM audit WHERE at < clock_timestamp() - make_interval(secs => ?)", kept.toSeconds());
    }

    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception failure) {
        boolean look = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        Authentication now = SecurityContextHolder.getContext().getAuthentication();
        if (look && request.getAttribute(TARGET) == null
                || now == null
                || !(now.getPrincipal() instanceof Caller caller)) {
            return;
        }
        Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        try {
            jdbc.update(
                    "INSERT INTO audit (who, token_id, address, act, target, import_id, status) VALUES (?, ?, ?, ?, ?, ?, ?)",
                    caller.name(),
                    caller.tokenId(),
                    request.getRemoteAddr(),
                    request.getMethod() + " " + pattern,
                    request.getAttribute(TARGET),
                    request.getAttribute(IMPORT),
                    response.getStatus());
        } catch (DataAccessException e) {
            LOG.warn("not written down: {} {} by {}", request.getMethod(), pattern, caller.name(), e);
        }
    }
}
