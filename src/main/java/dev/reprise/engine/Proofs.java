package dev.reprise.engine;

import dev.reprise.engine.job.Session;
import dev.reprise.engine.job.SourceJob;
import dev.reprise.engine.job.SourceJobs;
import dev.reprise.engine.job.Target;
import dev.reprise.engine.ledger.Import;
import dev.reprise.engine.run.Ledger;
import dev.reprise.input.Block;
import dev.reprise.input.ExportFormat;
import dev.reprise.input.Shell;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.record.Row;
import dev.reprise.report.ProofReport;
import dev.reprise.table.ContentHash;
import dev.reprise.table.Proof;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Proves that the database holds what was read: hashes computed from all rows again, beside those computed from the file. */
public final class Proofs {

    private final SourceJobs jobs;
    private final Ledger ledger;
    private final LongLook look;

    Proofs(SourceJobs jobs, Ledger ledger, LongLook look) {
        this.jobs = jobs;
        this.ledger = ledger;
        this.look = look;
    }

    /**
     * Compares the rows that an import made with what was computed while its file was read.
     *
     * @throws RefusedException with exit 9 if its rows are gone, or were made by a version that kept no hashes
     */
    public ProofReport verify(UUID importId) {
        Import subject = ledger.imports().find(importId).orElseThrow();
        SourceJob job = jobs.named(subject.job());
        Long generation = subject.generation();
        long start = System.nanoTime();
        return look.read(jdbc -> {
            Proof proof = new Proof(jdbc);
            if (generation == null || !proof.exists(generation)) {
                throw refused(
                        "rows-gone",
                        "import %s has no rows any more, or never had any of its own".formatted(importId),
                        subject.target(),
                        "Compare what is live with a file: reprise verify %s FILE".formatted(subject.target()));
            }
            Map<String, String> read = proof.expected(generation);
            if (read.isEmpty()) {
                throw refused(
                        "hash-unknown",
                        "import %s is not whole, or of a version that kept no hashes".formatted(importId),
                        subject.target(),
                        "Compare what is live with a file: reprise verify %s FILE".formatted(subject.target()));
            }
            Map<String, String> stored =
                    proof.compute(generation, job.tablesAndHead()).byEntity();
            return new Read(null, read, 0).with(subject.target(), generation, stored, start);
        });
    }

    /**
     * Compares what is live in a target with any export of it.
     *
     * @throws RefusedException if the target does not exist, or the file is not an export of it
     */
    public ProofReport compare(Target target, Path file) {
        SourceJob job = jobs.writingTo(target);
        if (job.json().isEmpty()) {
            throw refused(
                    "not-comparable",
                    "an archive need not hold all of its target, so the two have no common hash",
                    target.toString(),
                    "See what an import would change: reprise plan %s --into %s. The last import is proved by: reprise verify last"
                            .formatted(file, target));
        }
        Session session = job.open(target, Map.of(), file);
        session.checkThere();
        long start = System.nanoTime();
        Read read = read(job, session, file);
        return look.read(jdbc -> {
            long live = session.liveGeneration();
            Map<String, String> stored =
                    new Proof(jdbc).compute(live, job.tablesAndHead()).byEntity();
            return read.with(target.toString(), live, stored, start);
        });
    }

    private Read read(SourceJob job, Session session, Path file) {
        AtomicLong rejected = new AtomicLong();
        ContentHash hash = new ContentHash(null);
        try (ExportFormat.Reader reader = session.format().open(file, null)) {
            session.checkDocument(reader.head(), reader.finished());
            String shell = null;
            for (Block block = reader.read(); block != null; block = reader.read()) {
                session.process(block).outcomes().forEach(outcome -> {
                    if (outcome instanceof Row row) {
                        hash.add(row);
                    } else {
                        rejected.incrementAndGet();
                    }
                });
                shell = block.position().finished() ? block.position().shell() : shell;
            }
            Shell whole = Shell.parse(String.valueOf(shell), job.inner());
            session.checkDocument(whole, true);
            hash.add("document", whole.text());
            hash.add(session.head(whole));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Read(file.toString(), hash.byEntity(), rejected.get());
    }

    /** What was read from a file: its hashes, and how many of its elements would stay out. */
    private record Read(@Nullable String file, Map<String, String> hashes, long rejected) {

        ProofReport with(String target, long generation, Map<String, String> stored, long start) {
            Map<String, ProofReport.Hashes> entities = new TreeMap<>();
            hashes.forEach((entity, hash) -> entities.put(entity, new ProofReport.Hashes(hash, stored.get(entity))));
            stored.forEach((entity, hash) -> entities.putIfAbsent(entity, new ProofReport.Hashes(null, hash)));
            boolean same = rejected == 0 && hashes.equals(stored);
            double seconds = (System.nanoTime() - start) / 1e9;
            return new ProofReport(target, generation, file, same, rejected, entities, seconds);
        }
    }

    private static RefusedException refused(String code, String what, String where, String next) {
        return new RefusedException(Exit.WRONG_STATE, Problem.unchanged(code, what, where, next));
    }
}
