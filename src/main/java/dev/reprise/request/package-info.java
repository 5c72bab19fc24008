/** What is asked for, before anything is started: the jobs that there are, job files, and the files they name. */
@NullMarked
package dev.reprise.request;

import org.jspecify.annotations.NullMarked;
