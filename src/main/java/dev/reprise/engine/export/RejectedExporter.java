package dev.reprise.engine.export;

import dev.reprise.engine.job.SourceJob;
import dev.reprise.engine.ledger.Checkpoints.Checkpoint;
import dev.reprise.engine.ledger.Import;
import dev.reprise.engine.ledger.Rejections.Place;
import dev.reprise.engine.ledger.Retried.Part;
import dev.reprise.engine.run.Ledger;
import dev.reprise.input.Block;
import dev.reprise.input.JsonExportReader;
import dev.reprise.input.Position;
import dev.reprise.input.Shell;
import dev.reprise.record.Exit;
import dev.reprise.record.Origin;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.record.SourceRecord;
import dev.reprise.report.ImportStatus;
import dev.reprise.report.RejectedReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes the elements that an import rejected, or inside which it rejected something, as an export of their own: as they stand in the
 * file, in its order, to be mended and retried. They are taken from the files that were read; the database holds none of them.
 */
public final class RejectedExporter {

    private final Function<String, SourceJob> jobs;
    private final Ledger ledger;

    /** {@code jobs} finds a job by its name. */
    public RejectedExporter(Function<String, SourceJob> jobs, Ledger ledger) {
        this.jobs = jobs;
        this.ledger = ledger;
    }

    /**
     * Writes a file, which is there once it is whole, or not at all.
     *
     * @throws RefusedException with exit 9 if the import runs, or nothing of it was rejected; with exit 5 or 6 if a file that it read is gone
     *     or was changed; and whatever keeps the new one from being written
     */
    public RejectedReport run(UUID importId, Path file, boolean replace) {
        Import subject = ledger.imports().find(importId).orElseThrow();
        Position position = ledger.checkpoints()
                .find(importId)
                .map(Checkpoint::position)
                .filter(found -> !ImportStatus.ACTIVE.contains(subject.status()))
                .orElseThrow(
                        () -> refused(subject, "is " + subject.status().spelling() + ": its rejections are not known"));
        SourceJob job = jobs.apply(subject.job());
        job.mendable();
        List<Part> parts = ledger.retried().parts(importId);
        checkPlace(file, parts);
        try (Destination destination = Destination.begin(file, replace);
                Spool spool = new Spool()) {
            for (Part part : parts) {
                collect(importId, job, part, part.base() == 0 ? position : null, spool);
            }
            if (spool.elements() == 0) {
                throw refused(subject, "has no rejected elements");
            }
            JsonBuffer out = new JsonBuffer(destination.out());
            write(Shell.parse(position.shell(), job.inner()), job.inner(), spool, out);
            destination.complete();
            return new RejectedReport(
                    importId, subject.target(), destination.file().toString(), spool.elements(), out.length());
        } catch (IOException e) {
            throw Destination.unwritable(file.toString(), e);
        }
    }

    /** What was rejected could not be read again if its file were replaced. */
    private static void checkPlace(Path file, List<Part> parts) {
        Path place = file.toAbsolutePath().normalize();
        if (parts.stream().anyMatch(part -> Path.of(part.file()).equals(place))) {
            throw new RefusedException(
                    Exit.USAGE,
                    Problem.unchanged(
                            "file-in-use",
                            "the import has read " + place + ", and its rejected elements stand in it",
                            null,
                            "Choose another name."));
        }
    }

    private static RefusedException refused(Import subject, String why) {
        return new RefusedException(
                Exit.WRONG_STATE,
                Problem.unchanged(
                        "nothing-rejected",
                        "import %s %s".formatted(subject.importId(), why),
                        subject.target(),
                        "See: reprise status " + subject.importId()));
    }

    /** Walks over a file and over the places of what was rejected in it, side by side. */
    private void collect(UUID importId, SourceJob job, Part part, @Nullable Position end, Spool spool)
            throws IOException {
        if (!ledger.rejections().anyBetween(importId, part.base(), part.end())) {
            return;
        }
        Path source = Path.of(part.file());
        try (JsonExportReader reader = job.mendable().open(source, null)) {
            if (part.sha256() != null && !Arrays.equals(part.sha256(), JsonExportReader.sha256(source))) {
                throw JsonExportReader.changed(part.file());
            }
            Walk walk = new Walk(reader, part.base(), spool);
            ledger.rejections().places(importId, part.base(), part.end(), walk::to);
            Position last = walk.toEnd();
            if (end != null && end.finished() && (last == null || !isSame(last, end))) {
                throw JsonExportReader.changed(part.file());
            }
        } catch (UncheckedIOException e) {
            throw Objects.requireNonNull(e.getCause());
        } catch (NoSuchFileException e) {
            throw new RefusedException(
                    Exit.NOT_FOUND,
                    Problem.unchanged(
                            "file-missing",
                            "the file that was imported is no longer there",
                            part.file(),
                            "Put it there again: the database holds no rejected elements."));
        }
    }

    /** Through the elements of a file, forward only. */
    private static final class Walk {

        private final JsonExportReader reader;
        private final long base;
        private final Spool spool;
        private Iterator<SourceRecord> records = Collections.emptyIterator();
        private @Nullable Position position;
        private @Nullable SourceRecord record;
        private boolean kept;

        Walk(JsonExportReader reader, long base, Spool spool) {
            this.reader = reader;
            this.base = base;
            this.spool = spool;
        }

        /** Keeps the element that holds a place; once, however many places it holds. */
        void to(Place place) {
            try {
                while (record == null || end(record) <= place.offset()) {
                    if (!advance()) {
                        return;
                    }
                }
                if (!kept) {
                    spool.add(record.origin().array(), place.index(), record);
                    kept = true;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private long end(SourceRecord element) {
            return base + element.origin().offset() + element.to() - element.from();
        }

        private boolean advance() throws IOException {
            while (!records.hasNext()) {
                Block block = reader.read();
                if (block == null) {
                    record = null;
                    return false;
                }
                position = block.position();
                records = block.records().iterator();
            }
            record = records.next();
            kept = false;
            return true;
        }

        /** Where the file ends. */
        @Nullable
        Position toEnd() throws IOException {
            while (advance()) {
                // on
            }
            return position;
        }
    }

    private static boolean isSame(Position one, Position other) {
        return one.offset() == other.offset()
                && Arrays.equals(one.chain(), other.chain())
                && Arrays.equals(one.tail(), other.tail());
    }

    private static void write(Shell shell, String inner, Spool spool, JsonBuffer out) throws IOException {
        shell.dictate(new Shell.Scribe<IOException>() {
            @Override
            public void text(String json) throws IOException {
                out.write(json.getBytes(StandardCharsets.UTF_8));
            }

            @Override
            public void elements(String array) throws IOException {
                spool.write("/" + inner + "/" + Origin.escape(array), out);
            }
        });
        out.write('\n');
        out.flush();
    }
}
