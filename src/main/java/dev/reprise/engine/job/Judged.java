package dev.reprise.engine.job;

import dev.reprise.input.Position;
import dev.reprise.record.Outcome;
import dev.reprise.record.Warning;
import java.util.List;

/**
 * A block after the processor: what the writer writes in one transaction.
 *
 * @param outcomes one for each record, in the order of the file
 * @param warnings remarks about records that go in
 * @param position where the block ends
 */
public record Judged(List<Outcome> outcomes, List<Warning> warnings, Position position) {}
