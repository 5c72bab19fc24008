/** Imports that wait: any number of processes that share a database take them, each import by one of them. */
@NullMarked
package dev.reprise.engine.queue;

import org.jspecify.annotations.NullMarked;
