/**
 * The PostgreSQL end: rows by binary COPY into a generation that nobody sees, references checked set-based, publish as one update.
 *
 * <ol>
 *   <li>{@link dev.reprise.table.Generations} opens a generation; its rows lie in the entity tables under its id
 *   <li>{@link dev.reprise.table.RowWriter} copies the rows of each chunk; what the database refuses becomes a rejection
 *   <li>{@link dev.reprise.table.Keys} builds the keys of a generation that has tables of its own ({@link dev.reprise.table.OwnTables})
 *   <li>{@link dev.reprise.table.Verification} takes out rows that refer to nothing, until nothing changes
 *   <li>{@link dev.reprise.table.Products} makes the generation the live one
 * </ol>
 *
 * <p>Everything here runs in the caller's transaction, on the connection that Spring has bound to it. Nothing here checks who may
 * write: the caller holds the lease and has locked its epoch.
 *
 * <p>Not guaranteed: that the counters of an import agree with its rows (the engine counts and compares), and that a discarded
 * generation is gone at once (it is swept later, and invisible all the time).
 */
@NullMarked
package dev.reprise.table;

import org.jspecify.annotations.NullMarked;
