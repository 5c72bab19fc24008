package dev.reprise.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record that stays out, with everything that is wrong with it, not only the first.
 *
 * @param origin where it stands in the file
 * @param entity the table it would have gone to
 * @param guid its GUID as the file spells it; null if it has none
 * @param reasons at least one
 */
public record Rejection(
        Origin origin, String entity, @Nullable String guid, List<Reason> reasons) implements Outcome {

    /** With one reason. */
    public Rejection(Origin origin, String entity, @Nullable String guid, Reason reason) {
        this(origin, entity, guid, List.of(reason));
    }
}
