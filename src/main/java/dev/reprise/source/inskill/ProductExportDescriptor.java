package dev.reprise.source.inskill;

import dev.reprise.engine.job.JobDescriptor;
import java.util.List;

/** What the command line knows of {@code product-export}. Public and without arguments for the service loader. */
public final class ProductExportDescriptor implements JobDescriptor {

    static final String NAME = "product-export";

    @Override
    public Kind kind() {
        return Kind.EXPORT;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String source() {
        return "inskill";
    }

    @Override
    public String summary() {
        return "InSkill: all that is live of a product becomes a file (JSON) that product-import reads";
    }

    @Override
    public String targetKind() {
        return "product";
    }

    @Override
    public String targetExample() {
        return "product/410";
    }

    @Override
    public List<Option> options() {
        return List.of();
    }
}
