package dev.reprise.torture.plain;

import java.nio.file.Path;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.InvalidJobParametersException;
import org.springframework.batch.core.launch.JobExecutionAlreadyRunningException;
import org.springframework.batch.core.launch.JobInstanceAlreadyCompleteException;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.launch.JobRestartException;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.context.ApplicationContext;

/**
 * An operator who brings a job to its end by the documented means: start it with the same parameters, which is a restart; where Spring
 * Batch says that it is running already or may not be restarted, {@code JobOperator.recover} its last execution first. Nobody edits
 * Spring Batch's tables by hand. The application has been started anew, as after a crash, and nothing fails any more.
 */
final class Restarts {

    private static final int TRIES = 5;

    private final ApplicationContext application;

    Restarts(ApplicationContext application) {
        this.application = application;
    }

    /**
     * How it came out.
     *
     * @param completed whether Spring Batch says so
     * @param remark what it says if not
     */
    record End(boolean completed, String remark) {}

    End run(Scenario scenario, Path file) throws InvalidJobParametersException {
        Job job = application.getBean(scenario.job(), Job.class);
        String remark = "";
        for (int i = 0; i < TRIES; i++) {
            try {
                JobExecution execution = application.getBean(JobOperator.class).start(job, PlainJob.parameters(file));
                if (execution.getStatus() == BatchStatus.COMPLETED) {
                    return new End(true, "");
                }
                remark = execution.getExitStatus().toString();
            } catch (JobInstanceAlreadyCompleteException e) {
                return new End(true, "");
            } catch (JobExecutionAlreadyRunningException | JobRestartException | RuntimeException e) {
                remark = e.toString();
                recover(job, file);
            }
        }
        return new End(false, remark);
    }

    private void recover(Job job, Path file) {
        JobRepository repository = application.getBean(JobRepository.class);
        JobInstance instance = repository.getJobInstance(job.getName(), PlainJob.parameters(file));
        JobExecution last = instance == null ? null : repository.getLastJobExecution(instance);
        if (last != null) {
            application.getBean(JobOperator.class).recover(last);
        }
    }
}
