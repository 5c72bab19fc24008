package dev.reprise.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens of another issuer are taken where one is configured, beside our own. */
class IssuerTest {

    @TempDir
    Path folder;

    private static String token(KeyPair keys, String scope, List<String> targets, Instant end) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader(JWSAlgorithm.RS256),
                new JWTClaimsSet.Builder()
                        .subject("ann")
                        .claim("scope", scope)
                        .claim("reprise_targets", targets)
                        .expirationTime(Date.from(end))
                        .build());
        token.sign(new RSASSASigner(keys.getPrivate()));
        return token.serialize();
    }

    @Test
    void anIssuersTokensAreTaken() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair keys = generator.generateKeyPair();
        String pem = "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n"
                .formatted(
                        Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded()));
        Path key = Files.writeString(folder.resolve("key.pem"), pem, StandardCharsets.US_ASCII);
        Instant later = Instant.now().plusSeconds(600);
        try (Served served =
                new Served("--spring.security.oauth2.resourceserver.jwt.public-key-location=file:" + key)) {
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
            String elsewhere = token(keys, "view import", List.of("product/1"), later);
            assertThat(Served.json(served.get("/imports", elsewhere)).path("imports"))
                    .isEmpty();
            assertThat(served.get("/imports", token(keys, "openid", List.of(), later))
                            .statusCode())
                    .isEqualTo(403);
            vendorsScopesCount(served, keys, later);
            String old = token(keys, "view", List.of(), Instant.now().minusSeconds(600));
            String forged = token(generator.generateKeyPair(), "view", List.of(), later);
            for (String bad : List.of(old, forged, "no.token.atall", Tokens.PREFIX + "unknown")) {
                assertThat(served.get("/imports", bad).statusCode()).isEqualTo(401);
            }
            assertThat(served.get("/imports", served.token(EnumSet.of(Scope.VIEW)))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    private static void vendorsScopesCount(Served served, KeyPair keys, Instant later) throws JOSEException {
        String vendors = token(keys, "manage_import_containers:acme view_import_containers:other", List.of(), later);
        assertThat(served.get("/imports?target=container/acme/a", vendors).statusCode())
                .isEqualTo(200);
        assertThat(served.post("/imports/" + UUID.randomUUID() + "/apply", vendors, "")
                        .statusCode())
                .isEqualTo(403);
    }
}
