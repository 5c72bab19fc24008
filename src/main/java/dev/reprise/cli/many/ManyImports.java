package dev.reprise.cli.many;

import dev.reprise.cli.many.ManySummary.Tally;
import dev.reprise.cli.view.Output;
import dev.reprise.engine.ActiveRuns;
import dev.reprise.engine.FileTargets;
import dev.reprise.engine.FileTargets.Addressee;
import dev.reprise.engine.ImportEngine;
import dev.reprise.engine.job.Target;
import dev.reprise.engine.ledger.ImportReports;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.report.ProgressListener;
import dev.reprise.request.ExportFile;
import dev.reprise.request.ImportOrder;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Imports many files, so many at once, each into what it says that it is an export of. One that fails does not keep the others from
 * being imported. When the process is told to end, those that run stop at their next chunk's border, and no more are begun.
 *
 * <p>Two files of one target are a mistake, which is refused before anything begins where the files' heads tell. Where the target
 * stands behind the data, the later one waits until the earlier has ended.
 */
public final class ManyImports {

    /** So many in a row for which the database was not there, and the rest is not tried: each waits for long. */
    private static final int GIVEN_UP = 3;

    private final Engine engine;
    private final Output output;
    private final Function<Throwable, RefusedException> refusals;
    private final Map<Path, Addressee> known = new HashMap<>();
    private final Map<Target, ReentrantLock> turns = new ConcurrentHashMap<>();
    private final AtomicInteger unavailable = new AtomicInteger();

    /** With what a person is told of any failure. */
    public ManyImports(Engine engine, Output output, Function<Throwable, RefusedException> refusals) {
        this.engine = engine;
        this.output = output;
        this.refusals = refusals;
    }

    /** What it takes from the engine. */
    public record Engine(ImportEngine imports, FileTargets targets, ImportReports reports, ActiveRuns active) {}

    /**
     * Imports the files of an order and says what became of them.
     *
     * @return the exit code: the worst of all
     * @throws RefusedException with exit 2 if two files are known to be exports of the same target; nothing was begun then
     */
    public int run(ImportOrder order, List<Path> files) {
        readHeads(order, files);
        Tally tally = new Tally();
        try (ManyView view = new ManyView(output, output.isLive(), files.size())) {
            work(order, files, tally, view);
        }
        ManySummary summary = tally.summary(
                files.size(), engine.active().ending() ? engine.active().endingWith() : Exit.UNAVAILABLE);
        if (output.json()) {
            output.document("summary", summary);
        } else {
            output.answer(summary.text());
        }
        return summary.exit();
    }

    private void readHeads(ImportOrder order, List<Path> files) {
        Map<Target, Path> first = new HashMap<>();
        List<String> twins = new ArrayList<>();
        for (Path file : files) {
            Addressee addressee = engine.active().ending() ? null : head(order, file);
            if (addressee != null) {
                known.put(file, addressee);
                Path other = first.putIfAbsent(addressee.target(), file);
                if (other != null) {
                    twins.add("%s and %s are both exports of %s".formatted(other, file, addressee.target()));
                }
            }
        }
        if (!twins.isEmpty()) {
            throw new RefusedException(
                    Exit.USAGE,
                    Problem.unchanged(
                            "target-twice",
                            String.join("; ", twins),
                            null,
                            "Keep the one of each that is to be live."));
        }
    }

    /** Null if the head does not tell, or is broken: that is said when it is the file's turn. */
    private @Nullable Addressee head(ImportOrder order, Path file) {
        try {
            return engine.targets()
                    .ofHead(ExportFile.readable(file), order.job())
                    .orElse(null);
        } catch (RefusedException | UncheckedIOException e) {
            return null;
        }
    }

    private void work(ImportOrder order, List<Path> files, Tally tally, ManyView view) {
        AtomicInteger next = new AtomicInteger();
        Runnable worker = () -> {
            for (int i = next.getAndIncrement(); i < files.size() && goesOn(); i = next.getAndIncrement()) {
                Outcome outcome = outcome(order, files.get(i), view.listener(files.get(i)));
                if (outcome != null) {
                    tally.add(outcome);
                    view.ended(outcome);
                }
            }
        };
        int workers = Math.min(order.parallel(), files.size());
        ExecutorService threads = Executors.newFixedThreadPool(workers);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                running.add(threads.submit(worker));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while imports were waited for", e);
        } finally {
            threads.shutdown();
        }
    }

    private boolean goesOn() {
        return !engine.active().ending() && unavailable.get() < GIVEN_UP;
    }

    /** Null if the file was not begun, because its turn came when no more were to be. */
    private @Nullable Outcome outcome(ImportOrder order, Path file, ProgressListener listener) {
        Outcome outcome;
        try {
            outcome = imported(order, ExportFile.readable(file), listener);
        } catch (RuntimeException e) {
            output.debug(e);
            outcome = Outcome.of(file, refusals.apply(e));
        }
        if (outcome != null && outcome.exit() == Exit.UNAVAILABLE) {
            unavailable.incrementAndGet();
        } else {
            unavailable.set(0);
        }
        return outcome;
    }

    private @Nullable Outcome imported(ImportOrder order, Path file, ProgressListener listener) {
        Addressee head = known.get(file);
        Addressee addressee = head == null ? engine.targets().of(file, order.job()) : head;
        ReentrantLock turn = turns.computeIfAbsent(addressee.target(), target -> new ReentrantLock());
        turn.lock();
        try {
            if (!goesOn()) {
                return null;
            }
            UUID importId = engine.imports().run(order.request(file, addressee), listener);
            return Outcome.of(file, FinalReport.of(engine.reports(), importId));
        } finally {
            turn.unlock();
        }
    }
}
