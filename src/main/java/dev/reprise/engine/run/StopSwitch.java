package dev.reprise.engine.run;

import dev.reprise.record.Exit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.StepInterruptionPolicy;

/**
 * Stops one run at the next chunk's border. Spring Batch's own stop races with the running step and can leave it UNKNOWN; a policy of
 * one's own does not, as long as it also sets terminate-only, without which the step would end COMPLETED.
 */
public final class StopSwitch implements StepInterruptionPolicy {

    private final AtomicReference<@Nullable Order> order = new AtomicReference<>();

    private record Order(Exit exit, String reason) {}

    /** Asks for the stop; the first reason counts. */
    public void stop(Exit exit, String why) {
        order.compareAndSet(null, new Order(exit, why));
    }

    /** Whether somebody asked for a stop. */
    public boolean isOn() {
        return order.get() != null;
    }

    /** Why it was asked for. */
    public String reason() {
        Order given = order.get();
        return given == null ? "" : given.reason();
    }

    /** With which exit code the command ends. */
    public Exit exit() {
        Order given = order.get();
        return given == null ? Exit.STOPPED : given.exit();
    }

    @Override
    public void checkInterrupted(StepExecution step) throws JobInterruptedException {
        if (isOn()) {
            step.setTerminateOnly();
            throw new JobInterruptedException(reason());
        }
    }
}
