package dev.reprise.engine.job;

import java.util.Map;
import java.util.Optional;

/** One kind of export, as a source brings it: a bean. The engine does the rest, the same for all. */
public interface ExportJob extends DocumentJob {

    /**
     * The generation of a target that is live now, in the caller's transaction.
     *
     * @throws dev.reprise.record.RefusedException with exit 5 if there is no such target, with exit 2 if there cannot be one
     */
    long liveGeneration(Target target);

    /**
     * How its rows are written, if that is as an archive; empty if it is as JSON.
     *
     * @throws dev.reprise.record.RefusedException if one of its options is not as it should be
     */
    default Optional<ArchiveContent> archive(Target target, Map<String, String> options) {
        return Optional.empty();
    }
}
