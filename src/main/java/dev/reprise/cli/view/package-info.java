/** What a person or a program sees of a command: text, tables, progress, JSON. */
@NullMarked
package dev.reprise.cli.view;

import org.jspecify.annotations.NullMarked;
