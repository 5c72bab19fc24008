package dev.reprise.web;

import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;

/** Nobody gets anywhere without a token, but to the question whether the process lives. No sessions, no cookies. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class SecurityConfiguration {

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
            new Issuer(issuer, refusals, failed).letIn(http);
        }
        return http.build();
    }

    /** Figures are of all targets. */
    private static boolean seesAll(@Nullable Authentication login) {
        return login != null && login.getPrincipal() instanceof Caller caller && caller.mayEverywhere(Scope.VIEW);
    }
}
