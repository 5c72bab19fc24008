/** What the database remembers of imports: the imports themselves, their checkpoints, counters, rejections, and reports of them. */
@NullMarked
package dev.reprise.engine.ledger;

import org.jspecify.annotations.NullMarked;
