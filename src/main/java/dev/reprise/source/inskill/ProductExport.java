package dev.reprise.source.inskill;

import dev.reprise.engine.job.ExportJob;
import dev.reprise.engine.job.JobDescriptor;
import dev.reprise.engine.job.Target;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.source.inskill.Products.Product;

/** The export of a product, in the shape that {@link ProductImport} reads. */
final class ProductExport implements ExportJob, ProductJob {

    private final Products products;

    ProductExport(Products products) {
        this.products = products;
    }

    @Override
    public JobDescriptor descriptor() {
        return new ProductExportDescriptor();
    }

    @Override
    public long liveGeneration(Target target) {
        return products.find(ProductImport.productId(target))
                .map(Product::liveGeneration)
                .orElseThrow(() -> new RefusedException(
                        Exit.NOT_FOUND,
                        Problem.unchanged("product-missing", "there is no " + target, null, "Check the id.")));
    }
}
