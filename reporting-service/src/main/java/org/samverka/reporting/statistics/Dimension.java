package org.samverka.reporting.statistics;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What figures can be split by, by the names that the API uses. */
enum Dimension {
    gender,
    targetGroup,
    organization;

    static String names() {
        return Arrays.stream(values()).map(Dimension::name).collect(Collectors.joining(", "));
    }
}
