/**
 * The one import. Spring Batch runs it and remembers; the truth lies in the tables import, import_lease and import_checkpoint.
 *
 * <pre>
 * take the lease of the target, or say who has it
 * take up the unfinished import of this file, or begin one
 * run a Spring Batch job of four steps:
 *   check    target, identity, head of the file; on a resume also: is it still the same file?
 *   load     chunk by chunk, each one transaction: lock the epoch, COPY the rows, keep rejections, counters, checkpoint
 *   verify   references, counts: read = written + rejected, and the tables agree
 *   publish  one short transaction: lock the epoch, make the generation live, complete the import
 * sweep what is no longer needed; let the lease go
 * </pre>
 *
 * <p>Killed at any point, an import goes on from its last committed chunk once its lease has expired. Stopped, failed or refused, it
 * has changed nothing that a reader sees.
 *
 * <p>Not guaranteed: that Spring Batch's tables agree at every moment. After a kill they may call an execution STARTED that is over,
 * even one whose import is completed; the next run or {@code recover} closes it.
 */
@NullMarked
package dev.reprise.engine;

import org.jspecify.annotations.NullMarked;
