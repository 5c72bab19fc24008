package dev.reprise.cli;

import dev.reprise.cli.command.Application;
import dev.reprise.cli.command.EngineCommand;
import dev.reprise.cli.view.Output;
import dev.reprise.engine.job.SecretKeys;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code reprise keys}. */
@Command(
        name = "keys",
        description =
                "The keys under which secrets are kept: a file with the embedded database, else reprise.secrets.keyset-file.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {KeysCommand.Create.class, KeysCommand.Rotate.class, KeysCommand.Public.class},
        footer = {
            "  reprise keys rotate",
            "  reprise keys public > staging.public.json",
            "  reprise keys create --reprise.secrets.keyset-file=/etc/reprise/keyset.json"
        })
final class KeysCommand extends EngineCommand {

    @Spec
    @Nullable
    CommandSpec spec;

    KeysCommand(Application application, Output output) {
        super(application, output);
    }

    /** What there is to do must be said. */
    @Override
    public Integer call() {
        throw new ParameterException(
                Objects.requireNonNull(spec).commandLine(), "Missing required subcommand: create, rotate or public");
    }

    /** {@code reprise keys create}. */
    @Command(name = "create", description = "Makes the file of keys, readable by its owner alone.")
    static final class Create extends EngineCommand {

        Create(Application application, Output output) {
            super(application, output);
        }

        @Override
        public Integer call() {
            String key = application().bean(SecretKeys.class).create();
            if (output().json()) {
                output().document("keys", Map.of("key", key));
            } else {
                output().answer("made the key " + key + ". Keep a copy of its file: without it no secret can be read.");
            }
            return 0;
        }
    }

    /** {@code reprise keys rotate}. */
    @Command(
            name = "rotate",
            description = {
                "Makes a new key and seals all secrets with it. The former keys stay, to read what was exported before.",
                "Broken off, it is done by doing it again."
            })
    static final class Rotate extends EngineCommand {

        Rotate(Application application, Output output) {
            super(application, output);
        }

        @Override
        public Integer call() {
            SecretKeys.Rotation rotation = application().bean(SecretKeys.class).rotate();
            if (output().json()) {
                output().document("keys", rotation);
            } else {
                output().answer("the key is %s now; the secrets of %d accounts were sealed with it"
                        .formatted(rotation.key(), rotation.changed()));
            }
            return 0;
        }
    }

    /** {@code reprise keys public}. */
    @Command(
            name = "public",
            description =
                    "Shows the public keys, for which another Reprise can wrap the secrets of an export: --wrap-for FILE.")
    static final class Public extends EngineCommand {

        Public(Application application, Output output) {
            super(application, output);
        }

        /** The same document with and without {@code --json}: it is a file for another program. */
        @Override
        public Integer call() {
            byte[] keys = application().bean(SecretKeys.class).publicKeys();
            output().answer(new String(keys, StandardCharsets.UTF_8).strip());
            return 0;
        }
    }
}
