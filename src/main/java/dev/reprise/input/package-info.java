/**
 * Opens what was handed in and lets nothing bad through. Every limit and guard is here; which fields mean what is not.
 *
 * <p>A JSON document is read in one pass: {@link dev.reprise.input.JsonScanner} finds where values begin and end, checking
 * UTF-8, surrogates and depth byte by byte; {@link dev.reprise.input.JsonExportReader} walks the document's skeleton and hands out
 * blocks of elements; a compressed file is inflated below it by {@link dev.reprise.input.Gunzip}. {@link dev.reprise.input.JsonCursor}
 * walks over each element as strictly as {@link dev.reprise.input.StrictJson} parses other values, and says what is wrong in its words;
 * {@link dev.reprise.input.RawValue} takes values from where they stand. Memory holds one block.
 */
@NullMarked
package dev.reprise.input;

import org.jspecify.annotations.NullMarked;
