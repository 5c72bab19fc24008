package dev.reprise.torture;

import dev.reprise.testing.RepriseProcess.Result;
import dev.reprise.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether what a command told its user, what the ledger says and what readers see agree, whatever came of it. */
final class Honesty {

    private static final int DONE = 3;
    private static final int FAILED = 1;
    private static final int UNAVAILABLE = 75;
    private static final int KILLED = 137;
    private static final Pattern STACK_TRACE = Pattern.compile("(?m)^\\s+at [\\w.$/]+\\(");

    private final Scenario scenario;
    private final TestDatabase database;
    private final List<String> lies = new ArrayList<>();

    Honesty(Scenario scenario, TestDatabase database) {
        this.scenario = scenario;
        this.database = database;
    }

    /** What is not so, and what no user can act upon, of a command that a fault struck or did not. */
    List<String> lies(Result result, boolean struck, boolean halted) {
        Set<Integer> allowed =
                !struck ? Set.of(DONE) : halted ? Set.of(KILLED, DONE) : Set.of(DONE, FAILED, UNAVAILABLE);
        unless(allowed.contains(result.exit()), "exit " + result.exit() + ": " + result.err());
        unless(!STACK_TRACE.matcher(result.err()).find(), "a stack trace: " + result.err());
        boolean old = new Checker(database, scenario.old()).live().none();
        boolean now = new Checker(database, scenario.file()).live().none();
        unless(old != now, "readers see neither the old rows nor the new ones");
        String status = status();
        unless(now == status.startsWith("completed"), "readers see new rows: " + now + ", status: " + status);
        if (result.exit() != KILLED) {
            words(result, now);
            boolean ended = status.startsWith("failed") || status.startsWith("completed");
            boolean told = status.endsWith(" " + result.exit()) || now && leavesItOpen(result.err());
            unless(!ended || told, "exit %d, status %s: %s".formatted(result.exit(), status, result.err()));
        }
        return lies;
    }

    /** Who has lost the database after the publish cannot know how it ended, and says so. */
    private static boolean leavesItOpen(String err) {
        return err.contains("if after, all of it was") || err.contains("The import has ended, but");
    }

    private void words(Result result, boolean published) {
        String err = result.err();
        boolean done = result.exit() == DONE;
        unless(done || err.contains("error: "), "no message: " + err);
        unless(!err.contains("error: internal"), "not foreseen: " + err);
        boolean saysOld = err.contains("Nothing was published;") || err.contains("Nothing was changed.");
        unless(!(saysOld && published), "it was published, and this is said: " + err);
        unless(
                done == result.out().contains("completed_with_rejections"),
                "exit " + result.exit() + ", and this is said: " + result.out());
    }

    /** Status and exit of the newest import of the file; only a status while it has no exit; {@code none} if there is none. */
    private String status() {
        return database
                .jdbc()
                .queryForList(
                        "SELECT concat_ws(' ', status, exit) FROM import WHERE file = ? ORDER BY created_at DESC LIMIT 1",
                        String.class,
                        scenario.file().toString())
                .stream()
                .findFirst()
                .orElse("none");
    }

    private void unless(boolean good, String otherwise) {
        if (!good) {
            lies.add(otherwise);
        }
    }
}
