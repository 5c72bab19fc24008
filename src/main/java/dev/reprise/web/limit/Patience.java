package dev.reprise.web.limit;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How long a client waits for an answer, as it says in {@code Prefer} (RFC 7240): {@code respond-async}, {@code wait=SECONDS}. */
public final class Patience {

    private static final Pattern WAIT = Pattern.compile("(?:^|[,;\\s])wait\\s*=\\s*\"?(\\d{1,6})");

    private Patience() {}

    /** At most {@code most}; nothing if it does not want to wait at all. */
    public static Duration of(@Nullable String prefer, Duration most) {
        if (prefer == null) {
            return most;
        }
        String lower = prefer.toLowerCase(Locale.ROOT);
        Matcher wait = WAIT.matcher(lower);
        if (wait.find()) {
            Duration asked = Duration.ofSeconds(Long.parseLong(wait.group(1)));
            return asked.compareTo(most) < 0 ? asked : most;
        }
        return lower.contains("respond-async") ? Duration.ZERO : most;
    }
}
