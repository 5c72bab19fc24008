package dev.reprise.web;

import dev.reprise.engine.WaitingImports;
import dev.reprise.engine.ledger.ImportReports;
import dev.reprise.engine.queue.ImportQueue;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.web.limit.Questions;
import dev.reprise.web.transfer.Spool;
import dev.reprise.web.transfer.UnreadBody;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** What a process that serves shares among its doors. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
@EnableConfigurationProperties(WebSettings.class)
class WebConfiguration {

    @Bean
    Refusals refusals(List<ErrorForm> forms) {
        return new Refusals(forms);
    }

    @Bean
    FilterRegistrationBean<QueryParameters> queryParameters(Refusals refusals) {
        FilterRegistrationBean<QueryParameters> first = new FilterRegistrationBean<>(new QueryParameters(refusals));
        first.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return first;
    }

    /** What Spring Security does not even route. */
    @Bean
    RequestRejectedHandler malformedPaths(Refusals refusals) {
        return (request, response, failure) -> refusals.answer(
                new RefusedException(
                        Exit.USAGE,
                        Problem.unchanged("request-malformed", "the path or a header is malformed", null, "Mend it.")),
                request,
                response);
    }

    @Bean
    IdempotencyKeys idempotencyKeys(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
        return new IdempotencyKeys(jdbc, new TransactionTemplate(transactions));
    }

    @Bean
    Intake intake(
            Spool spool,
            IdempotencyKeys keys,
            ImportQueue queue,
            WaitingImports waiting,
            Questions questions,
            WebSettings settings) {
        return new Intake(spool, keys, queue, waiting, questions, settings);
    }

    @Bean
    Questions questions(ImportReports reports) {
        return new Questions(reports);
    }

    @Bean
    Audit audit(AuditTrail trail) {
        return new Audit(trail);
    }

    @Bean
    Housekeeping housekeeping(
            Spool spool, IdempotencyKeys keys, WaitingImports waiting, AuditTrail trail, WebSettings settings) {
        return new Housekeeping(spool, keys, waiting, trail, settings);
    }

    @Bean
    WebMvcConfigurer audited(Audit audit) {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(audit);
                registry.addInterceptor(new HandlerInterceptor() {
                    @Override
                    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
                        UnreadBody.wanted(request); // nobody gets here without a token
                        return true;
                    }
                });
            }
        };
    }
}
