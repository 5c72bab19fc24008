package dev.reprise.web;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How requests are answered.
 *
 * @param auditKept how long it is known who did what
 * @param failedLoginDelay how long at most the answer to a bad token is put off
 * @param patience how long an answer is waited for before the client is told where to ask for it
 */
@ConfigurationProperties("reprise.web")
record WebSettings(
        @DefaultValue("365d") Duration auditKept,
        @DefaultValue("2s") Duration failedLoginDelay,
        @DefaultValue("10m") Duration patience) {}
