package dev.reprise.engine.run;

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

    private final AtomicReference<@Nullable String> reason = new AtomicReference<>();

    /** Asks for the stop; the first reason counts. */
    public void stop(String why) {
        reason.compareAndSet(null, why);
    }

    /** Whether somebody asked for a stop. */
    public boolean isOn() {
        return reason.get() != null;
    }

    /** Why it was asked for. */
    public String reason() {
        return String.valueOf(reason.get());
    }

    @Override
    public void checkInterrupted(StepExecution step) throws JobInterruptedException {
        if (isOn()) {
            step.setTerminateOnly();
            throw new JobInterruptedException(reason());
        }
    }
}
