package dev.reprise.source.inskill;

import dev.reprise.engine.export.Exporter;
import dev.reprise.engine.job.RejectionLimit;
import dev.reprise.engine.job.Target;
import dev.reprise.input.Shell;
import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.report.ImportKind;
import dev.reprise.report.ImportReport;
import dev.reprise.source.inskill.Products.Product;
import dev.reprise.table.Generations;
import dev.reprise.web.Audit;
import dev.reprise.web.Caller;
import dev.reprise.web.Intake;
import dev.reprise.web.Refusals;
import dev.reprise.web.Scope;
import dev.reprise.web.limit.Questions;
import dev.reprise.web.transfer.Downloads;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * InSkill's API, as its clients call it. An import is answered when it has ended, as the vendor's is; a client that would rather not wait says
 * {@code Prefer: respond-async}. One that hangs up harms nothing: its import goes on, and the same request again finds it.
 */
@RestController
@ConditionalOnWebApplication
@RequestMapping("/servicesv1/products/{id}")
class ProductsController {

    private static final String INNER = "data";

    private final Intake intake;
    private final Questions questions;
    private final Exporter exporter;
    private final Downloads downloads;
    private final Products products;
    private final Generations generations;
    private final ProductAnswers answers;

    ProductsController(
            Intake intake,
            Questions questions,
            Exporter exporter,
            Downloads downloads,
            Products products,
            Generations generations) {
        this.downloads = downloads;
        this.intake = intake;
        this.questions = questions;
        this.exporter = exporter;
        this.products = products;
        this.generations = generations;
        this.answers = new ProductAnswers(questions);
    }

    /** Replaces a product's content by that of the export in the body. */
    @PostMapping("/import")
    void importProduct(
            @PathVariable String id,
            @RequestParam(name = "max_rejections", defaultValue = "0") String maxRejections,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Target target = target(id);
        UUID importId = intake.take(
                new Intake.Order(
                        ProductImportDescriptor.NAME,
                        target,
                        Map.of(),
                        new RejectionLimit(maxRejections),
                        ImportKind.IMPORT,
                        true,
                        ".json"),
                request);
        boolean ended = intake.await(importId, request, response);
        ImportReport report = questions.result(Caller.current().key(), importId);
        if (!ended) {
            write(response, HttpServletResponse.SC_ACCEPTED, answers.accepted(report));
            return;
        }
        write(response, status(report), answers.of(report));
    }

    /** By InSkill's documentation a bad export is the caller's fault, and what fails on the way is not. */
    private static int status(ImportReport report) {
        if (report.status().isCompleted()) {
            return HttpServletResponse.SC_OK;
        }
        RefusedException refusal = Refusals.of(report);
        return refusal.problem().code().equals("too-many-rejections")
                ? HttpServletResponse.SC_BAD_REQUEST
                : Refusals.status(refusal);
    }

    /** The product itself, as its last export had it. */
    @Audit.Kept
    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    void product(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Target target = seen(id, request);
        long live = products.find(ProductImport.productId(target))
                .map(Product::liveGeneration)
                .orElseThrow(() -> missing(target));
        Shell shell = Shell.parse(generations.shell(live), INNER);
        write(response, HttpServletResponse.SC_OK, product(shell));
    }

    private static String product(Shell shell) {
        return Optional.ofNullable(shell.member("product"))
                .or(() -> Optional.ofNullable(shell.outer("product")))
                .orElse("{}");
    }

    /** The export that {@link #importProduct} takes. */
    @Audit.Kept
    @GetMapping("/export")
    void export(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Target target = seen(id, request);
        if (products.find(ProductImport.productId(target)).isEmpty()) {
            throw missing(target);
        }
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        downloads.send(
                Caller.current().key(),
                response.getOutputStream(),
                out -> exporter.run(ProductExportDescriptor.NAME, target, Map.of(), out));
    }

    private static Target seen(String id, HttpServletRequest request) {
        Target target = target(id);
        Audit.target(request, target.toString());
        Caller caller = Caller.current().require(Scope.VIEW);
        if (!caller.may(Scope.VIEW, target.toString())) {
            throw missing(target); // nobody learns what there is for others
        }
        return target;
    }

    private static Target target(String id) {
        return new Target(new ProductImportDescriptor().targetKind(), id);
    }

    private static RefusedException missing(Target target) {
        return new RefusedException(
                Exit.NOT_FOUND, Problem.unchanged("product-missing", "there is no " + target, null, "Check the id."));
    }

    private static void write(HttpServletResponse response, int status, @Nullable String json) throws IOException {
        response.setStatus(status);
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.getOutputStream().write(String.valueOf(json).getBytes(StandardCharsets.UTF_8));
    }
}
