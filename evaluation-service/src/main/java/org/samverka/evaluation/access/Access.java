package org.samverka.evaluation.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.Roles;

/**
 * That somebody read something about others, decided about it, or was refused it.
 *
 * @param what it was; never a value
 */
public record Access(UUID entry, Instant at, By by, What what) {

    /** Who asks, as every entry of theirs names them. */
    public record By(String caller, String role) {
        public static By of(Caller caller) {
            return new By(
                    caller.subject(),
                    Stream.of(
                                    Roles.PLATFORM_ADMIN,
                                    Roles.COORDINATOR,
                                    Roles.SUPPLIER,
                                    Roles.ORGANIZATION_CONTACT,
                                    Roles.MANAGER,
                                    Roles.PARTICIPANT,
                                    Roles.OCCUPATIONAL_HEALTH,
                                    Roles.ANALYST,
                                    Roles.HR_PARTNER,
                                    Roles.AUDITOR)
                            .filter(caller::is)
                            .collect(Collectors.joining(",")));
        }
    }

    /** What the chain's next link is, after the one before. */
    byte[] hashAfter(byte[] before) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(before);
            Stream.of(
                            entry.toString(),
                            at.toString(),
                            by.caller(),
                            by.role(),
                            what.subject() == null ? null : what.subject().toString(),
                            what.object(),
                            what.action(),
                            what.outcome())
                    .forEach(field -> digest.update(unmistakable(field)));
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** With its length, so that no two lists of fields read alike. */
    private static byte[] unmistakable(@Nullable String field) {
        return (field == null ? "-;" : field.length() + ":" + field + ";").getBytes(UTF_8);
    }
}
