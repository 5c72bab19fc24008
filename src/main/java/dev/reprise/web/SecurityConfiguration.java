package dev.reprise.web;

import jakarta.servlet.DispatcherType;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.converter.Converter;
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

    @Bean
    SecurityFilterChain doors(
            HttpSecurity http,
            Tokens tokens,
            Refusals refusals,
            WebSettings settings,
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
                        .accessDeniedHandler((request, response, failure) -> refusals.answer(
                                Caller.refused("scope-missing", "this takes the scope view, for all targets"),
                                request,
                                response)))
                .addFilterBefore(
                        new TokenFilter(
                                tokens, new FailedLogins(settings.failedLoginDelay()), refusals, issuer != null),
                        AnonymousAuthenticationFilter.class);
        if (issuer != null) {
            DefaultBearerTokenResolver bearer = new DefaultBearerTokenResolver();
            http.oauth2ResourceServer(server -> server.bearerTokenResolver(request -> {
                        String token = TokenFilter.secret(request);
                        return token == null || token.startsWith(Tokens.PREFIX) ? null : bearer.resolve(request);
                    })
                    .authenticationEntryPoint((request, response, failure) -> refusals.answer(
                            Refusals.unauthenticated("the issuer's token is not valid"), request, response))
                    .jwt(jwt -> jwt.decoder(issuer).jwtAuthenticationConverter(caller())));
        }
        return http.build();
    }

    /** Figures are of all targets. */
    private static boolean seesAll(@Nullable Authentication login) {
        return login != null && login.getPrincipal() instanceof Caller caller && caller.mayEverywhere(Scope.VIEW);
    }

    /** Scopes stand in {@code scope} or {@code scp}, with or without {@code reprise:} before them; targets in {@code reprise_targets}. */
    private static Converter<Jwt, AbstractAuthenticationToken> caller() {
        return jwt -> {
            Object claim = jwt.getClaims().getOrDefault("scope", jwt.getClaims().getOrDefault("scp", ""));
            Collection<?> words = claim instanceof Collection<?> list
                    ? list
                    : List.of(claim.toString().split(" "));
            List<String> scopes = words.stream()
                    .map(word -> word.toString().replaceFirst("^reprise:", ""))
                    .toList();
            List<String> targets = Objects.requireNonNullElse(jwt.getClaimAsStringList(TARGETS), List.of());
            Caller caller = new Caller(String.valueOf(jwt.getSubject()), null, Grant.of(scopes, targets));
            return new UsernamePasswordAuthenticationToken(caller, null, List.of());
        };
    }
}
