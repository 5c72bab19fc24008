package dev.reprise.record;

/** What became of a record: a row that goes in, or the reasons why it stays out. There is no third. */
public sealed interface Outcome permits Row, Rejection {

    /** Where the record stands in the file. */
    Origin origin();

    /** The entity it belongs to, spelled like its table. */
    String entity();
}
