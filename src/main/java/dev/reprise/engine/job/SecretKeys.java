package dev.reprise.engine.job;

/** The keys under which a source keeps secrets. */
public interface SecretKeys {

    /**
     * Makes them, where they are a file.
     *
     * @return name of the key
     * @throws dev.reprise.record.RefusedException if there are some already, or they are no file
     */
    String create();

    /** What another Reprise needs to wrap secrets for this one, as JSON. Not secret. */
    byte[] publicKeys();

    /**
     * Makes a new key, and seals all secrets with it.
     *
     * @throws dev.reprise.record.RefusedException if there are no keys, or they are no file that can be changed
     */
    Rotation rotate();

    /** Seals all secrets with the newest key that another one has sealed; how many records were changed. */
    long sealAgain();

    /**
     * What was done.
     *
     * @param key name of the new key
     * @param changed records whose secrets were sealed again
     */
    record Rotation(String key, long changed) {}
}
