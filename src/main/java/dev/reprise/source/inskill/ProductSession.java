package dev.reprise.source.inskill;

import dev.reprise.engine.job.Judged;
import dev.reprise.engine.job.Session;
import dev.reprise.input.Block;
import dev.reprise.input.ExportFormat;
import dev.reprise.input.JsonFormat;
import dev.reprise.input.Shell;
import dev.reprise.input.StrictJson;
import dev.reprise.record.Reason;
import dev.reprise.record.RefusedException;
import dev.reprise.record.Row;
import dev.reprise.record.Warning;
import dev.reprise.source.inskill.Products.Product;
import dev.reprise.table.EntityTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What InSkill's rules ask of one import of a product. */
final class ProductSession implements Session {

    private final long productId;
    private final boolean create;
    private final Products products;
    private final JsonFormat format;
    private final StrictJson json;
    private final Identity identity;
    private final RecordProcessor processor;
    private @Nullable ProductObject product;

    ProductSession(long productId, boolean create, Products products, JsonFormat format, String file) {
        this.productId = productId;
        this.create = create;
        this.products = products;
        this.format = format;
        this.json = new StrictJson(file, format.settings());
        this.identity = new Identity(productId, file);
        this.processor = new RecordProcessor(json);
    }

    @Override
    public ExportFormat format() {
        return format;
    }

    @Override
    public void checkTarget() {
        identity.checkTarget(products.find(productId), create);
    }

    @Override
    public void checkDocument(Shell shell, boolean complete) {
        identity.checkShape(shell, complete);
        ProductObject found = ProductObject.of(shell, json);
        if (found != null) {
            identity.checkProduct(found, products.find(productId));
            product = found;
        } else if (complete) {
            throw identity.noProduct();
        }
    }

    @Override
    public Judged process(Block block) {
        return processor.process(block);
    }

    @Override
    public Row head(Shell shell) {
        Element element = product().element(json);
        Optional<Reason> malformed = element.reasons().stream().findFirst();
        if (malformed.isPresent()) {
            Reason reason = malformed.get();
            throw identity.refused(
                    reason.code(),
                    "%s is not a GUID: %s"
                            .formatted(
                                    reason.value() == null ? "what stands here" : "'" + reason.value() + "'",
                                    reason.message()),
                    reason.pointer(),
                    "Mend the file, or export again.");
        }
        return new Row(element.origin(), Tables.PRODUCT_FIELDS.name(), null, null, element.tuple());
    }

    @Override
    public List<Warning> remarks(Shell shell) {
        List<Warning> remarks = new ArrayList<>();
        for (EntityTable table : Tables.ARRAYS) {
            String name = table.pointer().substring("/data/".length());
            String text = shell.member(name);
            if (text == null || text.equals("null")) {
                String message = "the export has no %s, so the product has none after this import".formatted(name);
                remarks.add(new Warning(
                        null, table.name(), null, new Reason("array-absent", table.pointer(), text, message)));
            }
        }
        product().element(json).remarks().forEach(remark -> remarks.add(new Warning(null, "product", null, remark)));
        if (product().field("id") == null) {
            Reason reason = new Reason(
                    "product-id-missing",
                    product().pointer() + "/id",
                    null,
                    "the export does not say of which product it is; bundle_id alone was compared");
            remarks.add(new Warning(null, "product", null, reason));
        }
        return remarks;
    }

    @Override
    public void publish(long generation) {
        Optional<Product> now = products.lock(productId);
        identity.checkTarget(now, create);
        identity.checkProduct(product(), now);
        products.publish(productId, String.valueOf(product().string("bundle_id")), generation);
    }

    @Override
    public long liveGeneration() {
        return products.find(productId).map(Product::liveGeneration).orElse(0L);
    }

    /** Known since the document was checked; on a restart at the publish the check step has done so. */
    private ProductObject product() {
        ProductObject known = product;
        if (known == null) {
            throw new RefusedException(
                    identity.noProduct().exit(), identity.noProduct().problem());
        }
        return known;
    }
}
