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
        subcommands = {
            KeysCommand.Create.class,
            KeysCommand.Rotate.class,
            KeysCommand.Reseal.class,
            KeysCommand.Public.class
        },
        footer = {
            "  reprise keys rotate",
            "  reprise keys reseal",
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
                Objects.requireNonNull(spec).commandLine(),
                "Missing required subcommand: create, rotate, reseal or public");
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

    /** Says what was done with the secrets. */
    private abstract static class Sealing extends EngineCommand {

        Sealing(Application application, Output output) {
            super(application, output);
        }

        abstract SecretKeys.Rotation seal(SecretKeys keys);

        @Override
        public Integer call() {
            SecretKeys.Rotation rotation = seal(application().bean(SecretKeys.class));
            if (output().json()) {
                output().document("keys", rotation);
                return 0;
            }
            output().answer("the key is %s now; the secrets of %d accounts were sealed with it"
                    .formatted(rotation.key(), rotation.changed()));
            if (rotation.left() > 0) {
                output().say(
                                "%d secrets do not open, and stay as they are: they were changed, or belong to another account or field"
                                        .formatted(rotation.left()));
            }
            return 0;
        }
    }

    /** {@code reprise keys rotate}. */
    @Command(
            name = "rotate",
            description = {
                "Makes a new key and seals all secrets with it. The former keys stay, to read what was exported before.",
                "Broken off, or while imports were loading, it is completed by: reprise keys reseal."
            })
    static final class Rotate extends Sealing {

        Rotate(Application application, Output output) {
            super(application, output);
        }

        @Override
        SecretKeys.Rotation seal(SecretKeys keys) {
            return keys.rotate();
        }
    }

    /** {@code reprise keys reseal}. */
    @Command(name = "reseal", description = "Seals with the newest key all secrets that a former one has sealed.")
    static final class Reseal extends Sealing {

        Reseal(Application application, Output output) {
            super(application, output);
        }

        @Override
        SecretKeys.Rotation seal(SecretKeys keys) {
            return keys.reseal();
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
