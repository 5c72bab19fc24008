package dev.reprise.cli.view;

import dev.reprise.report.Progress;
import dev.reprise.report.ProgressListener;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows how an import goes: on a terminal one line that is drawn anew, elsewhere a plain line every 30 seconds, with {@code --json} an
 * event a second on stdout.
 */
public final class ProgressView implements ProgressListener, AutoCloseable {

    private static final double LINE_SECONDS = 0.2;
    private static final double EVENT_SECONDS = 1;
    private static final double PLAIN_SECONDS = 30;
    private static final double SETTLED_SECONDS = 5;
    private static final double SETTLED_SHARE = 0.02;

    /** How it is shown. */
    private enum Style {
        LINE(LINE_SECONDS),
        PLAIN(PLAIN_SECONDS),
        JSON(EVENT_SECONDS),
        NONE(Double.MAX_VALUE);

        private final double every;

        Style(double every) {
            this.every = every;
        }
    }

    private final Output output;
    private final Style style;
    private final LongSupplier clock;
    private final long start;
    private @Nullable Progress first;
    private long firstAt;
    private double shownAt;
    private boolean drawn;

    private ProgressView(Output output, Style style, LongSupplier clock) {
        this.output = output;
        this.style = style;
        this.clock = clock;
        this.start = clock.getAsLong();
    }

    /** The view that fits where the command speaks. */
    public static ProgressView of(Output output) {
        return of(output, Terminal.isStderr(), System::nanoTime);
    }

    static ProgressView of(Output output, boolean terminal, LongSupplier clock) {
        return new ProgressView(output, output.json() ? Style.JSON : terminal ? Style.LINE : Style.PLAIN, clock);
    }

    /** Says sentences, shows no progress. */
    public static ProgressView silent(Output output) {
        return new ProgressView(output, Style.NONE, System::nanoTime);
    }

    @Override
    public void progress(Progress progress) {
        double now = (clock.getAsLong() - start) / 1e9;
        if (first == null && progress.bytes() > 0) {
            first = progress;
            firstAt = clock.getAsLong();
        }
        boolean last = progress.bytes() == progress.size();
        if (now - shownAt < style.every && !(last && style == Style.LINE)) {
            return;
        }
        shownAt = now;
        if (style == Style.JSON) {
            output.document("progress", event(progress));
        } else if (style == Style.LINE) {
            output.redraw(line(progress));
            drawn = true;
        } else if (style == Style.PLAIN) {
            output.say(line(progress));
        }
    }

    @Override
    public void says(String sentence) {
        end();
        output.say(sentence);
    }

    /** Leaves the line that is drawn anew. */
    public void end() {
        if (drawn) {
            output.redraw("");
            drawn = false;
        }
    }

    @Override
    public void close() {
        end();
    }

    private String line(Progress progress) {
        return String.format(
                Locale.ROOT,
                "%s %s  %3.0f %%  %s rows  %s rows/s  %s  %s rejected",
                progress.target(),
                progress.step(),
                100 * share(progress),
                Amounts.count(progress.counts().read()),
                Amounts.count(Math.round(rate(progress.counts().read(), true))),
                timeLeft(progress),
                Amounts.count(progress.counts().rejected()));
    }

    private Map<String, Object> event(Progress progress) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("import", progress.importId());
        event.put("target", progress.target());
        event.put("step", progress.step());
        event.put("bytes", progress.bytes());
        event.put("file_size", progress.size());
        event.put("read", progress.counts().read());
        event.put("written", progress.counts().written());
        event.put("rejected", progress.counts().rejected());
        event.put("rows_per_second", Math.round(rate(progress.counts().read(), true)));
        return event;
    }

    private static double share(Progress progress) {
        return progress.size() == 0 ? 1 : (double) progress.bytes() / progress.size();
    }

    /** Rows or bytes in a second, since this process saw the first of them. */
    private double rate(long amount, boolean rows) {
        Progress from = first;
        double seconds = (clock.getAsLong() - firstAt) / 1e9;
        if (from == null || seconds <= 0) {
            return 0;
        }
        return (amount - (rows ? from.counts().read() : from.bytes())) / seconds;
    }

    /** Said only once it is settled: after some seconds and some of the file. */
    private String timeLeft(Progress progress) {
        double bytesPerSecond = rate(progress.bytes(), false);
        boolean settled = (clock.getAsLong() - start) / 1e9 > SETTLED_SECONDS && share(progress) > SETTLED_SHARE;
        if (!settled || bytesPerSecond <= 0) {
            return "";
        }
        return "about " + Amounts.seconds((progress.size() - progress.bytes()) / bytesPerSecond) + " left";
    }
}
