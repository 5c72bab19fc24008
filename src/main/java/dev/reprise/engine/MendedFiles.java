package dev.reprise.engine;

import dev.reprise.engine.job.Session;
import dev.reprise.engine.job.SourceJob;
import dev.reprise.engine.job.Target;
import dev.reprise.engine.ledger.Import;
import dev.reprise.input.Block;
import dev.reprise.input.JsonExportReader;
import dev.reprise.input.Shell;
import dev.reprise.table.Proof;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Looks at a file of mended elements before an import is touched for it: one that is refused must not cost the import. */
final class MendedFiles {

    private final Proof proof;

    MendedFiles(Proof proof) {
        this.proof = proof;
    }

    /** Whether an import's rows were verified, so that its hashes are known. */
    boolean isSealed(Import subject) {
        return subject.generation() != null
                && proof.exists(subject.generation())
                && !proof.expected(subject.generation()).isEmpty();
    }

    /** Reads all of it. */
    void check(Import subject, SourceJob job, Path file) {
        Session session = job.open(Target.parse(subject.target()), subject.options(), file);
        try (JsonExportReader reader = job.mendable().open(file, null)) {
            session.checkDocument(reader.head(), reader.finished());
            for (Block block = reader.read(); block != null; block = reader.read()) {
                session.process(block);
                if (block.position().finished()) {
                    session.checkDocument(Shell.parse(block.position().shell(), job.inner()), true);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
