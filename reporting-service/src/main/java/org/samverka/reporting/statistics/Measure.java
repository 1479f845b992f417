package org.samverka.reporting.statistics;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** What is counted, by the names that the API and the facts use. */
public enum Measure {
    /** Persons with a confirmed place; one counts once, in however many target groups. */
    headCount,
    /** Confirmed places, those that were completed included. */
    enrolled,
    /** Places on a waiting list. */
    waitlisted,
    /** Places that wait for approval. */
    applied,
    /** Seats held for somebody until they accept. */
    seatOffered,
    /** Places that were not given. */
    refused,
    /** Places given up before or after they were confirmed. */
    withdrawn,
    /** Places that were broken off. */
    discontinued,
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
    /** Per survey the share of those asked who answered. */
    responseRate,
    /** Per item the share of answers 4 and 5 on the scale of 1-5. */
    agreement,
    /** Per scale of an instrument the mean of its scores. */
    score,
    /** Persons screened. */
    screened,
    /** The share of those screened for whom the risk zone holds. */
    inRiskZone,
    /** Offers of support. */
    offers;

    private static final Set<Measure> OPERATIONAL = EnumSet.of(
            headCount,
            enrolled,
            waitlisted,
            applied,
            seatOffered,
            refused,
            withdrawn,
            discontinued,
            sessions,
            bookings,
            attendances,
            hours);

    private static final Set<Measure> OF_SCREENING = EnumSet.of(screened, inRiskZone, offers);

    /**
     * Answers, screening and offers are controlled for everybody; operational counts are exact for those who have the lists
     * anyway.
     */
    boolean isControlledFor(Audience audience) {
        return !OPERATIONAL.contains(this) || (audience == Audience.ANALYST && this != sessions);
    }

    boolean isOfScreening() {
        return OF_SCREENING.contains(this);
    }

    static String names() {
        return Arrays.stream(values()).map(Measure::name).collect(Collectors.joining(", "));
    }
}
