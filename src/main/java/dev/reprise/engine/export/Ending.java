package dev.reprise.engine.export;

/** Whether the process was told to end, as far as an export must know. */
public interface Ending {

    /** Whether it was. */
    boolean isOn();

    /** Has this done when it is, until what is returned is closed: from another thread, and perhaps at once. */
    Watch watch(Runnable what);

    /** Something that is to be done at the end of the process. */
    interface Watch extends AutoCloseable {
        /** Lets it be. */
        @Override
        void close();
    }
}
