package dev.reprise.web;

import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.converter.Converter;
import org.springframework.core.env.Environment;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;

/** Nobody gets anywhere without a token, but to the question whether the process lives. No sessions, no cookies. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class SecurityConfiguration {

    private static final String TARGETS = "reprise_targets";
    private static final String OURS = "reprise:";
    private static final String AUDIENCES = "spring.security.oauth2.resourceserver.jwt.audiences";

    /** An issuer's tokens for other programs are none for us. */
    @Bean
    SmartInitializingSingleton audienceDemanded(Environment environment, ObjectProvider<JwtDecoder> issuers) {
        return () -> {
            boolean named = Binder.get(environment)
                    .bind(AUDIENCES, Bindable.listOf(String.class))
                    .isBound();
            if (issuers.getIfAvailable() != null && !named) {
                throw new RefusedException(
                        Exit.USAGE,
                        Problem.unchanged(
                                "configuration",
                                "tokens of an issuer are to be taken, and " + AUDIENCES
                                        + " does not say which are for us",
                                null,
                                "Set it to what the issuer calls this program."));
            }
        };
    }

    @Bean
    FailedLogins failedLogins(WebSettings settings, Audit audit) {
        return new FailedLogins(settings.failedLoginDelay(), audit);
    }

    @Bean
    SecurityFilterChain doors(
            HttpSecurity http,
            Tokens tokens,
            Refusals refusals,
            FailedLogins failed,
            Audit audit,
            ObjectProvider<JwtDecoder> issuers)
            throws Exception {
        JwtDecoder issuer = issuers.getIfAvailable();
        http.csrf(AbstractHttpConfigurer::disable) // nothing is let in by a cookie
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives("default-src 'none'")))
                .authorizeHttpRequests(
                        requests -> requests.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                                .permitAll()
                                .requestMatchers("/actuator/health/**", "/actuator/health")
                                .permitAll()
                                .requestMatchers("/actuator/**")
                                .access((login, context) -> new AuthorizationDecision(seesAll(login.get())))
                                .anyRequest()
                                .authenticated())
                .exceptionHandling(failures -> failures.authenticationEntryPoint((request, response, failure) ->
                                refusals.answer(Refusals.unauthenticated("this takes a token"), request, response))
                        .accessDeniedHandler((request, response, failure) -> {
                            audit.refused(request, Caller.current().name(), HttpServletResponse.SC_FORBIDDEN);
                            refusals.answer(
                                    Caller.refused("scope-missing", "this takes the scope view, for all targets"),
                                    request,
                                    response);
                        }))
                .addFilterBefore(
                        new TokenFilter(tokens, failed, refusals, issuer != null), AnonymousAuthenticationFilter.class);
        if (issuer != null) {
            DefaultBearerTokenResolver bearer = new DefaultBearerTokenResolver();
            http.oauth2ResourceServer(server -> server.bearerTokenResolver(request -> {
                        String token = TokenFilter.secret(request);
                        return token == null || token.startsWith(Tokens.PREFIX) ? null : bearer.resolve(request);
                    })
                    .authenticationEntryPoint((request, response, failure) -> refusals.answer(
                            failed.refusal(request, "the issuer's token is not valid"), request, response))
                    .jwt(jwt -> jwt.decoder(issuer).jwtAuthenticationConverter(caller())));
        }
        return http.build();
    }

    /** Figures are of all targets. */
    private static boolean seesAll(@Nullable Authentication login) {
        return login != null && login.getPrincipal() instanceof Caller caller && caller.mayEverywhere(Scope.VIEW);
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
            Caller caller = new Caller(String.valueOf(jwt.getSubject()), null, grants(jwt, scopes));
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
