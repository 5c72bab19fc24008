package dev.reprise.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.step.StepExecution;

/** Of several failures of a job the one is told that began it. */
class BatchJobsTest {

    private final JobExecution execution =
            new JobExecution(1, new JobInstance(1, "product-import"), new JobParameters());

    @Test
    void theFirstFailureOfAStepIsTold() {
        execution.addStepExecution(new StepExecution(1, "check", execution));
        StepExecution load = new StepExecution(2, "load", execution);
        execution.addStepExecution(load);
        execution.addFailureException(new IllegalStateException("of the job"));
        for (int i = 0; i < 20; i++) {
            load.addFailureException(new IllegalStateException("of the step " + i));
        }

        assertThat(BatchJobs.failure(execution)).hasMessage("of the step 0");
    }

    @Test
    void aJobThatFailedOutsideItsStepsSaysWhy() {
        assertThat(BatchJobs.failure(execution)).hasMessageStartingWith("the job ended ");
        execution.addFailureException(new IllegalStateException("of the job"));
        assertThat(BatchJobs.failure(execution)).hasMessage("of the job");
    }
}
