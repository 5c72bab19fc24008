package dev.reprise.engine.queue;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How waiting imports are run.
 *
 * @param parallel how many of them a process runs at once; each takes three connections
 * @param waiting how many may wait before further ones are refused
 * @param waitingOfOne how many that one caller has asked for by HTTP
 * @param poll how often a process looks for what another one has queued
 * @param heartbeat how often a process says that it lives; one that has not for four times as long is dead to the others
 */
@ConfigurationProperties("reprise.queue")
record QueueSettings(
        @DefaultValue("4") int parallel,
        @DefaultValue("1000") int waiting,
        @DefaultValue("500") int waitingOfOne,
        @DefaultValue("2s") Duration poll,
        @DefaultValue("5s") Duration heartbeat) {}
