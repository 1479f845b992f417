package org.samverka.sessions.participant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** Where a person works now; learned from events. No unit: nobody's manager is theirs. */
@Entity
@Immutable
class Workplace {
    @Id
    @Column(name = "person_id")
    UUID personId;

    String organization;

    @Nullable
    String unit;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected Workplace() {}
}
