package dev.reprise.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

/** What those need who watch over a process that serves. */
class OperationsTest {

    private final Served served = Served.shared();

    private int open(String path) {
        return Served.send(HttpRequest.newBuilder(served.at(path)).build()).statusCode();
    }

    @Test
    void lifeAndReadinessNeedNoToken() {
        assertThat(open("/actuator/health/liveness")).isEqualTo(200);
        assertThat(open("/actuator/health/readiness")).isEqualTo(200);
        assertThat(open("/actuator/health")).isEqualTo(200);
        assertThat(open("/actuator/prometheus")).isEqualTo(401);
        assertThat(open("/actuator/env")).isEqualTo(401);
    }

    @Test
    void whoseSchemaAnotherVersionHasChangedIsNotReady() {
        served.database().jdbc().update("""
                INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, installed_by, execution_time, success)
                VALUES (100000, '999', 'of another version', 'SQL', 'V999.sql', 'test', 0, true)
                """);
        try {
            assertThat(open("/actuator/health/readiness")).isEqualTo(503);
            assertThat(open("/actuator/health/liveness")).isEqualTo(200);
        } finally {
            served.database().jdbc().update("DELETE FROM flyway_schema_history WHERE installed_rank = 100000");
        }
        assertThat(open("/actuator/health/readiness")).isEqualTo(200);
    }

    @Test
    void theAuditIsKeptForAYear() {
        for (int days : new int[] {364, 366}) {
            served.database().jdbc().update("""
                    INSERT INTO audit (at, who, act, status) VALUES (clock_timestamp() - make_interval(days => ?), 'kept?', ?, 200)
                    """, days, Integer.toString(days));
        }
        served.bean(AuditTrail.class).forget(Duration.ofDays(365));
        assertThat(served.database().jdbc().queryForList("SELECT act FROM audit WHERE who = 'kept?'", String.class))
                .containsExactly("364");
    }

    @Test
    void figuresAreForWhoMaySeeAll() {
        long product = served.product(3);
        assertThat(served.get("/actuator/prometheus", served.token(EnumSet.of(Scope.VIEW), "product/1"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(served.get("/actuator/prometheus", served.token(EnumSet.of(Scope.IMPORT)))
                        .statusCode())
                .isEqualTo(403);
        String figures = served.get("/actuator/prometheus", served.token(EnumSet.of(Scope.VIEW)))
                .body();
        assertThat(figures)
                .contains(
                        "reprise_queue_waiting ",
                        "reprise_imports_seconds_count{job=\"product-import\",status=\"completed\"}")
                .contains(
                        "reprise_records_total{job=\"product-import\",outcome=\"written\"}",
                        "reprise_last_success{target=\"product/" + product);
    }
}
