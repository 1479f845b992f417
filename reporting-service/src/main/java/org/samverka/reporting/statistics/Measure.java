package org.samverka.reporting.statistics;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What is counted, by the names that the API and the facts use. */
public enum Measure {
    /** Persons with a confirmed place; one counts once, in however many target groups. */
    headCount,
    /** Confirmed places. */
    enrolled,
    /** Places on a waiting list. */
    waitlisted,
    /** Sessions held: about no person. */
    sessions,
    /** Seats booked. */
    bookings,
    /** Times that somebody attended. */
    attendances,
    /** The attendances' hours. */
    hours,
    /** Surveys answered. */
    answers,
    /** Per item the share of answers 4 and 5 on the scale of 1-5. */
    agreement;

    /** Answers are controlled for everybody; operational counts are exact for those who have the lists anyway. */
    boolean isControlledFor(Audience audience) {
        return this == answers || this == agreement || (audience == Audience.ANALYST && this != sessions);
    }

    static String names() {
        return Arrays.stream(values()).map(Measure::name).collect(Collectors.joining(", "));
    }
}
