package dev.reprise.cli;

import dev.reprise.cli.command.Application;
import dev.reprise.cli.command.EngineCommand;
import dev.reprise.cli.view.Output;
import dev.reprise.cli.view.TextTable;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.schedule.Schedule;
import dev.reprise.schedule.ScheduleRun;
import dev.reprise.schedule.Schedules;
import dev.reprise.web.AuditTrail;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reprise schedule}. */
@Command(
        name = "schedule",
        description = "Jobs at certain times, which the processes that serve begin.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ScheduleCommand.Set.class,
            ScheduleCommand.All.class,
            ScheduleCommand.Pause.class,
            ScheduleCommand.Resume.class,
            ScheduleCommand.Remove.class
        },
        footer = {
            "  reprise schedule set nightly --cron '30 2 * * *' --zone Europe/Berlin jobs/inskill/restore.properties",
            "  reprise schedule set hourly --cron '0 * * * *' job=product-import file=/backup/410.json into=product/410",
            "  reprise schedule list nightly",
            "  reprise schedule pause nightly"
        })
final class ScheduleCommand extends EngineCommand {

    @Spec
    @Nullable
    CommandSpec spec;

    ScheduleCommand(Application application, Output output) {
        super(application, output);
    }

    /** What there is to do must be said. */
    @Override
    public Integer call() {
        throw new ParameterException(
                Objects.requireNonNull(spec).commandLine(),
                "Missing required subcommand: set, list, pause, resume or remove");
    }

    /** What the others have in common. */
    abstract static class One extends EngineCommand {

        @Parameters(index = "0", paramLabel = "NAME", description = "the schedule's name")
        String name = "";

        One(Application application, Output output) {
            super(application, output);
        }

        /** To be changed, which is written down as what is changed by HTTP is. */
        Schedules schedules(String act) {
            application().bean(AuditTrail.class).command("schedule " + act, "schedule/" + name, null);
            return application().bean(Schedules.class);
        }

        int answer(Schedule schedule) {
            if (output().json()) {
                output().document("schedule", schedule);
            } else {
                output().answer(
                                schedule.paused()
                                        ? "schedule %s is paused".formatted(schedule.schedule())
                                        : "schedule %s is due next at %s"
                                                .formatted(schedule.schedule(), schedule.nextAt()));
            }
            return 0;
        }
    }

    /** {@code reprise schedule set}. */
    @Command(
            name = "set",
            description = {
                "Makes a schedule, or changes the one of this name.",
                "Job file and paths are read when it is due, by a process that serves: it must see them as they are said here."
            })
    static final class Set extends One {

        @Option(
                names = "--cron",
                required = true,
                paramLabel = "EXPRESSION",
                description =
                        "minute, hour, day of the month, month, day of the week, as in '30 2 * * *'; or @daily and the like")
        String cron = "";

        @Option(
                names = "--zone",
                paramLabel = "ZONE",
                description = "time zone, as Europe/Berlin (default: this machine's)")
        @Nullable
        String zone;

        @Parameters(
                index = "1..*",
                paramLabel = "JOBFILE|KEY=VALUE",
                description = "a job file, what stands in place of its own, or both, as run takes them")
        List<String> work = new ArrayList<>();

        Set(Application application, Output output) {
            super(application, output);
        }

        @Override
        public Integer call() {
            String jobFile = null;
            Map<String, String> parameters = new TreeMap<>();
            for (String word : work) {
                int equals = word.indexOf('=');
                if (equals > 0) {
                    parameters.put(word.substring(0, equals), word.substring(equals + 1));
                } else if (jobFile == null) {
                    jobFile = word;
                } else {
                    throw new RefusedException(
                            Exit.USAGE,
                            Problem.unchanged(
                                    "schedule-malformed",
                                    "'%s' and '%s' are both no KEY=VALUE".formatted(jobFile, word),
                                    null,
                                    "Name one job file."));
                }
            }
            return answer(schedules("set").set(name, new Schedule.Wish(cron, zone, jobFile, parameters)));
        }
    }

    /** {@code reprise schedule pause}. */
    @Command(name = "pause", description = "Leaves it out until it is resumed. What is under way goes on.")
    static final class Pause extends One {

        Pause(Application application, Output output) {
            super(application, output);
        }

        @Override
        public Integer call() {
            return answer(schedules("pause").pause(name));
        }
    }

    /** {@code reprise schedule resume}. */
    @Command(name = "resume", description = "Has it done again, the next time from now on.")
    static final class Resume extends One {

        Resume(Application application, Output output) {
            super(application, output);
        }

        @Override
        public Integer call() {
            return answer(schedules("resume").resume(name));
        }
    }

    /** {@code reprise schedule remove}. */
    @Command(name = "remove", description = "Forgets it. Imports that it began go on.")
    static final class Remove extends One {

        Remove(Application application, Output output) {
            super(application, output);
        }

        @Override
        public Integer call() {
            schedules("remove").remove(name);
            if (output().json()) {
                output().document("schedule", Map.of("schedule", name, "removed", true));
            } else {
                output().answer("schedule " + name + " is removed");
            }
            return 0;
        }
    }

    /** {@code reprise schedule list}. */
    @Command(name = "list", description = "Lists the schedules, or what became of the newest times that one was due.")
    static final class All extends EngineCommand {

        private static final int NEWEST = 20;

        @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "a schedule's name")
        @Nullable
        String name;

        All(Application application, Output output) {
            super(application, output);
        }

        @Override
        public Integer call() {
            Schedules schedules = application().bean(Schedules.class);
            return name == null ? all(schedules.list()) : one(schedules.runs(name, NEWEST));
        }

        private int all(List<Schedule> schedules) {
            if (output().json()) {
                output().document("schedules", Map.of("schedules", schedules));
                return 0;
            }
            TextTable table = new TextTable("SCHEDULE", "CRON", "ZONE", "NEXT", "LAST", "OUTCOME", "JOB");
            schedules.forEach(schedule -> table.row(
                    schedule.schedule(),
                    schedule.cron(),
                    schedule.zone(),
                    next(schedule),
                    schedule.last() == null ? "never" : schedule.last().dueAt().toString(),
                    schedule.last() == null ? "" : outcome(schedule.last()),
                    Objects.requireNonNullElseGet(
                            schedule.jobFile(), () -> schedule.parameters().get("job"))));
            output().answer(table.text());
            return 0;
        }

        private static String next(Schedule schedule) {
            return schedule.paused() ? "paused" : schedule.nextAt() + (schedule.overdue() ? " (overdue)" : "");
        }

        private static String outcome(ScheduleRun run) {
            return run.outcome().spelling() + (run.times() > 1 ? " " + run.times() + " times" : "");
        }

        private int one(List<ScheduleRun> runs) {
            if (output().json()) {
                output().document("schedule_runs", Map.of("runs", runs));
                return 0;
            }
            TextTable table = new TextTable("DUE", "OUTCOME", "ENDED", "IMPORTS", "PROBLEM");
            runs.forEach(run -> table.row(
                    run.dueAt().toString(),
                    outcome(run),
                    run.finishedAt() == null ? "" : run.finishedAt().toString(),
                    run.imports().size() == 1
                            ? run.imports().get(0).toString()
                            : Integer.toString(run.imports().size()),
                    run.problem() == null ? "" : run.problem()));
            output().answer(table.text());
            return 0;
        }
    }
}
