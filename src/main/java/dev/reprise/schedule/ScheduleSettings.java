package dev.reprise.schedule;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How schedules are followed.
 *
 * @param poll how often a process looks for what is due
 * @param late how late a job may begin, as when nobody served at its time; later it is missed. A restore of the night is better left out
 *     than done over what was written in the morning
 */
@ConfigurationProperties("reprise.schedule")
record ScheduleSettings(
        @DefaultValue("2s") Duration poll,
        @DefaultValue("15m") Duration late) {}
