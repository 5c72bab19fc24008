package dev.reprise.engine.job;

import java.util.List;

/**
 * What the command line must know of a job before Spring starts. Found by {@link java.util.ServiceLoader}: a source names its
 * descriptors in {@code META-INF/services}.
 */
public interface JobDescriptor {

    /** Name of the job, such as {@code product-import}. */
    String name();

    /** The source whose files it reads, such as {@code inskill}. */
    String source();

    /** One line for a list of jobs. */
    String summary();

    /** Kind of the targets that it takes, such as {@code product}. */
    String targetKind();

    /** An example of a target, such as {@code product/410}. */
    String targetExample();

    /** Options of its own, besides those of every import. */
    List<Option> options();

    /**
     * A flag on the command line and a key in a job file.
     *
     * @param name without the dashes
     * @param description one line
     */
    record Option(String name, String description) {}
}
