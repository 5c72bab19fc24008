/** How much of what all share one caller may take. */
@NullMarked
package dev.reprise.web.limit;

import org.jspecify.annotations.NullMarked;
