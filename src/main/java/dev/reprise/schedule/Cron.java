package dev.reprise.schedule;

import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.Objects;
import org.springframework.scheduling.support.CronExpression;

/**
 * Times as a crontab says them: minute, hour, day of the month, month, day of the week, or {@code @daily} and the like. When clocks are
 * changed, a job of certain hours is done once a day all the same: at the end of the hour that is left out, and in the first of the two that
 * are alike. One of every hour ({@code *} or {@code *}{@code /2} in its place) follows the clock.
 */
final class Cron {

    private static final int FIELDS = 5;
    private static final int LONGEST_GAP_HOURS = 25; // a day was left out, too, where the date line was moved

    private final CronExpression expression;
    private final ZoneId zone;
    private final boolean followsClock;

    private Cron(CronExpression expression, ZoneId zone, boolean followsClock) {
        this.expression = expression;
        this.zone = zone;
        this.followsClock = followsClock;
    }

    /** @throws RefusedException with exit 2 if the text is no such expression, or says no time, or there is no such zone */
    static Cron of(String text, String zone) {
        String[] fields = text.strip().split("\\s+");
        boolean word = text.startsWith("@");
        if (!word && fields.length != FIELDS) {
            throw malformed(text, "it has %d fields instead of 5".formatted(fields.length));
        }
        if (!word && !isAny(fields[2]) && !isAny(fields[4])) {
            // crontab takes either day, others take what is both: who writes it may mean either
            throw malformed(text, "it names days of the month and of the week");
        }
        try {
            CronExpression expression = CronExpression.parse(word ? text : "0 " + String.join(" ", fields));
            Cron cron =
                    new Cron(expression, ZoneId.of(zone), word ? text.equals("@hourly") : fields[1].startsWith("*"));
            if (expression.next(LocalDateTime.now(cron.zone)) == null) {
                throw malformed(text, "there is no such day");
            }
            return cron;
        } catch (IllegalArgumentException e) {
            throw malformed(text, String.valueOf(e.getMessage()));
        } catch (DateTimeException e) {
            throw refused("zone-unknown", "there is no time zone '" + zone + "'", "It is one as Europe/Berlin or UTC.");
        }
    }

    private static boolean isAny(String field) {
        return field.equals("*") || field.equals("?");
    }

    /** The first time after this one. */
    Instant next(Instant after) {
        return followsClock
                ? Objects.requireNonNull(expression.next(after.atZone(zone))).toInstant()
                : ofLocal(after);
    }

    /** The clock's time is looked for, and what it is where the clock jumps over it or shows it twice. */
    private Instant ofLocal(Instant after) {
        LocalDateTime local = LocalDateTime.ofInstant(after, zone).minusHours(LONGEST_GAP_HOURS);
        Instant instant;
        do {
            local = Objects.requireNonNull(expression.next(local));
            ZoneOffsetTransition jump = zone.getRules().getTransition(local);
            instant = jump != null && jump.isGap()
                    ? jump.getInstant()
                    : local.atZone(zone).toInstant();
        } while (!instant.isAfter(after));
        return instant;
    }

    private static RefusedException malformed(String text, String why) {
        return refused(
                "cron-malformed",
                "'%s' is no cron expression: %s".formatted(text, why),
                "Write minute, hour, day of the month, month, day of the week: '30 2 * * *' is each night at half past two.");
    }

    private static RefusedException refused(String code, String what, String next) {
        return new RefusedException(Exit.USAGE, Problem.unchanged(code, what, null, next));
    }
}
