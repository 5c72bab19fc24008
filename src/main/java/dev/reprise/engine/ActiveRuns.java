package dev.reprise.engine;

import dev.reprise.engine.export.Ending;
import dev.reprise.engine.run.StopSwitch;
import dev.reprise.record.Exit;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.context.SmartLifecycle;

/**
 * The runs of this process. When the process is told to end, they are stopped at their next chunk's border and waited for, before
 * anything that they need is closed.
 */
public final class ActiveRuns implements SmartLifecycle, Ending {

    private static final long PATIENCE_SECONDS = 60;

    private final Set<StopSwitch> runs = ConcurrentHashMap.newKeySet();
    private final Set<Runnable> watches = ConcurrentHashMap.newKeySet();
    private final Phaser doors = new Phaser(1);
    private volatile boolean running;
    private volatile boolean ending;
    private volatile Exit exit = Exit.STOPPED;

    /**
     * A door works until this is closed: the end of the process waits for it, so that it can still say what happened.
     */
    public AutoCloseable working() {
        doors.register();
        return doors::arriveAndDeregister;
    }

    /** Whether the process was told to end. */
    public boolean ending() {
        return ending;
    }

    @Override
    public boolean isOn() {
        return ending;
    }

    @Override
    public Watch watch(Runnable what) {
        watches.add(what);
        if (ending) {
            what.run();
        }
        return () -> watches.remove(what);
    }

    /** With which exit what it keeps from being done ends. */
    public Exit endingWith() {
        return exit;
    }

    void begin(StopSwitch run) {
        runs.add(run);
        if (ending) {
            stop(run);
        }
    }

    /** The process will be told to end because somebody interrupts it from the keyboard. */
    public void interrupted() {
        exit = Exit.INTERRUPTED;
    }

    private void stop(StopSwitch run) {
        boolean keyboard = exit == Exit.INTERRUPTED;
        run.stop(exit, keyboard ? "interrupted from the keyboard" : "the process was told to end");
    }

    void end(StopSwitch run) {
        runs.remove(run);
    }

    @Override
    public void start() {
        running = true;
    }

    /** A second time there is nothing left to do. */
    @Override
    public void stop() {
        running = false;
        ending = true;
        runs.forEach(this::stop);
        watches.forEach(Runnable::run);
        try {
            doors.awaitAdvanceInterruptibly(doors.arrive(), PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            // the lease lapses, and the next run takes up from the last committed chunk
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
