package dev.reprise.cli.target;

import dev.reprise.cli.command.Application;
import dev.reprise.cli.command.EngineCommand;
import dev.reprise.cli.view.Amounts;
import dev.reprise.cli.view.Output;
import dev.reprise.cli.view.TextTable;
import dev.reprise.engine.Purge;
import dev.reprise.engine.job.JobDescriptor.Kind;
import dev.reprise.engine.job.Target;
import dev.reprise.report.PurgeReport;
import dev.reprise.request.Jobs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code reprise purge}. */
@Command(
        name = "purge",
        description = {
            "Removes what nobody needs any more: generations that will not be live again, and with --older-than the reports",
            "of imports that ended long ago. What is live, runs, is planned, or can be taken up again always stays."
        },
        footer = {"  reprise purge --older-than 90d --keep 3", "  reprise purge --keep 0 product/410 --dry-run"})
public final class PurgeCommand extends EngineCommand {

    @Parameters(arity = "0..*", paramLabel = "TARGET", description = "only of those, as in product/410 (default: all)")
    List<String> targets = new ArrayList<>();

    @Option(
            names = "--older-than",
            paramLabel = "AGE",
            converter = Age.class,
            description = "also remove reports of imports that ended so long ago, as in 90d or 12h (default: none)")
    @Nullable
    Duration olderThan;

    @Option(
            names = "--keep",
            paramLabel = "N",
            description = "keep so many generations before the live one (default: reprise.keep-generations)")
    @Nullable
    Integer keep;

    @Option(names = "--dry-run", description = "only count")
    boolean dryRun;

    @Spec
    @Nullable
    CommandSpec spec;

    public PurgeCommand(Application application, Output output) {
        super(application, output);
    }

    /** Such as {@code 90d}. */
    static final class Age implements ITypeConverter<Duration> {

        private static final Pattern FORM = Pattern.compile("(\\d{1,6})([smhdw])");

        @Override
        public Duration convert(String text) {
            Matcher form = FORM.matcher(text);
            if (!form.matches()) {
                throw new TypeConversionException("'" + text + "' is not an age, such as 90d, 12h or 2w");
            }
            long number = Long.parseLong(form.group(1));
            return switch (form.group(2)) {
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                case "d" -> Duration.ofDays(number);
                default -> Duration.ofDays(7 * number);
            };
        }
    }

    @Override
    public Integer call() throws Exception {
        if (keep != null && keep < 0) {
            throw new CommandLine.ParameterException(
                    Objects.requireNonNull(spec).commandLine(),
                    "Invalid value for option '--keep': must be at least 0 but was '" + keep + "'");
        }
        List<Target> which = targets.stream().map(Target::parse).toList();
        which.forEach(target -> Jobs.forTarget(Kind.IMPORT, target));
        if (!dryRun) {
            audit(targets.isEmpty() ? null : String.join(" ", targets), null);
        }
        try (AutoCloseable working = application().runs().working()) {
            PurgeReport report = application()
                    .bean(Purge.class)
                    .run(new Purge.Request(olderThan, keep, which, dryRun), output()::say);
            if (output().json()) {
                output().document("summary", report);
            } else {
                output().answer(text(report));
            }
        }
        return 0;
    }

    private static String text(PurgeReport report) {
        TextTable table = new TextTable("WHAT", report.dryRun() ? "WOULD GO" : "REMOVED");
        table.row("generations", Amounts.count(report.generations()));
        table.row("imports", Amounts.count(report.imports()));
        report.with().forEach((name, rows) -> table.row("rows of " + name, Amounts.count(rows)));
        return report.stopped()
                ? table.text() + "\nStopped before it was done. Go on with the same command."
                : table.text();
    }
}
