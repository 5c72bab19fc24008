/** How fast an import is, beside what else could be done with the same file. Nothing here is run by {@code verify}. */
package dev.reprise.bench;
