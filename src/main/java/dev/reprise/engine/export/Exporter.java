package dev.reprise.engine.export;

import dev.reprise.engine.job.ArchiveContent;
import dev.reprise.engine.job.ExportJob;
import dev.reprise.engine.job.ExportRequest;
import dev.reprise.engine.job.Target;
import dev.reprise.input.Shell;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.report.ExportReport;
import dev.reprise.report.ImportStatus;
import dev.reprise.table.Generations;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes what is live of a target as a document that an import reads: of one generation, whatever is published meanwhile, in the order
 * of the file that it came from. Changes nothing in the database.
 */
public final class Exporter {

    private static final int TRIES = 5;

    private final List<ExportJob> jobs;
    private final Generations generations;
    private final DataSource database;
    private final TransactionTemplate transaction;
    private final Ending ending;

    /** With the jobs that the sources brought. */
    public Exporter(
            List<ExportJob> jobs,
            Generations generations,
            DataSource database,
            PlatformTransactionManager transactions,
            Ending ending) {
        this.jobs = jobs;
        this.generations = generations;
        this.database = database;
        this.ending = ending;
        this.transaction = new TransactionTemplate(transactions);
        transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    /**
     * Writes a file, which is there once it is whole, or not at all.
     *
     * @throws RefusedException if there is no such job, target or directory, if the file is there or cannot be written, or if the
     *     process is told to end
     */
    public ExportReport run(ExportRequest request) {
        ExportJob job = named(request.job());
        try (Destination destination = Destination.begin(request.file(), request.replace())) {
            ExportReport report = export(
                    new Order(job, request.target(), request.options()),
                    destination.out(),
                    destination.file().toString());
            destination.complete();
            return report;
        } catch (UncheckedIOException e) {
            throw Destination.unwritable(request.file().toString(), Objects.requireNonNull(e.getCause()));
        }
    }

    /**
     * Writes to a stream, which it leaves open.
     *
     * @throws RefusedException as for a file, but that a part may have been written
     */
    public ExportReport run(String job, Target target, Map<String, String> options, OutputStream out) {
        return export(new Order(named(job), target, options), out, null);
    }

    private ExportJob named(String name) {
        return jobs.stream()
                .filter(job -> job.descriptor().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new RefusedException(
                        Exit.NOT_FOUND,
                        Problem.unchanged("job-unknown", "there is no job '" + name + "'", null, "See: reprise jobs")));
    }

    /** What is to be written. */
    private record Order(ExportJob job, Target target, Map<String, String> options) {}

    private ExportReport export(Order order, OutputStream stream, @Nullable String file) {
        Snapshot.checkPool(database);
        CountingOutputStream out = new CountingOutputStream(stream);
        long begin = System.nanoTime();
        Written written = written(order, out);
        double seconds = (System.nanoTime() - begin) / 1_000_000 / 1e3;
        long rows =
                written.counts().values().stream().mapToLong(Long::longValue).sum();
        return new ExportReport(
                order.job().descriptor().name(),
                order.target().toString(),
                file,
                ImportStatus.COMPLETED,
                Exit.OK.code(),
                written.generation(),
                out.length(),
                rows,
                written.counts(),
                seconds,
                Math.round(rows / Math.max(seconds, 1e-3)));
    }

    /** Which generation was written, and how many rows of each entity. */
    private record Written(long generation, Map<String, Long> counts) {}

    private Written written(Order order, CountingOutputStream out) {
        try {
            return inSnapshot(order, out);
        } catch (RuntimeException e) {
            throw ending.isOn() ? stopped(e) : e;
        }
    }

    private Written inSnapshot(Order order, CountingOutputStream out) {
        for (int i = 1; ; i++) {
            try {
                return Objects.requireNonNull(transaction.execute(status -> {
                    long generation = order.job().liveGeneration(order.target());
                    return new Written(generation, write(order, generation, out));
                }));
            } catch (ConcurrencyFailureException e) {
                if (i == TRIES || out.length() > 0) {
                    throw e; // else the generation was replaced between the look at the target and the pin
                }
            }
        }
    }

    private Map<String, Long> write(Order order, long generation, CountingOutputStream out) {
        ExportJob job = order.job();
        Shell shell = Shell.parse(generations.pin(generation), job.inner());
        ConnectionCallback<Map<String, Long>> work = connection -> {
            try (Snapshot snapshot = new Snapshot(database, connection);
                    Ending.Watch watch = ending.watch(snapshot::cancel)) {
                Optional<ArchiveContent> archive = job.archive(order.target(), order.options());
                if (archive.isPresent()) {
                    ArchiveWriter writer = new ArchiveWriter(snapshot, generation, this::goOn);
                    writer.write(archive.get(), job.tables(), shell, out);
                    return writer.counts();
                }
                try (DocumentWriter writer =
                        new DocumentWriter(job, snapshot, generation, new JsonBuffer(out), this::goOn)) {
                    writer.write(shell);
                    return writer.counts();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        return Objects.requireNonNull(new JdbcTemplate(database).execute(work));
    }

    private void goOn() {
        if (ending.isOn()) {
            throw stopped(null);
        }
    }

    private static RefusedException stopped(@Nullable Exception cause) {
        Problem problem = new Problem(
                "stopped", "the export was stopped", null, "No file was made, nothing was changed.", "Export again.");
        return new RefusedException(Exit.STOPPED, problem, cause);
    }
}
