package dev.reprise.api;

import dev.reprise.web.Caller;
import dev.reprise.web.Scope;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What there is to be called, as OpenAPI; kept by hand, and held to the truth by a test. */
@RestController
@ConditionalOnWebApplication
class DescriptionController {

    static final String FILE = "openapi.yaml";

    @GetMapping(path = "/" + FILE, produces = "application/yaml")
    Resource description() {
        Caller.current().require(Scope.VIEW);
        return new ClassPathResource(FILE);
    }
}
