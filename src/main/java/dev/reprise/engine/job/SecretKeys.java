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

    /**
     * Seals with the newest key all secrets that a former one has sealed. Those of imports that are being loaded are not among them.
     *
     * @throws dev.reprise.record.RefusedException if there are no keys
     */
    Rotation reseal();

    /**
     * What was done.
     *
     * @param key name of the newest key
     * @param changed records whose secrets were sealed again
     * @param left secrets that do not open: they were changed, or stored where they do not belong, and stay as they are
     */
    record Rotation(String key, long changed, long left) {}
}
