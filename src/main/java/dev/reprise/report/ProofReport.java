package dev.reprise.report;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether the database holds what was read.
 *
 * @param target such as {@code product/410}
 * @param generation whose rows were read
 * @param file what it was compared with; null for the hashes that were kept when the generation was loaded
 * @param same whether all hashes agree, and nothing in the file would stay out
 * @param rejected elements of the file that no import would take
 * @param entities for each entity the hash of what was read and of what is stored
 * @param seconds how long it took
 */
public record ProofReport(
        String target,
        long generation,
        @Nullable String file,
        boolean same,
        long rejected,
        Map<String, Hashes> entities,
        double seconds) {

    /**
     * An entity's two hashes, 64 hexadecimal digits each; null where it has no elements.
     *
     * @param read from the file
     * @param stored in the database
     */
    public record Hashes(@Nullable String read, @Nullable String stored) {

        /** Whether both are the same. */
        public boolean same() {
            return Objects.equals(read, stored);
        }
    }
}
