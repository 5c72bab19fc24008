package dev.reprise.web;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How uploads are taken.
 *
 * @param uploadSize larger ones are refused, before they are read if they say so, else as soon as they are
 * @param spool the directory in which they lie; processes that share a database share it, too. With none, {@code spool} in the home
 * @param spoolKept how long an upload is kept that no import needs which waits or runs
 * @param restartableKept how long those of imports that stopped or failed and can be restarted
 * @param auditKept how long it is known who did what
 * @param slowest bytes a second that a body must bring on the average, after the first ten seconds
 * @param failedLoginDelay how long at most the answer to a bad token is put off
 * @param patience how long an answer is waited for before the client is told where to ask for it
 */
@ConfigurationProperties("reprise.web")
record WebSettings(
        @DefaultValue("4GB") DataSize uploadSize,
        @Nullable Path spool,
        @DefaultValue("24h") Duration spoolKept,
        @DefaultValue("7d") Duration restartableKept,
        @DefaultValue("365d") Duration auditKept,
        @DefaultValue("1KB") DataSize slowest,
        @DefaultValue("2s") Duration failedLoginDelay,
        @DefaultValue("10m") Duration patience) {}
