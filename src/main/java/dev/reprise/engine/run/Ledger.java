package dev.reprise.engine.run;

import dev.reprise.engine.ledger.Checkpoints;
import dev.reprise.engine.ledger.Counters;
import dev.reprise.engine.ledger.Imports;
import dev.reprise.engine.ledger.Rejections;

/** What the engine writes down, in one hand. */
public record Ledger(Imports imports, Checkpoints checkpoints, Counters counters, Rejections rejections) {}
