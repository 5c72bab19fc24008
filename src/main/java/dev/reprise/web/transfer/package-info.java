/** What goes in and out by HTTP, byte by byte: how much at most, how fast at least, and where it lies meanwhile. */
@NullMarked
package dev.reprise.web.transfer;

import org.jspecify.annotations.NullMarked;
