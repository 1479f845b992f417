package org.samverka.sessions.participant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.Arrays;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Invalid;

/** What sessions need to know of a program; learned from its events. */
@Entity
@Immutable
public class Program {
    @Id
    String key;

    @Column(name = "target_groups")
    String[] targetGroups;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected Program() {}

    Program(String key, String... targetGroups) {
        this.key = key;
        this.targetGroups = targetGroups;
    }

    /** Refuses a target group that the program has not; none stands for everybody in it. */
    public void checkTargetGroup(@Nullable String targetGroup) {
        if (targetGroup != null && !Arrays.asList(targetGroups).contains(targetGroup)) {
            throw new Invalid(
                    "/targetGroup", "unknown-target-group", "The program has: " + String.join(", ", targetGroups));
        }
    }
}
