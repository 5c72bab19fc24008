/** What is asked for, and what a source brings to do it: the shapes that engine, sources and doors share. */
@NullMarked
package dev.reprise.engine.job;

import org.jspecify.annotations.NullMarked;
