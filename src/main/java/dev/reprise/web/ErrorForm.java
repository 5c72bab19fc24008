package dev.reprise.web;

import dev.reprise.record.Problem;

/** How a vendor's API tells what is wrong: a bean of its source. Everybody else gets problem details (RFC 9457). */
public interface ErrorForm {

    /** Whether this path is one of the vendor's. */
    boolean isFor(String path);

    /** The body of the answer, as JSON. */
    String body(int status, Problem problem);
}
