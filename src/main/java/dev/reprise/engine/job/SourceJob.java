package dev.reprise.engine.job;

import dev.reprise.input.JsonFormat;
import dev.reprise.input.Shell;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.table.EntityTable;
import dev.reprise.table.Reference;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** One kind of import, as a source brings it: a bean. The engine does the rest, the same for all. */
public interface SourceJob extends DocumentJob {

    /** The table of the document's head. */
    EntityTable head();

    /** All of them. */
    default List<EntityTable> tablesAndHead() {
        return Stream.concat(tables().stream(), Stream.of(head())).toList();
    }

    /** What must hold between rows before they are published. */
    List<Reference> references();

    /**
     * Whether what an import brings goes together with what is live, by each session's {@link Session#overlay()}, instead of replacing
     * it. What the document says of itself is then no content.
     */
    default boolean completes() {
        return false;
    }

    /** How its documents are read, if they are JSON; empty if they are archives. */
    Optional<JsonFormat> json();

    /**
     * How its documents are read, whose elements can be written to a file and put in again one by one.
     *
     * @throws RefusedException with exit 9 if they are archives
     */
    default JsonFormat mendable() {
        return json().orElseThrow(() -> new RefusedException(
                Exit.WRONG_STATE,
                Problem.unchanged(
                        "not-mendable",
                        "what " + descriptor().name()
                                + " reads is an archive, of which no single entries can be mended",
                        null,
                        "Mend the archive and import it again.")));
    }

    /** What a document says that it is an export of; empty if it does not say, or not yet. */
    Optional<Target> targetOf(Shell shell);

    /**
     * Where an import goes that is to have a target of its own: the n-th name to be tried, the 0th is that asked for. Empty if it goes
     * where it was asked to.
     */
    default Optional<IntFunction<Target>> numbered(Target asked, Map<String, String> options) {
        return Optional.empty();
    }

    /** Whether an import that was begun with some options may be gone on with as if it had been with others. */
    default boolean goesOn(Map<String, String> begun, Map<String, String> now) {
        return true;
    }

    /** What it answers to a completed import in its vendor's own form, by name; empty if it has none. */
    default Map<String, Object> answer(UUID importId) {
        return Map.of();
    }

    /** What it does for one import. */
    Session open(Target target, Map<String, String> options, Path file);
}
