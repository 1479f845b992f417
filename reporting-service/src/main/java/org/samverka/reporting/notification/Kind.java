package org.samverka.reporting.notification;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a notification is about, by the name that the API and the database use. */
@Schema(
        enumeration = {
            "enrollment-confirmed",
            "waitlisted",
            "seat-offered",
            "evaluation-due",
            "evaluation-reminder",
            "invitation",
            "invitation-reminder",
            "session-changed",
            "session-canceled",
            "invitation-withdrawn",
            "goal-reached",
            "goal-at-risk"
        })
public enum Kind {
    ENROLLMENT_CONFIRMED("enrollment-confirmed", Trait.GATHERED),
    WAITLISTED("waitlisted", Trait.GATHERED),
    SEAT_OFFERED("seat-offered", Trait.URGENT),
    EVALUATION_DUE("evaluation-due", Trait.GATHERED, Trait.OPTIONAL),
    EVALUATION_REMINDER("evaluation-reminder", Trait.GATHERED, Trait.OPTIONAL),
    INVITATION("invitation"),
    INVITATION_REMINDER("invitation-reminder", Trait.OPTIONAL),
    SESSION_CHANGED("session-changed", Trait.URGENT),
    SESSION_CANCELED("session-canceled", Trait.URGENT),
    INVITATION_WITHDRAWN("invitation-withdrawn"),
    GOAL_REACHED("goal-reached", Trait.GATHERED, Trait.OPTIONAL),
    GOAL_AT_RISK("goal-at-risk", Trait.GATHERED, Trait.OPTIONAL);

    private enum Trait {
        /** Waits for no morning, and counts in no limit: tomorrow it may be too late. */
        URGENT,
        /** Nobody has to be told: it can be unsubscribed. */
        OPTIONAL,
        /** Can stand in a letter of several. */
        GATHERED
    }

    private final String key;
    private final Set<Trait> traits;

    Kind(String key, Trait... traits) {
        this.key = key;
        this.traits = Set.of(traits);
    }

    @JsonValue
    public String key() {
        return key;
    }

    boolean isUrgent() {
        return traits.contains(Trait.URGENT);
    }

    boolean isOptional() {
        return traits.contains(Trait.OPTIONAL);
    }

    boolean canBeGathered() {
        return traits.contains(Trait.GATHERED);
    }

    @JsonCreator
    static Kind of(String key) {
        return Arrays.stream(values())
                .filter(kind -> kind.key.equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No kind of notification is called so"));
    }
}
