package dev.reprise.web;

import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.web.limit.Places;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderInitializationException;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.util.StringUtils;

/** Lets in who has a token of another issuer (OAuth2), beside those with one of ours. */
final class Issuer {

    private static final Logger LOG = LoggerFactory.getLogger(Issuer.class);
    private static final String TARGETS = "reprise_targets";
    private static final String OURS = "reprise:";

    /** An issuer that does not answer is waited for for long, and by whoever sends any token at all. */
    private static final int MOST = 8;

    private static final int MOST_WAITING = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Places decoding =
            new Places("issuer-unavailable", "tokens of an issuer are looked at", MOST, MOST, MOST_WAITING);
    private final JwtDecoder decoder;
    private final Refusals refusals;
    private final FailedLogins failed;

    Issuer(JwtDecoder decoder, Refusals refusals, FailedLogins failed) {
        this.decoder = decoder;
        this.refusals = refusals;
        this.failed = failed;
    }

    void letIn(HttpSecurity http) throws Exception {
        DefaultBearerTokenResolver bearer = new DefaultBearerTokenResolver();
        http.oauth2ResourceServer(server -> server.bearerTokenResolver(request -> {
                    String token = TokenFilter.secret(request);
                    return token == null || token.startsWith(Tokens.PREFIX) ? null : bearer.resolve(request);
                })
                .authenticationEntryPoint(this::refuse)
                .withObjectPostProcessor(new ObjectPostProcessor<BearerTokenAuthenticationFilter>() {
                    @Override
                    public <O extends BearerTokenAuthenticationFilter> O postProcess(O filter) {
                        // Spring's own throws what is not the token's fault
                        filter.setAuthenticationFailureHandler(Issuer.this::refuse);
                        return filter;
                    }
                })
                .jwt(jwt -> jwt.decoder(this::decoded).jwtAuthenticationConverter(caller())));
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        if (failure instanceof AuthenticationServiceException) {
            LOG.warn("the issuer's tokens cannot be looked at: {}", failure.getMessage());
            refusals.answer(
                    new RefusedException(
                            Exit.UNAVAILABLE,
                            Problem.unchanged(
                                    "issuer-unavailable",
                                    "the issuer of the token cannot be reached",
                                    null,
                                    "Try again later, or come with a token made by reprise token create.")),
                    request,
                    response);
            return;
        }
        refusals.answer(failed.refusal(request, "the issuer's token is not valid"), request, response);
    }

    /** The first token is what has the issuer asked for its keys. */
    private Jwt decoded(String token) {
        try (Places.Place place = decoding.take(OURS, PATIENCE)) {
            return decoder.decode(token);
        } catch (JwtDecoderInitializationException | RefusedException e) {
            throw new JwtException("its keys are not known: " + e.getMessage(), e);
        }
    }

    /**
     * Scopes stand in {@code scope} or {@code scp}, ours with {@code reprise:} before them: an issuer has other programs' words, too. Targets
     * stand in {@code reprise_targets}, {@code *} for all; where none do, ours are for nothing.
     */
    private static Converter<Jwt, AbstractAuthenticationToken> caller() {
        return jwt -> {
            Object claim = jwt.getClaims().getOrDefault("scope", jwt.getClaims().getOrDefault("scp", ""));
            Collection<?> words = claim instanceof Collection<?> list
                    ? list
                    : List.of(claim.toString().split(" "));
            List<String> scopes = words.stream()
                    .map(Object::toString)
                    .filter(word -> Scope.of(word).isEmpty())
                    .map(word -> word.startsWith(OURS) ? word.substring(OURS.length()) : word)
                    .toList();
            if (!StringUtils.hasText(jwt.getSubject())) {
                throw new InvalidBearerTokenException(
                        "the token does not say whose it is"); // all such would be one caller
            }
            Caller caller = new Caller(jwt.getSubject(), null, grants(jwt, scopes));
            return new UsernamePasswordAuthenticationToken(caller, null, List.of());
        };
    }

    private static List<Grant> grants(Jwt jwt, List<String> scopes) {
        Object claim = jwt.getClaims().get(TARGETS);
        List<String> targets = claim instanceof Collection<?> list
                ? list.stream().map(String::valueOf).toList()
                : claim == null ? List.of() : List.of(claim.toString());
        if (targets.contains("*")) {
            return Grant.of(scopes, List.of());
        }
        boolean restricted = jwt.hasClaim(TARGETS);
        List<String> vendors =
                scopes.stream().filter(word -> Scope.of(word).isEmpty()).toList();
        return targets.isEmpty() ? restricted ? List.of() : Grant.of(vendors, List.of()) : Grant.of(scopes, targets);
    }
}
