package dev.reprise.web.transfer;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How uploads are taken and exports are sent.
 *
 * @param uploadSize larger ones are refused, before they are read if they say so, else as soon as they are
 * @param spool the directory in which they lie; processes that share a database share it, too. With none, {@code spool} in the home
 * @param spoolKept how long uploads are kept of which some was rejected, or that were planned: what stayed out may be asked for
 * @param restartableKept how long those of imports that stopped or failed and can be restarted
 * @param spoolReserve what uploads leave free on the disk
 * @param slowest bytes a second that a body must bring, over any ten seconds in which it is waited for
 * @param slowestDownload bytes a second that a client must take of what is streamed to it, likewise
 * @param uploadTime how long a body may take altogether
 * @param downloadTime how long what is streamed may
 */
@ConfigurationProperties("reprise.web")
record TransferSettings(
        @DefaultValue("4GB") DataSize uploadSize,
        @Nullable Path spool,
        @DefaultValue("24h") Duration spoolKept,
        @DefaultValue("7d") Duration restartableKept,
        @DefaultValue("256MB") DataSize spoolReserve,
        @DefaultValue("1KB") DataSize slowest,
        @DefaultValue("16KB") DataSize slowestDownload,
        @DefaultValue("2h") Duration uploadTime,
        @DefaultValue("2h") Duration downloadTime) {}
