package dev.reprise.cli.many;

import dev.reprise.cli.view.Amounts;
import dev.reprise.cli.view.Output;
import dev.reprise.cli.view.ProgressView;
import dev.reprise.cli.view.ReportText;
import dev.reprise.record.Problem;
import dev.reprise.report.ImportReport;
import dev.reprise.report.Progress;
import dev.reprise.report.ProgressListener;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Shows how many imports go: on a terminal one line for all, elsewhere a line when each has ended, with {@code --json} each import's
 * report as a line. What went wrong is said at once. Used by several threads.
 */
final class ManyView implements AutoCloseable {

    private static final long LINE_NANOS = 200_000_000;

    private final Output output;
    private final boolean line;
    private final int files;
    private final Map<Path, Long> reading = new LinkedHashMap<>();
    private int done;
    private int failed;
    private long read;
    private long drawnAt;
    private boolean drawn;

    /** With whether the line may be drawn anew. */
    ManyView(Output output, boolean terminal, int files) {
        this.output = output;
        this.line = terminal;
        this.files = files;
    }

    /** What the import of one of the files says goes with the file's name. */
    ProgressListener listener(Path file) {
        ProgressListener events = ProgressView.of(output);
        return new ProgressListener() {
            @Override
            public void progress(Progress progress) {
                if (output.json()) {
                    events.progress(progress);
                } else {
                    reads(file, progress.counts().read());
                }
            }

            @Override
            public void says(String sentence) {
                say(file.getFileName() + ": " + sentence);
            }
        };
    }

    private synchronized void reads(Path file, long records) {
        reading.put(file, records);
        if (System.nanoTime() - drawnAt > LINE_NANOS) {
            draw();
        }
    }

    private synchronized void say(String sentence) {
        clear();
        output.say(sentence);
    }

    /** A file is done with, whatever came of it. */
    synchronized void ended(Outcome outcome) {
        ImportReport report = outcome.report();
        reading.remove(outcome.file());
        done++;
        failed += outcome.isPublished() ? 0 : 1;
        read += report == null ? 0 : report.read();
        clear();
        if (output.json()) {
            output.document("import", report == null ? document(outcome) : report);
        } else if (!line || !outcome.isPublished()) {
            output.say("%d of %d  %s  %s"
                    .formatted(
                            done,
                            files,
                            outcome.file().getFileName(),
                            report == null ? "not imported" : ReportText.headline(report)));
        }
        Problem problem = outcome.problem();
        if (problem != null) {
            output.errorText(problem);
        }
        draw();
    }

    /** Of a file for which no import was begun. */
    private static Map<String, Object> document(Outcome outcome) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("file", outcome.file().toString());
        document.put("exit", outcome.exit().code());
        document.put("error", outcome.problem());
        return document;
    }

    private void draw() {
        if (line) {
            long records = read + reading.values().stream().mapToLong(n -> n).sum();
            output.redraw("%d of %d done, %d failed, %d running, %s records"
                    .formatted(done, files, failed, reading.size(), Amounts.count(records)));
            drawn = true;
            drawnAt = System.nanoTime();
        }
    }

    private void clear() {
        if (drawn) {
            output.redraw("");
            drawn = false;
        }
    }

    @Override
    public synchronized void close() {
        clear();
    }
}
