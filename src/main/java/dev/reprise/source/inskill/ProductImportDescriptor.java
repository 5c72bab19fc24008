package dev.reprise.source.inskill;

import dev.reprise.engine.job.JobDescriptor;
import java.util.List;

/** What the command line knows of {@code product-import}. Public and without arguments for the service loader. */
public final class ProductImportDescriptor implements JobDescriptor {

    static final String NAME = "product-import";

    static final String CREATE = "create";

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
        return "InSkill: a product export (JSON) replaces everything below the product";
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
        return List.of(Option.flag(CREATE, "make the product if it is not there yet"));
    }
}
