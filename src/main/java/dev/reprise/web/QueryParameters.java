package dev.reprise.web;

import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Takes parameters from the query alone. A container would look for them in the body, too, if that is said to be a form, as curl says of
 * whatever it sends by {@code --data-binary}; the upload would be gone then. One with a NUL in it is refused, and so is a body where none belongs.
 */
final class QueryParameters extends OncePerRequestFilter {

    private final Refusals refusals;

    QueryParameters(Refusals refusals) {
        this.refusals = refusals;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Wrapper wrapper = new Wrapper(request);
        if (wrapper.hasNul()) {
            refuse("parameter-malformed", "a parameter has a NUL character in it", request, response);
        } else if (request.getRequestURI().startsWith("/actuator") && hasBody(request)) {
            // Boot would read it to its end, which without a token nobody may have it do
            refuse("request-malformed", "a question about health has no body", request, response);
        } else {
            chain.doFilter(wrapper, response);
        }
    }

    private static boolean hasBody(HttpServletRequest request) {
        return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    }

    private void refuse(String code, String what, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        refusals.answer(
                new RefusedException(Exit.USAGE, Problem.unchanged(code, what, null, "Mend it.")), request, response);
    }

    private static Map<String, String[]> parsed(@Nullable String query) {
        Map<String, List<String>> found = new LinkedHashMap<>();
        for (String pair : query == null || query.isEmpty() ? new String[0] : query.split("&")) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            found.computeIfAbsent(name, any -> new ArrayList<>())
                    .add(equals < 0 ? "" : decoded(pair.substring(equals + 1)));
        }
        Map<String, String[]> parameters = new LinkedHashMap<>();
        found.forEach((name, values) -> parameters.put(name, values.toArray(String[]::new)));
        return parameters;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text; // a lone percent sign means itself
        }
    }

    private static final class Wrapper extends HttpServletRequestWrapper {

        private final Map<String, String[]> parameters;

        Wrapper(HttpServletRequest request) {
            super(request);
            this.parameters = parsed(request.getQueryString());
        }

        /** No name or value of ours has one, and PostgreSQL knows none. */
        boolean hasNul() {
            return parameters.values().stream().flatMap(Arrays::stream).anyMatch(value -> value.indexOf(0) >= 0);
        }

        @Override
        public @Nullable String getParameter(String name) {
            String[] values = parameters.get(name);
            return values == null ? null : values[0];
        }

        @Override
        public Map<String, String[]> getParameterMap() {
            return Collections.unmodifiableMap(parameters);
        }

        @Override
        public Enumeration<String> getParameterNames() {
            return Collections.enumeration(parameters.keySet());
        }

        @Override
        public String @Nullable [] getParameterValues(String name) {
            return parameters.get(name);
        }
    }
}
