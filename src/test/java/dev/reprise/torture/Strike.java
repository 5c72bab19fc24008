package dev.reprise.torture;

import java.util.Random;

/** What can happen to an import. */
enum Strike {
    /** kill -9 at some moment. */
    KILL(80),
    /** kill -9 at some operation: before the server does it, or when it has done it and nobody knows. */
    HALT(50),
    /** SIGSTOP for longer than the lease; another process takes over, and then the first wakes up. */
    PAUSE(60),
    /** One of its sessions is ended by the server's administrator. */
    TERMINATE(70),
    /** The server crashes and is started again. */
    RESTART(45),
    /** All its connections are lost, or one at some operation. */
    CUT(60),
    /** The network is slow for a while. */
    DELAY(35),
    /** The network swallows everything for a while. */
    BLACK_HOLE(40),
    /** The server is not there for a while, nor any connection to it. */
    ABSENT(30),
    /** The server does some operation, and the connection is lost before its answer. */
    LOSE_ANSWER(60),
    /** The server raises an error in place of some operation, once. */
    ERROR(50),
    /** The same, and in place of all that follow. */
    ERRORS(20);

    private final int share;

    Strike(int share) {
        this.share = share;
    }

    /** One of them, by their shares. */
    static Strike any(Random random) {
        int all = 0;
        for (Strike strike : values()) {
            all += strike.share;
        }
        int left = random.nextInt(all);
        int which = 0;
        while (left >= values()[which].share) {
            left -= values()[which].share;
            which++;
        }
        return values()[which];
    }

    /** Whether it strikes at an operation, and not at once. */
    boolean onlyWaits() {
        return switch (this) {
            case HALT, LOSE_ANSWER, ERROR, ERRORS -> true;
            default -> false;
        };
    }

    /** The same; some can do both. */
    boolean waits(Random random) {
        return onlyWaits() || this == CUT && random.nextBoolean();
    }
}
