package dev.reprise.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.reprise.record.RefusedException;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens of another issuer are taken where one is configured, beside our own. */
class IssuerTest {

    private static final List<String> ALL = List.of("*");

    @TempDir
    Path folder;

    private static String token(KeyPair keys, String scope, @Nullable List<String> targets, Instant end)
            throws JOSEException {
        return token(keys, scope, targets, end, "reprise");
    }

    private static String token(
            KeyPair keys, String scope, @Nullable List<String> targets, Instant end, String audience)
            throws JOSEException {
        return token(keys, scope, targets, end, audience, "ann");
    }

    private static String token(
            KeyPair keys,
            String scope,
            @Nullable List<String> targets,
            Instant end,
            String audience,
            @Nullable String subject)
            throws JOSEException {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .subject(subject)
                .audience(audience)
                .claim("scope", scope)
                .expirationTime(Date.from(end));
        if (targets != null) {
            claims.claim("reprise_targets", targets);
        }
        SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims.build());
        token.sign(new RSASSASigner(keys.getPrivate()));
        return token.serialize();
    }

    private Path key(KeyPair keys) throws IOException {
        String pem = "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n"
                .formatted(
                        Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded()));
        return Files.writeString(folder.resolve("key.pem"), pem, StandardCharsets.US_ASCII);
    }

    @Test
    void anIssuersTokensAreTaken() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair keys = generator.generateKeyPair();
        Path key = key(keys);
        Instant later = Instant.now().plusSeconds(600);
        String settings = "--spring.security.oauth2.resourceserver.jwt.";
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> new Served(settings + "public-key-location=file:" + key).close())
                .withMessageContaining("audiences");
        try (Served served = new Served(settings + "public-key-location=file:" + key, settings + "audiences=reprise")) {
            long product = served.product(1);
            String good = token(keys, "openid reprise:view", List.of("product/" + product), later);
            assertThat(Served.json(served.get("/imports", good)).path("imports"))
                    .hasSize(1);
            assertThat(served.get("/servicesv1/products/" + product + "/export", good)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(served.post("/imports?target=product/" + product, good, "{}")
                            .statusCode())
                    .isEqualTo(403);
            String elsewhere = token(keys, "reprise:view reprise:import", List.of("product/1"), later);
            assertThat(Served.json(served.get("/imports", elsewhere)).path("imports"))
                    .isEmpty();
            wordsOfOthersGiveNothing(served, keys, later);
            vendorsScopesCount(served, keys, later);
            String old = token(keys, "reprise:view", ALL, Instant.now().minusSeconds(600));
            String forged = token(generator.generateKeyPair(), "reprise:view", ALL, later);
            String others = token(keys, "reprise:view", ALL, later, "another program");
            String nobodys = token(keys, "reprise:view", ALL, later, "reprise", null);
            for (String bad : List.of(old, forged, others, nobodys, "no.token.atall", Tokens.PREFIX + "unknown")) {
                assertThat(served.get("/imports", bad).statusCode()).isEqualTo(401);
            }
            badPasswordsAreNotTheIssuers(served);
            assertThat(served.get("/imports", served.token(EnumSet.of(Scope.VIEW)))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    private static void badPasswordsAreNotTheIssuers(Served served) {
        served.database().jdbc().update("DELETE FROM audit");
        HttpRequest.Builder request = HttpRequest.newBuilder(served.at("/imports"));
        for (int i = 0; i < 10; i++) {
            assertThat(Served.send(request.setHeader("Apikey", "guess" + i).build())
                            .statusCode())
                    .isEqualTo(401);
        }
        assertThat(served.database().jdbc().queryForList("SELECT who FROM audit WHERE status = 401", String.class))
                .anyMatch(who -> who.startsWith("a bad token, the"));
    }

    @Test
    void anIssuerThatCannotBeReachedIsNobodysFault() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        String token = token(
                generator.generateKeyPair(), "reprise:view", ALL, Instant.now().plusSeconds(600));
        String settings = "--spring.security.oauth2.resourceserver.jwt.";
        for (String where : List.of("issuer-uri=http://127.0.0.1:1", "jwk-set-uri=http://127.0.0.1:1/keys")) {
            try (Served served = new Served(settings + where, settings + "audiences=reprise")) {
                HttpResponse<String> answer = served.get("/imports", token);
                assertThat(answer.statusCode()).as(where).isEqualTo(503);
                assertThat(Served.json(answer).path("code").asString()).isEqualTo("issuer-unavailable");
                assertThat(answer.headers().firstValue("Retry-After")).isPresent();
                assertThat(served.get("/imports", served.admin()).statusCode()).isEqualTo(200);
            }
        }
    }

    private static void wordsOfOthersGiveNothing(Served served, KeyPair keys, Instant later) throws JOSEException {
        assertThat(served.get("/imports", token(keys, "reprise:view", ALL, later))
                        .statusCode())
                .isEqualTo(200);
        for (String nothing : List.of(
                token(keys, "openid", ALL, later),
                token(keys, "view import admin", ALL, later),
                token(keys, "reprise:admin", List.of(), later),
                token(keys, "reprise:admin", null, later))) {
            assertThat(served.get("/imports", nothing).statusCode()).isEqualTo(403);
        }
    }

    private static void vendorsScopesCount(Served served, KeyPair keys, Instant later) throws JOSEException {
        String vendors = token(keys, "manage_import_containers:acme view_import_containers:other", null, later);
        assertThat(served.get("/imports?target=container/acme/a", vendors).statusCode())
                .isEqualTo(200);
        assertThat(served.post("/imports/" + UUID.randomUUID() + "/apply", vendors, "")
                        .statusCode())
                .isEqualTo(403);
    }
}
