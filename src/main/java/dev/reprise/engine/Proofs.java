package dev.reprise.engine;

import dev.reprise.engine.job.Session;
import dev.reprise.engine.job.SourceJob;
import dev.reprise.engine.job.Target;
import dev.reprise.engine.ledger.Import;
import dev.reprise.engine.run.Ledger;
import dev.reprise.input.Block;
import dev.reprise.input.InputSettings;
import dev.reprise.input.JsonExportReader;
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
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Proves that the database holds what was read: hashes computed from all rows again, beside those computed from the file. */
public final class Proofs {

    private final SourceJobs jobs;
    private final Ledger ledger;
    private final InputSettings input;
    private final Snapshot snapshot;

    Proofs(SourceJobs jobs, Ledger ledger, InputSettings input, Snapshot snapshot) {
        this.jobs = jobs;
        this.ledger = ledger;
        this.input = input;
        this.snapshot = snapshot;
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
        return snapshot.read(jdbc -> {
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
            return report(subject.target(), generation, null, read, stored, start);
        });
    }

    /**
     * Compares what is live in a target with any export of it.
     *
     * @throws RefusedException if the target does not exist, or the file is not an export of it
     */
    public ProofReport compare(Target target, Path file) {
        SourceJob job = jobs.writingTo(target);
        Session session = job.open(target, Map.of(), file);
        session.checkTarget();
        long start = System.nanoTime();
        Map<String, String> read = read(job, session, file).byEntity();
        return snapshot.read(jdbc -> {
            long live = session.liveGeneration();
            Map<String, String> stored =
                    new Proof(jdbc).compute(live, job.tablesAndHead()).byEntity();
            return report(target.toString(), live, file.toString(), read, stored, start);
        });
    }

    private ContentHash read(SourceJob job, Session session, Path file) {
        ContentHash hash = new ContentHash(null);
        try (JsonExportReader reader = new JsonExportReader(file, job.inner(), input, null)) {
            session.checkDocument(reader.head(), reader.finished());
            String shell = null;
            for (Block block = reader.read(); block != null; block = reader.read()) {
                session.process(block).outcomes().forEach(outcome -> {
                    if (outcome instanceof Row row) {
                        hash.add(row);
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
        return hash;
    }

    private static ProofReport report(
            String target,
            long generation,
            @Nullable String file,
            Map<String, String> read,
            Map<String, String> stored,
            long start) {
        Map<String, ProofReport.Hashes> entities = new TreeMap<>();
        new TreeSet<>(read.keySet())
                .forEach(entity -> entities.put(entity, new ProofReport.Hashes(read.get(entity), stored.get(entity))));
        stored.forEach((entity, hash) -> entities.putIfAbsent(entity, new ProofReport.Hashes(null, hash)));
        return new ProofReport(
                target, generation, file, read.equals(stored), entities, (System.nanoTime() - start) / 1e9);
    }

    private static RefusedException refused(String code, String what, String where, String next) {
        return new RefusedException(Exit.WRONG_STATE, Problem.unchanged(code, what, where, next));
    }
}
