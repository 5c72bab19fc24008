package dev.reprise.testing;

import dev.reprise.engine.job.JobDescriptor;
import java.util.List;

/** A job that is declared and never done. */
public record DeclaredJob(Kind kind, String name, String targetKind, List<Option> options) implements JobDescriptor {

    @Override
    public String source() {
        return "test";
    }

    @Override
    public String summary() {
        return name;
    }

    @Override
    public String targetExample() {
        return targetKind + "/1";
    }
}
