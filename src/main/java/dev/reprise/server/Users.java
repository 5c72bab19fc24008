package dev.reprise.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * This process among the users of one home: a shared lock on a file, which the system takes back even after {@code kill -9}.
 * Whoever can have the file alone is the last. Only called under the {@link StartLock}.
 */
final class Users {

    /** Locks belong to the process, and closing any channel of a file gives all of them back: so one channel for each home. */
    private static final Map<Path, Users> OF_THIS_PROCESS = new HashMap<>();

    private final Home home;
    private final FileChannel channel;
    private final FileLock share;
    private int count;

    private Users(Home home, FileChannel channel, FileLock share) {
        this.home = home;
        this.channel = channel;
        this.share = share;
    }

    static Users enter(Home home) {
        Users users = OF_THIS_PROCESS.get(home.usersLock());
        if (users == null) {
            users = open(home);
            OF_THIS_PROCESS.put(home.usersLock(), users);
        }
        users.count++;
        return users;
    }

    private static Users open(Home home) {
        try {
            FileChannel channel = FileChannel.open(
                    home.usersLock(), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (Namespace.foreign(home) && !free(channel)) {
                channel.close();
                throw Refusals.elsewhere(home);
            }
            // Cannot wait: the file is held alone only for a moment, by holders of the start lock.
            FileLock share = channel.lock(0, Long.MAX_VALUE, true);
            return new Users(home, channel, share);
        } catch (IOException e) {
            throw Refusals.home(home.usersLock(), Refusals.reason(e), e);
        }
    }

    /** Whether that was the last user of all processes. */
    boolean leave() {
        count--;
        if (count > 0) {
            return false;
        }
        OF_THIS_PROCESS.remove(home.usersLock());
        try (channel) {
            return alone();
        } catch (IOException e) {
            throw Refusals.home(home.usersLock(), Refusals.reason(e), e);
        }
    }

    /** Trades the share for the whole file, if nobody else has a share of it. */
    private boolean alone() throws IOException {
        share.release();
        return free(channel);
    }

    private static boolean free(FileChannel channel) throws IOException {
        FileLock whole = channel.tryLock(0, Long.MAX_VALUE, false);
        if (whole != null) {
            whole.release();
        }
        return whole != null;
    }
}
