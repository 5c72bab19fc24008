package dev.reprise.cli.view;

import dev.reprise.report.ProofReport;
import dev.reprise.report.ProofReport.Hashes;
import org.jspecify.annotations.Nullable;

/** Proofs as a person reads them. */
public final class ProofText {

    private static final int SHORT_HASH = 16;

    private ProofText() {}

    /** What was compared, and how it came out. */
    public static String of(ProofReport proof) {
        TextTable table = new TextTable("ENTITY", "READ", "STORED", "");
        proof.entities().forEach((entity, hashes) -> table.row(row(entity, hashes)));
        String with = proof.file() == null ? "what was read from its file" : proof.file();
        String out = proof.rejected() == 0 ? "" : "%n%d elements of the file are rejected".formatted(proof.rejected());
        return "%s, generation %d: %s %s, in %s%n%n%s"
                .formatted(
                        proof.target(),
                        proof.generation(),
                        proof.same() ? "holds" : "DOES NOT HOLD",
                        with,
                        Amounts.seconds(proof.seconds()),
                        table.text() + out);
    }

    private static String[] row(String entity, Hashes hashes) {
        return new String[] {entity, start(hashes.read()), start(hashes.stored()), hashes.same() ? "same" : "differs"};
    }

    private static String start(@Nullable String hash) {
        return hash == null ? "none" : hash.substring(0, SHORT_HASH);
    }
}
