/** Jobs at certain times: which, when next, what became of the last; begun by one of the processes that serve. */
@NullMarked
package dev.reprise.schedule;

import org.jspecify.annotations.NullMarked;
