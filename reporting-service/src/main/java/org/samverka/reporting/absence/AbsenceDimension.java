package org.samverka.reporting.absence;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What absence can be split by, by the names that the API uses. */
public enum AbsenceDimension {
    gender("gender"),
    /** Age on the year's last day: -29, 30-49, 50-. */
    ageBand("age_band"),
    /** yes or no, by the extents together on the last employed day of the year. */
    fullTime("full_time"),
    organization("organization"),
    /** yes or no: had a place in the program by the year's last day. */
    participant("participant");

    private final String column;

    AbsenceDimension(String column) {
        this.column = column;
    }

    String column() {
        return column;
    }

    static String names() {
        return Arrays.stream(values()).map(AbsenceDimension::name).collect(Collectors.joining(", "));
    }
}
