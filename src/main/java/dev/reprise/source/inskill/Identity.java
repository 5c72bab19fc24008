package dev.reprise.source.inskill;

import dev.reprise.input.Shell;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.source.inskill.Products.Product;
import dev.reprise.table.EntityTable;
import java.util.Optional;
import java.util.Set;

/**
 * Whose export it is, and whether the target takes it. InSkill's rules (importproduct-1): the export must come from the same product,
 * by id and by {@code bundle_id}; neither the source nor the target may be inherited. Each broken rule has a code of its own, and
 * changes nothing.
 */
final class Identity {

    private static final String SAME_PRODUCT =
            "Choose the product that this export was made from, or export that product.";
    private static final String AGAIN = "Export the product again, and leave the export's structure as it is.";
    private static final Set<String> TRUTHS = Set.of("true", "1", "\"true\"", "\"1\"");

    private final long productId;
    private final String file;

    Identity(long productId, String file) {
        this.productId = productId;
        this.file = file;
    }

    void checkTarget(Optional<Product> target, boolean create) {
        if (target.isEmpty() && !create) {
            throw new RefusedException(
                    Exit.NOT_FOUND,
                    Problem.unchanged(
                            "product-missing",
                            "there is no product/" + productId,
                            null,
                            "Add --create to make it, or choose another target."));
        }
        if (target.filter(Product::inherited).isPresent()) {
            throw RefusedException.file(
                    "target-inherited",
                    "product/" + productId + " is inherited and cannot be imported into",
                    null,
                    "Import into the product that it is inherited from, in its supplier's account.");
        }
    }

    void checkShape(Shell shell, boolean complete) {
        if (complete && !shell.entered() || shell.outer("data") != null && !shell.entered()) {
            throw refused("not-an-export", "there is no object 'data'", "/data", AGAIN);
        }
        for (EntityTable table : Tables.ARRAYS) {
            String text = shell.member(table.pointer().substring("/data/".length()));
            if (text != null && !text.equals("[]") && !text.equals("null")) {
                throw refused("not-an-export", "this is not an array", table.pointer(), AGAIN);
            }
        }
        if (ProductObject.ambiguous(shell)) {
            throw refused(
                    "product-ambiguous", "two product objects stand in the file, and they differ", "/product", AGAIN);
        }
    }

    void checkProduct(ProductObject product, Optional<Product> target) {
        String bundleId = product.isObject() ? product.string("bundle_id") : null;
        if (bundleId == null) {
            throw refused(
                    "bundle-id-missing",
                    "the product has no bundle_id, so this is not an export of a product",
                    product.pointer() + "/bundle_id",
                    AGAIN);
        }
        checkId(product);
        if (TRUTHS.contains(String.valueOf(product.field("inherited")))) {
            throw refused(
                    "product-inherited",
                    "the export is of an inherited product",
                    product.pointer() + "/inherited",
                    "Export the product that it is inherited from, in its supplier's account.");
        }
        target.filter(known -> !known.bundleId().equals(bundleId)).ifPresent(known -> {
            throw refused(
                    "bundle-mismatch",
                    "the export is of bundle '%s', product/%d is of bundle '%s'"
                            .formatted(bundleId, productId, known.bundleId()),
                    product.pointer() + "/bundle_id",
                    SAME_PRODUCT);
        });
    }

    private void checkId(ProductObject product) {
        String id = product.field("id");
        String expected = Long.toString(productId);
        if (id != null && !id.equals(expected) && !id.equals('"' + expected + '"')) {
            throw refused(
                    "product-mismatch",
                    "the export is of product %s, not of product/%d".formatted(id, productId),
                    product.pointer() + "/id",
                    SAME_PRODUCT);
        }
    }

    RefusedException noProduct() {
        return refused("bundle-id-missing", "there is no product in the file", "/data/product", AGAIN);
    }

    RefusedException refused(String code, String what, String pointer, String next) {
        return RefusedException.file(code, what, file + ", " + pointer, next);
    }
}
