package dev.reprise.cli;

import dev.reprise.cli.command.Application;
import dev.reprise.cli.command.EngineCommand;
import dev.reprise.cli.request.Jobs;
import dev.reprise.cli.view.Output;
import dev.reprise.cli.view.TextTable;
import dev.reprise.engine.job.JobDescriptor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
                        table.row(job.name(), job.targetExample(), String.join(" ", parameters(job)), job.summary()));
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
        return content;
    }

    private static List<String> parameters(JobDescriptor job) {
        List<String> names = new ArrayList<>(job.kind().parameters());
        job.options().forEach(option -> names.add(option.name()));
        return names;
    }
}
