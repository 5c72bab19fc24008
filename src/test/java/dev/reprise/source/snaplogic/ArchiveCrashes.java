package dev.reprise.source.snaplogic;

import dev.reprise.testing.Fault;
import dev.reprise.testing.Fault.Mode;
import dev.reprise.testing.FaultProxy;
import dev.reprise.testing.InProcess;
import dev.reprise.testing.RepriseProcess.Result;
import dev.reprise.testing.TestDatabase;
import dev.reprise.testing.TestPostgres;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Imports an archive over a project, of whose assets some are replaced, some skipped and some kept, with one fault at one operation; goes
 * on as a user does; and says what is not as if there had been none.
 */
final class ArchiveCrashes {

    /** What a fault of this JVM can be; {@code ProjectKillTest} kills processes. */
    static final List<Mode> MODES = List.of(Mode.THROW_ONCE, Mode.THROW_FOREVER, Mode.CUT, Mode.LOSE_ANSWER);

    private static final List<String> SQL_STATES = List.of("40P01", "57014", "53100", "XX000", "08006", "57P01");
    private static final int MOST_STARTS = 4;

    private final TestDatabase template = TestPostgres.createDatabase();
    private final String[] command;
    private final List<String> old;
    private final List<String> wanted;
    private final List<String> account;
    private final long operations;

    ArchiveCrashes(Path folder) {
        ArchiveBuilder before = new ArchiveBuilder().file("readme.txt", "old").policy("quota", "old");
        ArchiveBuilder after = new ArchiveBuilder().file("new.txt", "new").policy("quota", "new");
        for (int i = 0; i < 30; i++) {
            before.pipeline("P" + i, "old").job("J" + i, "P" + i).file("f" + i, "old");
            after.pipeline("P" + 2 * i, "new").job("J" + 2 * i, "P" + 3 * i).file("f" + 2 * i, "new");
        }
        Result made = InProcess.run(template, words(before.write(folder.resolve("old.zip")), "--create-space"));
        if (made.exit() != 0) {
            throw new IllegalStateException(made.err());
        }
        this.command = words(
                after.write(folder.resolve("new.zip")),
                "--duplicate-check=overwrite",
                "--overwrite-types=Pipeline,File");
        this.old = live(template);
        TestDatabase unbroken = TestPostgres.copyOf(template);
        try (FaultProxy proxy = new FaultProxy(unbroken)) {
            proxy.arm(Fault.of(Mode.CUT, Long.MAX_VALUE, ""));
            InProcess.run(proxy.database(), command);
            this.operations = proxy.operations();
        }
        this.wanted = live(unbroken);
        this.account = account(unbroken);
        TestPostgres.drop(unbroken);
    }

    private static String[] words(Path archive, String... more) {
        return Stream.concat(
                        Stream.of(
                                "import",
                                archive.toString(),
                                "--into=project/acme/shared/orders",
                                "--reprise.input.block-records=20",
                                "--reprise.lease=1s",
                                "--reprise.renew=100ms",
                                "--reprise.retries=1",
                                "--reprise.retry-wait=20ms",
                                "--spring.datasource.hikari.connection-timeout=1000"),
                        Stream.of(more))
                .toArray(String[]::new);
    }

    /** How many operations an import has in which nothing fails. */
    long operations() {
        return operations;
    }

    /** How many assets it should have replaced, skipped and made, so that nobody tests with nothing. */
    List<String> account() {
        return account;
    }

    /** What went wrong at this operation; empty if nothing did. */
    List<String> complaints(Mode mode, long at) {
        TestDatabase database = TestPostgres.copyOf(template);
        List<String> complaints = new ArrayList<>();
        try (FaultProxy proxy = new FaultProxy(database)) {
            proxy.arm(Fault.of(mode, at, SQL_STATES.get((int) (at % SQL_STATES.size()))));
            Result result = InProcess.run(proxy.database(), command);
            proxy.disarm();
            List<String> now = live(database);
            if (!now.equals(old) && !now.equals(wanted)) {
                complaints.add("readers see neither the old nor the new");
            }
            if (result.exit() == 0 && !now.equals(wanted) || result.err().contains("\tat ")) {
                complaints.add("exit " + result.exit() + ": " + result.err());
            }
            for (int start = 1; result.exit() != 0 && start <= MOST_STARTS; start++) {
                result = InProcess.run(proxy.database(), command);
            }
            if (result.exit() != 0) {
                complaints.add("it does not come to its end: " + result.err());
            }
        }
        if (!live(database).equals(wanted)) {
            complaints.add("in the end another content is live: " + live(database));
        }
        if (!account(database).equals(account)) {
            complaints.add("in the end it tells another account: " + account(database));
        }
        TestPostgres.drop(database);
        return complaints.stream().map(what -> mode + " at " + at + ": " + what).toList();
    }

    private static List<String> live(TestDatabase database) {
        return Stream.of("pipeline", "job", "policy", "file")
                .flatMap(view -> database
                        .jdbc()
                        .queryForList(
                                "SELECT concat_ws(' ', '%1$s', name, snode_id, version, content::text) FROM live.%1$s ORDER BY name"
                                        .formatted(view),
                                String.class)
                        .stream())
                .toList();
    }

    /** What the import that was published tells of each asset, and its counters. */
    private static List<String> account(TestDatabase database) {
        return database.jdbc().queryForList("""
                WITH published AS (SELECT import_id FROM import WHERE status = 'completed' AND NOT unchanged
                                   ORDER BY created_at DESC LIMIT 1)
                SELECT concat_ws(' ', entity, status_code, count(*)) FROM import_asset JOIN published USING (import_id)
                GROUP BY entity, status_code
                UNION ALL
                SELECT concat_ws(' ', entity, read, written, rejected, skipped, kept) FROM import_counter JOIN published USING (import_id)
                ORDER BY 1
                """, String.class);
    }
}
