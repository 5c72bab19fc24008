package dev.reprise.web;

import dev.reprise.testing.RepriseProcess;
import dev.reprise.testing.TestDatabase;
import dev.reprise.testing.TestPostgres;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** Two processes that serve one database, one of which ends while imports wait and run. */
final class ServingProcesses implements AutoCloseable {

    private final TestDatabase database = TestPostgres.createDatabase().migrate();
    private final List<RepriseProcess> processes = new ArrayList<>();
    private final List<String> addresses = new ArrayList<>();
    private final String token;
    private Duration ending = Duration.ZERO;
    private Duration afterwards = Duration.ZERO;

    /** So that a dead process is missed soon. */
    static final List<String> HASTY = List.of(
            "--reprise.lease=2s",
            "--reprise.renew=300ms",
            "--reprise.queue.poll=300ms",
            "--reprise.queue.heartbeat=500ms");

    ServingProcesses(Path spool, List<String> settings) {
        this.token = new Tokens(database.jdbc())
                .create("test", List.of("admin"), List.of(), null)
                .secret();
        for (int i = 0; i < 2; i++) {
            List<String> command = new ArrayList<>(List.of("serve", "--port=0", "--reprise.web.spool=" + spool));
            command.addAll(settings);
            processes.add(RepriseProcess.start(database, command.toArray(String[]::new)));
        }
        for (RepriseProcess process : processes) {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> process.out().contains("serving at "));
            addresses.add(process.out().lines().findFirst().orElseThrow().replace("serving at ", ""));
        }
    }

    /** Queues imports, each into one of the products, at both in turn; ends the first process by a signal while it runs some. */
    void run(int imports, int products, String signal) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            for (int i = 0; i < imports; i++) {
                post(addresses.get(i % addresses.size()), 1 + i % products, 1 + i);
                if (i == imports / 2) { // nobody can publish from now on, so that there is something to be killed
                    connection.createStatement().execute("LOCK TABLE product IN EXCLUSIVE MODE");
                }
            }
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> runs(processes.get(0)));
            processes.get(0).signal(signal);
            Instant told = Instant.now();
            processes.get(0).await();
            ending = Duration.between(told, Instant.now());
            connection.rollback();
        }
        Instant ended = Instant.now();
        Awaitility.await()
                .atMost(Duration.ofMinutes(10))
                .until(() -> number("FROM import WHERE status NOT LIKE 'completed%'") == 0
                        && number("FROM scheduled_tasks WHERE task_name = 'import'") == 0);
        afterwards = Duration.between(ended, Instant.now());
    }

    /** How long it took from the process' end until all was done. */
    Duration afterwards() {
        return afterwards;
    }

    private void post(String address, int product, int tasks) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(address + "/imports?create=true&target=product/" + product))
                .header("Apikey", token)
                .POST(BodyPublishers.ofString(Served.export(product, tasks)))
                .build();
        HttpResponse<String> answer = Served.send(request);
        if (answer.statusCode() != 202) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
    }

    private boolean runs(RepriseProcess process) {
        return number(
                        "FROM import JOIN import_lease USING (import_id) WHERE status = 'running' AND holder LIKE 'process "
                                + process.pid() + " %'")
                > 0;
    }

    /** How long the process took to end that was told to, while imports of it waited for a lock. */
    Duration ending() {
        return ending;
    }

    long number(String which) {
        Long number = database.jdbc().queryForObject("SELECT count(*) " + which, Long.class);
        return number == null ? 0 : number;
    }

    /** What is wrong in the end; empty if all ended right, each once. */
    List<String> faults(int imports, int products) {
        List<String> faults = new ArrayList<>();
        if (number("FROM import") != imports) {
            faults.add("there are %d imports".formatted(number("FROM import")));
        }
        if (number("FROM live.product") != products) {
            faults.add(number("FROM live.product") + " products are live");
        }
        faults.addAll(database.jdbc().queryForList("""
                SELECT import_id || ' ' || status || ' ' || coalesce(problem::text, '') FROM import
                WHERE status <> 'completed' OR unchanged
                """, String.class));
        faults.addAll(database.jdbc().queryForList("""
                SELECT 'product ' || p.product_id || ' has ' || count(t.guid) || ' tasks, and ' || min(i.written) || ' were imported last'
                FROM live.product p LEFT JOIN live.task t USING (product_id)
                JOIN LATERAL (SELECT c.written FROM import JOIN import_counter c USING (import_id)
                              WHERE target = 'product/' || p.product_id AND c.entity = 'task'
                              ORDER BY finished_at DESC LIMIT 1) i ON true
                GROUP BY p.product_id HAVING count(t.guid) <> min(i.written)
                """, String.class));
        return faults;
    }

    @Override
    public void close() {
        processes.forEach(RepriseProcess::close);
    }
}
