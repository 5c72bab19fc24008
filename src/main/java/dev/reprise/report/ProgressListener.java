package dev.reprise.report;

/** Is told how an import goes while it runs. Called from the import's own thread: must be quick and must not throw. */
public interface ProgressListener {

    /** A chunk was committed, or a step begins. */
    void progress(Progress progress);

    /** Something a person who waits should know, one sentence: what is waited for, from where it goes on. */
    void says(String sentence);

    /** Where nobody looks on, as the database tells who asks. */
    static ProgressListener silent() {
        return new ProgressListener() {
            @Override
            public void progress(Progress now) {
                // nobody looks on
            }

            @Override
            public void says(String sentence) {
                // nobody listens
            }
        };
    }
}
