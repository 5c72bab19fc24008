/** The operators' API: imports, what came of them, and what can be done about them. */
@NullMarked
package dev.reprise.api;

import org.jspecify.annotations.NullMarked;
