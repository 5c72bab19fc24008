package dev.reprise.engine.job;

import java.util.List;
import java.util.stream.Stream;

/**
 * What the command line must know of a job before Spring starts. Found by {@link java.util.ServiceLoader}: a source names its
 * descriptors in {@code META-INF/services}.
 */
public interface JobDescriptor {

    /** Which way the data goes. Each has parameters that all jobs of its kind take. */
    enum Kind {
        /** From a file into a target. */
        IMPORT(List.of("file"), List.of("into", "max-rejections", "fresh", "prove", "parallel", "drill")),
        /** From a target into a file. */
        EXPORT(List.of("to", "from"), List.of("replace"));

        private final List<String> required;
        private final List<String> optional;

        Kind(List<String> required, List<String> optional) {
            this.required = required;
            this.optional = optional;
        }

        /** Keys that its job files must have, besides {@code job}. */
        public List<String> required() {
            return required;
        }

        /** All keys that its job files may have, besides {@code job}. */
        public List<String> parameters() {
            return Stream.concat(required.stream(), optional.stream()).toList();
        }
    }

    /** Which way the data goes. */
    default Kind kind() {
        return Kind.IMPORT;
    }

    /** Name of the job, such as {@code product-import}. */
    String name();

    /** The source whose files it reads or writes, such as {@code inskill}. */
    String source();

    /** One line for a list of jobs. */
    String summary();

    /** Kind of the targets that it takes, such as {@code product}. */
    String targetKind();

    /** An example of a target, such as {@code product/410}. */
    String targetExample();

    /** Options of its own, besides the parameters of its kind. */
    List<Option> options();

    /**
     * A flag on the command line and a key in a job file.
     *
     * @param name without the dashes
     * @param description one line
     */
    record Option(String name, String description) {}
}
