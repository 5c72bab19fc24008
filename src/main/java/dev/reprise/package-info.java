/** Reprise brings exported data back into PostgreSQL: whole or not at all, resumable at any point. */
@NullMarked
package dev.reprise;

import org.jspecify.annotations.NullMarked;
