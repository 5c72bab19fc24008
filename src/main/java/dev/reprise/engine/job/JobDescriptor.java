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

    /** Options of its own, besides the parameters of its kind, and none of their names. */
    List<Option> options();

    /**
     * An option on the command line and a key in a job file. Jobs may have one of the same name, which must then be of the same type.
     * The job gets {@code true} or {@code false} of a flag, the text as it was given, and of a file its absolute path.
     *
     * @param name without the dashes
     * @param type what its value is
     * @param values those that a text may have, spelled so and not otherwise; empty if it may have any
     * @param description one line
     */
    record Option(String name, Type type, List<String> values, String description) {

        /** What the value of an option is. */
        public enum Type {
            /** There or not; {@code true} or {@code false} in a job file. */
            FLAG,
            /** Text. */
            TEXT,
            /** A file that can be read: relative to the job file that names it, or to the directory that a command is given in. */
            FILE
        }

        /** There or not. */
        public static Option flag(String name, String description) {
            return new Option(name, Type.FLAG, List.of(), description);
        }

        /** Any text. */
        public static Option text(String name, String description) {
            return new Option(name, Type.TEXT, List.of(), description);
        }

        /** One of some words. */
        public static Option oneOf(String name, List<String> values, String description) {
            return new Option(name, Type.TEXT, List.copyOf(values), description);
        }

        /** A file that is there and may be read when the job is asked for; later it may have gone. */
        public static Option file(String name, String description) {
            return new Option(name, Type.FILE, List.of(), description);
        }
    }
}
