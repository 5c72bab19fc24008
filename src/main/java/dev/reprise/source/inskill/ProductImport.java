package dev.reprise.source.inskill;

import dev.reprise.engine.job.JobDescriptor;
import dev.reprise.engine.job.Session;
import dev.reprise.engine.job.SourceJob;
import dev.reprise.engine.job.Target;
import dev.reprise.input.InputSettings;
import dev.reprise.input.JsonFormat;
import dev.reprise.input.Shell;
import dev.reprise.input.StrictJson;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.table.EntityTable;
import dev.reprise.table.Reference;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The import of a product export: everything below the product is replaced by what the file holds. */
final class ProductImport implements SourceJob, ProductJob {

    private final Products products;
    private final InputSettings input;

    ProductImport(Products products, InputSettings input) {
        this.products = products;
        this.input = input;
    }

    @Override
    public JobDescriptor descriptor() {
        return new ProductImportDescriptor();
    }

    @Override
    public EntityTable head() {
        return Tables.PRODUCT_FIELDS;
    }

    @Override
    public List<Reference> references() {
        return Tables.references();
    }

    @Override
    public Optional<JsonFormat> json() {
        return Optional.of(new JsonFormat(inner(), input));
    }

    @Override
    public Optional<Target> targetOf(Shell shell) {
        return Optional.ofNullable(ProductObject.of(shell, new StrictJson("", input)))
                .map(product -> product.field("id"))
                .map(id -> id.startsWith("\"") ? id.substring(1, id.length() - 1) : id)
                .filter(ProductImport::isId)
                .map(id -> new Target(descriptor().targetKind(), id));
    }

    @Override
    public Session open(Target target, Map<String, String> options, Path file) {
        boolean create = Boolean.parseBoolean(options.getOrDefault(ProductImportDescriptor.CREATE, "false"));
        String name = file.toString();
        return new ProductSession(productId(target), create, products, new JsonFormat(inner(), input), name);
    }

    static long productId(Target target) {
        if (isId(target.name())) {
            return Long.parseLong(target.name());
        }
        throw new RefusedException(
                Exit.USAGE,
                Problem.unchanged(
                        "target-malformed",
                        "'" + target.name() + "' is not the id of a product",
                        target.toString(),
                        "A product's id is a whole number, as in product/410."));
    }

    private static boolean isId(String text) {
        try {
            long id = Long.parseLong(text);
            return id > 0 && text.equals(Long.toString(id));
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
