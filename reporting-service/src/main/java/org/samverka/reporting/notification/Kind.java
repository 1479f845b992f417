package org.samverka.reporting.notification;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** What a notification is about, by the name that the API and the database use. */
public enum Kind {
    ENROLLMENT_CONFIRMED("enrollment-confirmed"),
    WAITLISTED("waitlisted"),
    SEAT_OFFERED("seat-offered"),
    EVALUATION_DUE("evaluation-due"),
    INVITATION("invitation"),
    INVITATION_REMINDER("invitation-reminder"),
    SESSION_CHANGED("session-changed"),
    SESSION_CANCELED("session-canceled"),
    INVITATION_WITHDRAWN("invitation-withdrawn");

    private final String key;

    Kind(String key) {
        this.key = key;
    }

    @JsonValue
    public String key() {
        return key;
    }

    static Kind of(String key) {
        return Arrays.stream(values())
                .filter(kind -> kind.key.equals(key))
                .findFirst()
                .orElseThrow();
    }
}
