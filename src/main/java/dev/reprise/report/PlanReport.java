package dev.reprise.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.reprise.record.Changes;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an import would change: it is loaded and checked, and compared with what is live.
 *
 * @param importId to be applied
 * @param target such as {@code product/410}
 * @param file absolute path of what was read
 * @param generation what it was loaded into
 * @param base the generation that it was compared with; 0 if there is none
 * @param changes whether anything would change
 * @param entities what would become of each entity's elements
 * @param document what would change of the document outside of its arrays, the product's own fields among it
 * @param reordered entities whose elements are the same, but stand in another order, or their members do
 * @param rejected elements that stay out
 * @param findings rejections and warnings in groups
 * @param diff elements that would change, if asked for
 */
public record PlanReport(
        @JsonProperty("import") UUID importId,
        String target,
        String file,
        long generation,
        long base,
        boolean changes,
        Map<String, Changes> entities,
        List<FieldChange> document,
        List<String> reordered,
        long rejected,
        List<FindingGroup> findings,
        @Nullable List<ElementChange> diff) {}
