package org.samverka.participants.person;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.math.BigDecimal;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Gender;
import org.samverka.contracts.Language;

/** A person as read; written by {@link People} only, many at a time. */
@Entity
@Immutable
class Person {
    /** Those of a row {@code p} that are read; Hibernate does not take others. */
    static final String COLUMNS = """
        p.id, p.position, p.organization, p.person_ref, p.gender, p.birth_year, p.given_name, p.family_name, p.email, p.phone,
        p.language, p.unit, p.extent, p.leader, p.active, p.employments, p.pseudonym, p.version, p.protected_identity,
        p.same_as\
        """;

    @Id
    UUID id;

    long position;

    String organization;

    @Column(name = "person_ref")
    String personRef;

    @Enumerated(EnumType.STRING)
    Gender gender;

    @Column(name = "birth_year")
    int birthYear;

    @Column(name = "given_name")
    @Nullable
    String givenName;

    @Column(name = "family_name")
    @Nullable
    String familyName;

    @Nullable
    String email;

    @Nullable
    String phone;

    @Enumerated(EnumType.STRING)
    Language language;

    @Nullable
    String unit;

    BigDecimal extent;

    boolean leader;

    boolean active;

    int employments;

    UUID pseudonym;

    int version;

    @Column(name = "protected_identity")
    boolean protectedIdentity;

    @Column(name = "same_as")
    @Nullable
    UUID sameAs;

    /** How statistics know the person, whichever of several records this is. */
    UUID head() {
        return sameAs == null ? pseudonym : sameAs;
    }

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected Person() {}
}
