package dev.reprise.engine.job;

import dev.reprise.input.Shell;
import dev.reprise.table.EntityTable;
import dev.reprise.table.Reference;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** What a document says that it is an export of; empty if it does not say, or not yet. */
    Optional<Target> targetOf(Shell shell);

    /** What it does for one import. */
    Session open(Target target, Map<String, String> options, Path file);
}
