package dev.reprise.source.snaplogic.http;

import dev.reprise.record.Problem;
import dev.reprise.web.ErrorForm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Vendor: what an export of something missing is answered with; inferred: the same for all errors. Ours: code, state, next. */
@Component
@ConditionalOnWebApplication
final class SnaplogicErrors implements ErrorForm {

    /** Vendor's own, which may be left out here. */
    static final String PREFIX = "/api/1/rest/public";

    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public boolean isFor(String path) {
        return path.startsWith(PREFIX + "/") || path.startsWith("/project/") || path.startsWith("/apim/");
    }

    @Override
    public String body(int status, Problem problem) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("message", problem.what());
        error.put("code", problem.code());
        error.put("where", problem.where());
        error.put("state", problem.state());
        error.put("next", problem.next());
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("http_status_code", status);
        body.put("response_map", Map.of("error_list", List.of(error)));
        return JSON.writeValueAsString(body);
    }
}
