package org.samverka.contracts;

import java.util.Arrays;

/** The topics of the event log; each has a dead-letter topic beside it. */
public enum Topic {
    HR("samverka.hr.v1"),
    PARTICIPANTS("samverka.participants.v1"),
    /** The only topic that is compacted: the latest contact per person, a tombstone erases. */
    CONTACTS("samverka.contacts.v1"),
    ABSENCE("samverka.absence.v1"),
    SESSIONS("samverka.sessions.v1"),
    EVALUATION("samverka.evaluation.v1"),
    SCREENING("samverka.screening.v1"),
    REPORTING("samverka.reporting.v1");

    private final String wireName;

    Topic(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    /** Where a consumer puts what it cannot process. */
    public String deadLetters() {
        return wireName + ".dlq";
    }

    public boolean compacted() {
        return this == CONTACTS;
    }

    public static Topic of(String wireName) {
        return Arrays.stream(values())
                .filter(topic -> topic.wireName.equals(wireName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No topic is named " + wireName));
    }
}
