package dev.reprise.cli;

import dev.reprise.cli.command.Application;
import dev.reprise.cli.command.EngineCommand;
import dev.reprise.cli.view.Output;
import dev.reprise.cli.view.TextTable;
import dev.reprise.engine.job.JobDescriptor;
import dev.reprise.engine.job.JobDescriptor.Option;
import dev.reprise.request.JobOptions;
import dev.reprise.request.Jobs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/** {@code reprise jobs}. */
@Command(
        name = "jobs",
        description = "Lists the jobs, what they write to or read, and the parameters of a job file.",
        footer = {"  reprise jobs", "  reprise jobs --json"})
final class JobsCommand extends EngineCommand {

    JobsCommand(Application application, Output output) {
        super(application, output);
    }

    @Override
    public Integer call() {
        if (output().json()) {
            output().document(
                            "jobs",
                            Map.of(
                                    "jobs",
                                    Jobs.all().stream()
                                            .map(JobsCommand::content)
                                            .toList()));
            return 0;
        }
        TextTable table = new TextTable("JOB", "TARGET", "PARAMETERS", "WHAT");
        Jobs.all()
                .forEach(job ->
                        table.row(job.name(), job.targetExample(), String.join(" ", spelled(job)), job.summary()));
        output().answer(table.text());
        return 0;
    }

    private static Map<String, Object> content(JobDescriptor job) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("job", job.name());
        content.put("source", job.source());
        content.put("target", job.targetExample());
        content.put("summary", job.summary());
        content.put("parameters", parameters(job));
        content.put("options", job.options().stream().map(JobsCommand::content).toList());
        return content;
    }

    private static Map<String, Object> content(Option option) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("name", option.name());
        content.put("type", option.type().name().toLowerCase(Locale.ROOT));
        content.put("values", option.values());
        content.put("description", option.description());
        return content;
    }

    private static List<String> parameters(JobDescriptor job) {
        return Stream.concat(
                        job.kind().parameters().stream(), job.options().stream().map(Option::name))
                .toList();
    }

    /** With what the job's own may be; what the others may be is the same for all jobs, and said by import --help and export --help. */
    private static List<String> spelled(JobDescriptor job) {
        Stream<String> own = job.options().stream()
                .map(option -> option.values().isEmpty()
                        ? option.name()
                        : option.name() + "=" + JobOptions.placeholder(option));
        return Stream.concat(job.kind().parameters().stream(), own).toList();
    }
}
