/**
 * Who may write for a target now.
 *
 * <p>A lease is a row with an epoch and an end. Its holder renews it from a thread and connection of its own; the server's clock
 * alone counts. Each chunk locks the row and its epoch in its own transaction, so a process that was overtaken can commit nothing
 * more. A session advisory lock is held as a sign of life: it tells a dead holder, whose lease is waited for, from a busy one.
 *
 * <p>Not guaranteed: that a paused process notices at once that it was overtaken; it does at its next chunk.
 */
@NullMarked
package dev.reprise.engine.lease;

import org.jspecify.annotations.NullMarked;
