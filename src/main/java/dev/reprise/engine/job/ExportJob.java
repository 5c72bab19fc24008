package dev.reprise.engine.job;

/** One kind of export, as a source brings it: a bean. The engine does the rest, the same for all. */
public interface ExportJob extends DocumentJob {

    /**
     * The generation of a target that is live now, in the caller's transaction.
     *
     * @throws dev.reprise.record.RefusedException with exit 5 if there is no such target, with exit 2 if there cannot be one
     */
    long liveGeneration(Target target);
}
