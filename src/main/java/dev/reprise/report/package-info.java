/** What happened: counters, rejections, warnings, problems; one report that every door renders and nobody recounts. */
@NullMarked
package dev.reprise.report;

import org.jspecify.annotations.NullMarked;
