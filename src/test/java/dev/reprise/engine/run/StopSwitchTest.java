package dev.reprise.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.record.Exit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.repository.support.ResourcelessJobRepository;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.support.ListItemReader;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;

/** A step comes to rest between two chunks; that its long statements are cancelled, too, is another matter. */
class StopSwitchTest {

    private final StopSwitch stop = new StopSwitch();
    private final List<Integer> written = new ArrayList<>();

    @Test
    void aStepEndsAtTheBorderOfTheChunkInWhichItWasAskedTo() throws Exception {
        assertThat(run(3)).isEqualTo(BatchStatus.STOPPED);
        assertThat(written).containsExactly(1, 2, 3);
        assertThat(stop.reason()).isEqualTo("the third is enough");
        assertThat(stop.exit()).isEqualTo(Exit.INTERRUPTED);
    }

    @Test
    void aStepThatNobodyStopsEndsWithItsInput() throws Exception {
        assertThat(run(0)).isEqualTo(BatchStatus.COMPLETED);
        assertThat(written).containsExactly(1, 2, 3, 4, 5);
    }

    private BatchStatus run(int last) throws Exception {
        ResourcelessJobRepository repository = new ResourcelessJobRepository();
        var step = new StepBuilder("load", repository)
                .<Integer, Integer>chunk(1)
                .transactionManager(new ResourcelessTransactionManager())
                .reader(new ListItemReader<>(List.of(1, 2, 3, 4, 5)))
                .writer(chunk -> {
                    written.addAll(chunk.getItems());
                    if (written.contains(last)) {
                        stop.stop(Exit.INTERRUPTED, "the third is enough");
                        stop.stop(Exit.STOPPED, "too late");
                    }
                })
                .interruptionPolicy(stop)
                .build();
        JobParameters none = new JobParameters();
        var job = repository.createJobExecution(
                repository.createJobInstance("import", none), none, new ExecutionContext());
        StepExecution execution = repository.createStepExecution("load", job);
        step.execute(execution);
        return execution.getStatus();
    }
}
