package dev.reprise.torture.plain;

import com.zaxxer.hikari.HikariDataSource;
import dev.reprise.testing.FaultProxy;
import java.nio.file.Path;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The application in this very process, for faults that it survives. It is used for one case after the other, each with fresh
 * connections; nobody restarts a job in it.
 */
final class WarmVictim implements Victim {

    /** How long the pool waits for a connection if nobody tells it. */
    static final long DEFAULT_PATIENCE = 30_000;

    private final ApplicationContext application;
    private final FaultProxy proxy;
    private final Scenario scenario;
    private final Path file;
    private final long patienceMillis;

    WarmVictim(ApplicationContext application, FaultProxy proxy, Scenario scenario, Path file, long patienceMillis) {
        this.application = application;
        this.proxy = proxy;
        this.scenario = scenario;
        this.file = file;
        this.patienceMillis = patienceMillis;
    }

    @Override
    public FaultProxy proxy() {
        return proxy;
    }

    @Override
    public void prepare() {
        var pool = application.getBean(HikariDataSource.class);
        pool.setConnectionTimeout(DEFAULT_PATIENCE);
        pool.getHikariPoolMXBean().softEvictConnections();
        new JdbcTemplate(pool).execute("SELECT 1");
        pool.setConnectionTimeout(patienceMillis);
    }

    @Override
    public void run() {
        Job job = application.getBean(scenario.job(), Job.class);
        try {
            application.getBean(JobOperator.class).start(job, PlainJob.parameters(file));
        } catch (JobExecutionException | RuntimeException e) {
            // that is what a fault does
        }
    }

    @Override
    public void kill() {
        throw new UnsupportedOperationException("that would be the end of the tests");
    }

    /** As the end of its process would, it loses what connections it still has. */
    @Override
    public void close() {
        proxy.cutAll();
    }
}
