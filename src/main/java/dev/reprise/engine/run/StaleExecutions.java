package dev.reprise.engine.run;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

/**
 * Closes executions that a dead process left open, so that Spring Batch lets the instance be restarted. {@code JobOperator.recover}
 * does not do: it looks at no lease, refuses UNKNOWN, and an instance without executions stays stuck for ever. The caller holds the
 * lease, so none of these executions can be alive.
 */
final class StaleExecutions {

    private static final Set<BatchStatus> CLOSED =
            Set.of(BatchStatus.COMPLETED, BatchStatus.FAILED, BatchStatus.STOPPED, BatchStatus.ABANDONED);

    private final JobRepository repository;

    StaleExecutions(JobRepository repository) {
        this.repository = repository;
    }

    void close(String job, JobParameters parameters) {
        JobInstance instance = repository.getJobInstance(job, parameters);
        if (instance == null) {
            return;
        }
        List<JobExecution> executions = repository.getJobExecutions(instance);
        if (executions.isEmpty()) {
            repository.deleteJobInstance(instance);
        }
        executions.forEach(this::close);
    }

    /**
     * The work is done, though the process could not say so any more. An earlier execution may have been opened again by a process that
     * was overtaken, woke up and could not tell Spring Batch better than UNKNOWN. Returns false if there is no such instance.
     */
    boolean complete(String job, JobParameters parameters) {
        JobInstance instance = repository.getJobInstance(job, parameters);
        JobExecution last = instance == null ? null : repository.getLastJobExecution(instance);
        if (instance == null || last == null) {
            return false;
        }
        repository.getJobExecutions(instance).stream()
                .filter(execution -> execution.getId() != last.getId())
                .forEach(this::close);
        if (last.getStatus() != BatchStatus.COMPLETED) {
            for (StepExecution step : last.getStepExecutions()) {
                if (step.getStatus() != BatchStatus.COMPLETED) {
                    end(step, BatchStatus.COMPLETED, ExitStatus.COMPLETED);
                }
            }
            end(last, BatchStatus.COMPLETED, ExitStatus.COMPLETED);
        }
        return true;
    }

    private void close(JobExecution execution) {
        for (StepExecution step : execution.getStepExecutions()) {
            if (!CLOSED.contains(step.getStatus())) {
                end(step, BatchStatus.FAILED, ExitStatus.FAILED);
            }
        }
        if (!CLOSED.contains(execution.getStatus()) || execution.getEndTime() == null) {
            end(execution, BatchStatus.FAILED, ExitStatus.FAILED);
        }
    }

    private void end(StepExecution step, BatchStatus status, ExitStatus exit) {
        step.setStatus(status);
        step.setExitStatus(exit);
        step.setEndTime(LocalDateTime.now());
        repository.update(step);
    }

    private void end(JobExecution execution, BatchStatus status, ExitStatus exit) {
        execution.setStatus(status);
        execution.setExitStatus(exit);
        execution.setEndTime(LocalDateTime.now());
        repository.update(execution);
    }
}
