/** The embedded PostgreSQL: a server of our own on loopback when no database is configured. */
@NullMarked
package dev.reprise.server;

import org.jspecify.annotations.NullMarked;
