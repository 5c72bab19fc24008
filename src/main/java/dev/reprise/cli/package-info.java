/**
 * The command line: parse, call the engine, render the report. It is parsed before Spring starts, so that help and mistakes are
 * answered at once. stdout is the answer, everything else is stderr.
 */
@NullMarked
package dev.reprise.cli;

import org.jspecify.annotations.NullMarked;
