/** What travels through the house: plain values without a framework, known to every room. */
@NullMarked
package dev.reprise.record;

import org.jspecify.annotations.NullMarked;
