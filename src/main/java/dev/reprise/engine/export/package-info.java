/**
 * The way back: what is live of a target becomes a document again, of one generation and in the shape that an import reads.
 *
 * <p>{@link dev.reprise.engine.export.Exporter} pins the generation in a snapshot, {@link
 * dev.reprise.engine.export.DocumentWriter} pours rows into the document's shell, {@link
 * dev.reprise.engine.export.ElementJson} spells a row, {@link dev.reprise.engine.export.Destination} lets the file be seen when it
 * is whole.
 */
@NullMarked
package dev.reprise.engine.export;

import org.jspecify.annotations.NullMarked;
