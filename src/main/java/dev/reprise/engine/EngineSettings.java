package dev.reprise.engine;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How imports are run.
 *
 * @param lease how long a process may be silent before another takes its import over
 * @param renew how often a living process renews its lease
 * @param retries how often in a row a run is taken up again by itself when its database fails for a moment
 * @param retryWait how long it waits before the first of them; each next wait is twice as long
 * @param keepGenerations how many generations before the live one are kept
 * @param planKept how long a plan can be applied
 * @param largeFrom a file of more bytes is loaded into tables of its own
 */
@ConfigurationProperties("reprise")
record EngineSettings(
        @DefaultValue("10s") Duration lease,
        @DefaultValue("2s") Duration renew,
        @DefaultValue("3") int retries,
        @DefaultValue("1s") Duration retryWait,
        @DefaultValue("1") int keepGenerations,
        @DefaultValue("24h") Duration planKept,
        @DefaultValue("32MB") DataSize largeFrom) {}
