package org.samverka.reporting.statistics;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** What figures can be split by, by the names that the API uses; those that do not apply to a measure are summed over. */
enum Dimension {
    gender,
    targetGroup,
    organization,
    /** With all units above it. */
    unit,
    /** By the age at the end of the year in which the program began: -29, 30-49, 50-. */
    ageBand,
    /** leader or employee. */
    role,
    /** yes or no, by the extents of all employments together. */
    fullTime,
    /** Of enrollments when they came into their state, of what people do when the session takes place. */
    month,
    /** Of answers, the survey's place in its series. */
    wave,
    /** Of enrolled: confirmed, completed; of offers of support. */
    state;

    static final int MOST_BESIDE_GENDER = 2;

    /** Gender is always available, and a unit is part of its organization. */
    static boolean areFew(Set<Dimension> asked) {
        return asked.stream()
                        .filter(dimension ->
                                dimension != gender && !(dimension == unit && asked.contains(organization)))
                        .count()
                <= MOST_BESIDE_GENDER;
    }

    static String names() {
        return Arrays.stream(values()).map(Dimension::name).collect(Collectors.joining(", "));
    }
}
