/** Imports in one call: of one file or of many, into what was named or what each file says. */
@NullMarked
package dev.reprise.cli.many;

import org.jspecify.annotations.NullMarked;
