package org.samverka.reporting.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.samverka.reporting.secret.MasterKey;

/**
 * The secrets of endpoints and what they sign (Standard Webhooks, symmetric, v1). A secret follows from the endpoint and
 * its number, so the database holds none.
 */
@Singleton
class Signatures {
    private static final String HMAC = "HmacSHA256";

    private final MasterKey master;

    Signatures(MasterKey master) {
        this.master = master;
    }

    /** As the receiver needs it. */
    String secret(UUID endpoint, int number) {
        return "whsec_" + Base64.getEncoder().encodeToString(key(endpoint, number));
    }

    /** The header webhook-signature: while two secrets are good, one signature of each. */
    String of(Endpoint endpoint, UUID message, Instant at, String payload) {
        String current = signature(key(endpoint.id(), endpoint.secret()), message, at, payload);
        return endpoint.signsWithThePreviousToo(at)
                ? current + " " + signature(key(endpoint.id(), endpoint.secret() - 1), message, at, payload)
                : current;
    }

    private byte[] key(UUID endpoint, int number) {
        return master.derive("webhook secret v1: %s %d".formatted(endpoint, number));
    }

    private static String signature(byte[] key, UUID message, Instant at, String payload) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            byte[] signed = mac.doFinal(
                    "%s.%d.%s".formatted(message, at.getEpochSecond(), payload).getBytes(UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(signed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
