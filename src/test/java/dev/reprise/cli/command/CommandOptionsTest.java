package dev.reprise.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.engine.job.JobDescriptor;
import dev.reprise.engine.job.JobDescriptor.Kind;
import dev.reprise.engine.job.JobDescriptor.Option;
import dev.reprise.testing.DeclaredJob;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The options of jobs as words after a command. */
class CommandOptionsTest {

    private static final List<JobDescriptor> JOBS = List.of(
            new DeclaredJob(
                    Kind.IMPORT,
                    "shelf-import",
                    "shelf",
                    List.of(
                            Option.flag("create", "make it, and say %n"),
                            Option.oneOf("duplicates", List.of("skip", "overwrite"), "what to do"),
                            Option.file("account", "whose"))),
            new DeclaredJob(
                    Kind.IMPORT,
                    "box-import",
                    "box",
                    List.of(Option.flag("create", "fold it"), Option.text("types", "which"))));

    private final CommandSpec command = CommandSpec.create().name("import");

    @Test
    void whatIsGivenIsGivenAndNothingElse() {
        CommandOptions.add(command, JOBS);
        CommandLine line = new CommandLine(command);
        line.parseArgs();
        assertThat(CommandOptions.given(command, JOBS)).isEmpty();
        line.parseArgs("--create", "--duplicates", "other", "--types=", "--account=a.json");
        assertThat(CommandOptions.given(command, JOBS))
                .isEqualTo(Map.of("create", "true", "duplicates", "other", "types", "", "account", "a.json"));
        line.parseArgs("--create=false");
        assertThat(CommandOptions.given(command, JOBS)).isEmpty();
        assertThatThrownBy(() -> line.parseArgs("--duplicates")).isInstanceOf(ParameterException.class);
        assertThatThrownBy(() -> line.parseArgs("--types", "A", "--types", "B")).isInstanceOf(ParameterException.class);
    }

    @Test
    void helpSaysWhatTheyMayBeAndWhoTakesThem() {
        CommandOptions.add(command, JOBS);
        assertThat(new CommandLine(command).getUsageMessage().replaceAll(" +", " "))
                .contains(
                        "--create make it, and say %n (shelf-import)\n fold it (box-import)\n",
                        "--duplicates=skip|overwrite\n what to do (shelf-import)\n",
                        "--account=FILE whose (shelf-import)\n",
                        "--types=TEXT which (box-import)\n");
    }
}
