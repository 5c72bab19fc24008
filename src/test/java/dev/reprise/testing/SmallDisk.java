package dev.reprise.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/** A disk in memory of a size of the test's choice, with a tablespace on it. */
public final class SmallDisk implements AutoCloseable {

    private final Path directory;
    private final boolean mounted;
    private final String tablespace = "small_" + UUID.randomUUID().toString().replace("-", "");
    private @Nullable TestDatabase database;

    private SmallDisk(Path directory, boolean mounted) {
        this.directory = directory;
        this.mounted = mounted;
    }

    /** Mounts it, where this user may; else {@link #holds} is false. */
    public static SmallDisk mount(Path directory, String size) throws IOException {
        Files.createDirectories(directory);
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "mode=0700,size=" + size, "tmpfs", directory.toString());
        return new SmallDisk(directory, mounted);
    }

    /** Whether this user may mount disks. */
    public boolean isMounted() {
        return mounted;
    }

    /** Makes the tablespace; false if the server cannot have one here. */
    public boolean holds(TestDatabase owner) {
        if (!mounted) {
            return false;
        }
        try {
            owner.jdbc().execute("CREATE TABLESPACE " + tablespace + " LOCATION '" + directory + "'");
        } catch (DataAccessException e) {
            return false;
        }
        database = owner;
        return true;
    }

    /** The name of the tablespace. */
    public String tablespace() {
        return tablespace;
    }

    /** Gives it another size. */
    public void resize(String size) throws IOException {
        run("mount", "-o", "remount,size=" + size, directory.toString());
    }

    @Override
    public void close() throws IOException {
        if (database != null) {
            database.jdbc().execute("ALTER TABLE ALL IN TABLESPACE " + tablespace + " SET TABLESPACE pg_default");
            database.jdbc().execute("CHECKPOINT"); // files that were dropped are kept until then
            database.jdbc().execute("DROP TABLESPACE " + tablespace);
        }
        if (mounted) {
            run("umount", "-l", directory.toString());
        }
    }

    private static boolean run(String... command) throws IOException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getInputStream().transferTo(OutputStream.nullOutputStream());
            return process.waitFor() == 0;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
