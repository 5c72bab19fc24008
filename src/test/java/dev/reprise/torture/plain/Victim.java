package dev.reprise.torture.plain;

import dev.reprise.testing.FaultProxy;
import java.io.IOException;

/** The application that meets the fault. It sees the database through a proxy of its own. */
interface Victim extends AutoCloseable {

    FaultProxy proxy();

    /** Brings it to where its job can begin, so that the operations of its start are not counted. */
    void prepare() throws IOException;

    /** Runs the job until it ends or dies. How it ended is not asked: whoever restarts it must find that out, too. */
    void run() throws Exception;

    /** Ends it as {@code kill -9} does; returns when it is dead. */
    void kill();

    @Override
    void close();
}
