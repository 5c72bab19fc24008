package dev.reprise.cli;

import dev.reprise.cli.command.Application;
import dev.reprise.cli.command.EngineCommand;
import dev.reprise.cli.view.Output;
import dev.reprise.cli.view.TextTable;
import dev.reprise.web.AuditTrail;
import dev.reprise.web.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reprise token}. */
@Command(
        name = "token",
        description = "The tokens that programs and people come in with where reprise serves.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {TokenCommand.Create.class, TokenCommand.All.class, TokenCommand.Revoke.class},
        footer = {
            "  reprise token create --name ci --scope view --scope import --target product/410 --expires 90d",
            "  reprise token list",
            "  reprise token revoke 019a2b4c-..."
        })
final class TokenCommand extends EngineCommand {

    @Spec
    @Nullable
    CommandSpec spec;

    TokenCommand(Application application, Output output) {
        super(application, output);
    }

    /** What there is to do must be said. */
    @Override
    public Integer call() {
        throw new ParameterException(
                Objects.requireNonNull(spec).commandLine(), "Missing required subcommand: create, list or revoke");
    }

    /** {@code reprise token create}. */
    @Command(name = "create", description = "Makes a token and shows it, once.")
    static final class Create extends EngineCommand {

        @Option(
                names = "--name",
                required = true,
                paramLabel = "NAME",
                description = "whose it is; stands in the audit")
        String name = "";

        @Option(
                names = "--scope",
                required = true,
                split = ",",
                paramLabel = "SCOPE",
                description =
                        "view, import, plan, undo, admin, or commercetools' own, as manage_import_containers:PROJECT; several by commas")
        List<String> scopes = List.of();

        @Option(
                names = "--target",
                split = ",",
                paramLabel = "TARGET",
                description = "only for these, as product/410 or project/acme/* (default: all)")
        List<String> targets = List.of();

        @Option(
                names = "--expires",
                paramLabel = "WHEN",
                description = "a time, as 2027-01-01T00:00:00Z, or from now, as 90d or 12h (default: never)")
        @Nullable
        String expires;

        @Spec
        @Nullable
        CommandSpec spec;

        Create(Application application, Output output) {
            super(application, output);
        }

        @Override
        public Integer call() {
            Instant end = expires == null ? null : end(expires);
            application().bean(AuditTrail.class).command("token create " + name, null, null);
            Tokens.Made made = application().bean(Tokens.class).create(name, scopes, targets, end);
            if (output().json()) {
                output().document("token", Map.of("token", made.secret(), "id", made.id(), "name", name));
            } else {
                output().answer(made.secret());
                output().say("token %s: keep it, it is not shown again".formatted(made.id()));
            }
            return 0;
        }

        private Instant end(String when) {
            try {
                return when.matches("\\d{1,5}[dh]")
                        ? Instant.now()
                                .plus(Duration.parse(
                                        when.endsWith("d") ? "P" + when.toUpperCase(Locale.ROOT) : "PT" + when))
                        : Instant.parse(when);
            } catch (DateTimeParseException e) {
                throw misuse("'%s' is no time, such as 2027-01-01T00:00:00Z, 90d or 12h".formatted(when));
            }
        }

        private ParameterException misuse(String what) {
            return new ParameterException(Objects.requireNonNull(spec).commandLine(), what);
        }
    }

    /** {@code reprise token list}. */
    @Command(name = "list", description = "Lists the tokens, without what they are known by.")
    static final class All extends EngineCommand {

        All(Application application, Output output) {
            super(application, output);
        }

        @Override
        public Integer call() {
            List<Tokens.Token> tokens = application().bean(Tokens.class).list();
            if (output().json()) {
                output().document("tokens", Map.of("tokens", tokens));
                return 0;
            }
            TextTable table = new TextTable("TOKEN", "NAME", "SCOPES", "TARGETS", "CREATED", "ENDS");
            tokens.forEach(token -> table.row(
                    token.token().toString(),
                    token.name(),
                    String.join(",", token.scopes()),
                    token.targets().isEmpty() ? "all" : String.join(",", token.targets()),
                    token.createdAt().toString(),
                    ends(token)));
            output().answer(table.text());
            return 0;
        }

        private static String ends(Tokens.Token token) {
            if (token.revokedAt() != null) {
                return "revoked";
            }
            return token.expiresAt() == null ? "never" : token.expiresAt().toString();
        }
    }

    /** {@code reprise token revoke}. */
    @Command(name = "revoke", description = "Ends a token at once.")
    static final class Revoke extends EngineCommand {

        @Parameters(paramLabel = "ID", description = "the token's id, as token list shows it")
        @Nullable
        UUID id;

        Revoke(Application application, Output output) {
            super(application, output);
        }

        @Override
        public Integer call() {
            application().bean(AuditTrail.class).command("token revoke " + id, null, null);
            application().bean(Tokens.class).revoke(Objects.requireNonNull(id));
            if (output().json()) {
                output().document("token", Map.of("id", id, "revoked", true));
            } else {
                output().answer("token " + id + " is revoked");
            }
            return 0;
        }
    }
}
