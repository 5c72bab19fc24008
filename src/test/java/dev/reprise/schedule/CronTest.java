package dev.reprise.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.record.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cron expressions, above all in the two nights of the year in which clocks are changed. */
class CronTest {

    private static final String BERLIN = "Europe/Berlin";

    private static List<String> next(String cron, String zone, String after, int times) {
        List<String> found = new ArrayList<>();
        Instant at = OffsetDateTime.parse(after).toInstant();
        for (int i = 0; i < times; i++) {
            at = Cron.of(cron, zone).next(at);
            found.add(at.atZone(ZoneId.of(zone)).toOffsetDateTime().toString());
        }
        return found;
    }

    @Test
    void nightlyIsOnceEachNight() {
        // in the night of the 28th there is no half past two, in that of October the 31st there are two
        assertThat(next("30 2 * * *", BERLIN, "2027-03-26T12:00+01:00", 3))
                .containsExactly("2027-03-27T02:30+01:00", "2027-03-28T03:00+02:00", "2027-03-29T02:30+02:00");
        assertThat(next("30 2 * * *", BERLIN, "2027-10-30T12:00+02:00", 2))
                .containsExactly("2027-10-31T02:30+02:00", "2027-11-01T02:30+01:00");
        assertThat(next("0,30 2,3 * * *", BERLIN, "2027-03-28T01:00+01:00", 3))
                .containsExactly("2027-03-28T03:00+02:00", "2027-03-28T03:30+02:00", "2027-03-29T02:00+02:00");
    }

    @Test
    void hourlyIsEachHour() {
        assertThat(next("*/30 * * * *", BERLIN, "2027-03-28T01:15+01:00", 3))
                .containsExactly("2027-03-28T01:30+01:00", "2027-03-28T03:00+02:00", "2027-03-28T03:30+02:00");
        assertThat(next("0 * * * *", BERLIN, "2027-10-31T01:30+02:00", 3))
                .containsExactly("2027-10-31T02:00+02:00", "2027-10-31T02:00+01:00", "2027-10-31T03:00+01:00");
    }

    @Test
    void aDayThatIsLeftOutCountsToo() {
        // Samoa had no 30th of December 2011
        assertThat(next("0 12 * * *", "Pacific/Apia", "2011-12-29T13:00-10:00", 2))
                .containsExactly("2011-12-31T00:00+14:00", "2011-12-31T12:00+14:00");
    }

    /** Whatever the expression and the moment: later than the moment, never back, and once between two midnights if it is daily. */
    @ParameterizedTest
    @ValueSource(strings = {"America/St_Johns", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kathmandu", BERLIN})
    void everyDayHasItsOne(String zone) {
        ZoneId id = ZoneId.of(zone);
        for (String cron : List.of("0 0 * * *", "59 23 * * *", "15 2 * * *", "0 1 * * *", "45 3 * * *")) {
            Cron daily = Cron.of(cron, zone);
            Instant at = Instant.parse("2026-01-01T12:00:00Z");
            int days = 0;
            for (Instant end = at.plus(Duration.ofDays(730)); at.isBefore(end); days++) {
                Instant next = daily.next(at);
                assertThat(next).isAfter(at);
                assertThat(daily.next(at.plusSeconds(1))).isEqualTo(next);
                assertThat(days == 0 || Duration.between(at, next).toHours() >= 22)
                        .as("%s %s", next.atZone(id), cron)
                        .isTrue();
                at = next;
            }
            assertThat(days).isBetween(730, 731);
        }
    }

    @Test
    void wordsOfCrontabAreTaken() {
        assertThat(next("@daily", "UTC", "2027-01-01T00:00Z", 1)).containsExactly("2027-01-02T00:00Z");
        assertThat(next("0 5 * * MON", "UTC", "2027-01-01T00:00Z", 1)).containsExactly("2027-01-04T05:00Z");
        assertThat(next("0 5 * * 7", "UTC", "2027-01-01T00:00Z", 1)).containsExactly("2027-01-03T05:00Z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "0 30 2 * * *; UTC; cron-malformed",
                "30 2; UTC; cron-malformed",
                "61 2 * * *; UTC; cron-malformed",
                "0 0 30 2 *; UTC; cron-malformed",
                "0 0 13 * FRI; UTC; cron-malformed",
                "@never; UTC; cron-malformed",
                "'  '; UTC; cron-malformed",
                "30 2 * * *; Europe/Atlantis; zone-unknown"
            })
    void whatIsNoneIsRefused(String cron, String zone, String code) {
        assertThatThrownBy(() -> Cron.of(cron, zone))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refusal -> assertThat(refusal.problem().code()).isEqualTo(code));
    }
}
