/** What all commands share: Spring when it is needed, work in the foreground, files and their options. */
@NullMarked
package dev.reprise.cli.command;

import org.jspecify.annotations.NullMarked;
