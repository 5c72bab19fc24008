package dev.reprise.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets in who has a token, in whichever way a vendor's clients send one: {@code Authorization: Bearer}, as the password of {@code
 * Authorization: Basic}, or in the header {@code Apikey}. A bad one is answered late, so that guessing is slow.
 */
final class TokenFilter extends OncePerRequestFilter {

    private final Tokens tokens;
    private final FailedLogins failed;
    private final Refusals refusals;
    private final boolean others;

    /** {@code others} tells whether another issuer's tokens are taken, too: a bearer's that is none of ours is left to it. */
    TokenFilter(Tokens tokens, FailedLogins failed, Refusals refusals, boolean others) {
        this.tokens = tokens;
        this.failed = failed;
        this.refusals = refusals;
        this.others = others;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String secret = secret(request);
        if (secret == null || others && isBearer(request) && !secret.startsWith(Tokens.PREFIX)) {
            chain.doFilter(request, response);
            return;
        }
        Optional<Caller> caller;
        try {
            caller = tokens.caller(secret);
        } catch (RuntimeException e) {
            refusals.answer(e, request, response);
            return;
        }
        if (caller.isEmpty()) {
            refusals.answer(failed.refusal(request, "the token is unknown, expired or revoked"), request, response);
            return;
        }
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new UsernamePasswordAuthenticationToken(caller.get(), null, List.of()));
        SecurityContextHolder.setContext(context);
        try {
            chain.doFilter(request, response);
        } finally {
            SecurityContextHolder.clearContext();
        }
    }

    /** What stands where a token may; null if nothing does. */
    static @Nullable String secret(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        if (header != null && isBearer(request)) {
            return header.substring(7).strip();
        }
        if (header != null && header.regionMatches(true, 0, "Basic ", 0, 6)) {
            return password(header.substring(6).strip());
        }
        String key = request.getHeader("Apikey");
        return key == null ? null : key.strip();
    }

    private static boolean isBearer(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        return header != null && header.regionMatches(true, 0, "Bearer ", 0, 7);
    }

    private static String password(String base64) {
        try {
            String text = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
            return text.substring(text.indexOf(':') + 1);
        } catch (IllegalArgumentException e) {
            return ""; // a bad one like any other
        }
    }
}
