package org.samverka.sessions.invitation;

import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.DefaultJWTParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTParser;
import io.smallrye.jwt.auth.principal.ParseException;
import io.smallrye.jwt.build.Jwt;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.samverka.contracts.rest.NotKnown;

/**
 * Tokens that let whoever holds one answer one invitation, without a password, until the session starts. A token names the
 * invitation and nobody; it is good for nothing else, since no other part of the platform takes its audience or its key.
 */
@ApplicationScoped
public class AnswerLinks {
    private static final String ISSUER = "samverka:sessions";
    private static final String AUDIENCE = "samverka:invitation";
    private static final int KEY = 32;
    private static final int LONGEST = 1000;

    private final SecretKey key;
    private final JWTParser parser;

    AnswerLinks(@ConfigProperty(name = "samverka.invitation-key") String key) {
        this.key = new SecretKeySpec(bytes(key), "HmacSHA256");
        this.parser = new DefaultJWTParser(expected(this.key));
    }

    private static byte[] bytes(String hex) {
        try {
            byte[] key = HexFormat.of().parseHex(hex);
            if (key.length == KEY) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            // Says the same as a key of another length; what was given is a secret.
        }
        throw new IllegalStateException("samverka.invitation-key must be %d bytes written in hex".formatted(KEY));
    }

    private static JWTAuthContextInfo expected(SecretKey key) {
        var expected = new JWTAuthContextInfo(key, ISSUER);
        expected.setSignatureAlgorithm(Set.of(SignatureAlgorithm.HS256));
        expected.setExpectedAudience(Set.of(AUDIENCE));
        expected.setRequireNamedPrincipal(false);
        return expected;
    }

    String token(UUID invitation, Instant until) {
        return Jwt.issuer(ISSUER)
                .audience(AUDIENCE)
                .subject(invitation.toString())
                .expiresAt(until)
                .jws()
                .algorithm(SignatureAlgorithm.HS256)
                .sign(key);
    }

    /** The invitation that a token opens. */
    public UUID open(String token) {
        if (token.length() > LONGEST) {
            throw new LinkNotValid();
        }
        try {
            return UUID.fromString(parser.parse(token).getSubject());
        } catch (ParseException | IllegalArgumentException e) {
            throw new LinkNotValid();
        }
    }

    /** Says no more to whoever tries: expired, for another purpose and made up are the same. */
    public static final class LinkNotValid extends NotKnown {
        LinkNotValid() {
            super("The link is not valid, or not any longer; sign in to see your invitations");
        }
    }
}
