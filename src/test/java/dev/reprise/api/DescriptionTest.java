package dev.reprise.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.web.Scope;
import dev.reprise.web.Served;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The OpenAPI page says what there is, and what is answered is on it. */
class DescriptionTest {

    private final Served served = Served.shared();

    @SuppressWarnings("unchecked") // as OpenAPI has it
    private Map<String, Map<String, Object>> paths() {
        String text = served.get("/openapi.yaml", served.admin()).body();
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(200);
        Map<String, Object> page = new Yaml(new SafeConstructor(options)).load(text);
        return (Map<String, Map<String, Object>>) Objects.requireNonNull(page.get("paths"));
    }

    @Test
    void itHasEveryRouteAndNoOther() {
        TreeSet<String> described = new TreeSet<>();
        paths().forEach((path, verbs) -> verbs.keySet().stream()
                .filter(verb -> !verb.equals("parameters"))
                .forEach(verb -> described.add(verb.toUpperCase(Locale.ROOT) + " " + path)));
        assertThat(described)
                .isEqualTo(served.routes().stream()
                        .map(route -> route.replace("{*", "{"))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    @SuppressWarnings("unchecked") // as OpenAPI has it
    void whatIsAnsweredIsOnIt() {
        String nothing = served.token(EnumSet.of(Scope.PLAN), "product/1");
        String all = served.admin();
        paths().forEach((path, verbs) -> verbs.forEach((verb, operation) -> {
            if (verb.equals("parameters")) {
                return;
            }
            Map<String, Object> responses =
                    (Map<String, Object>) Objects.requireNonNull(((Map<String, Object>) operation).get("responses"));
            // what may come of any request
            assertThat(responses).as(verb + " " + path).containsKeys("401", "403", "429", "500", "503");
            String concrete = path.replace("{id}", "7").replaceAll("[{}]", "");
            for (String token : new String[] {"none", nothing, all}) {
                int status = Served.send(served.request(concrete, token)
                                .method(verb.toUpperCase(Locale.ROOT), BodyPublishers.ofString("{}"))
                                .build())
                        .statusCode();
                assertThat(responses).as(verb + " " + path).containsKey(Integer.toString(status));
            }
        }));
    }
}
