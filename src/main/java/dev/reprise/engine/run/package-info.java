/** One run of one import, as a Spring Batch job of four steps. The way of a record lies here: reader, processor, writer. */
@NullMarked
package dev.reprise.engine.run;

import org.jspecify.annotations.NullMarked;
