package org.samverka.reporting.statistics;

import java.util.regex.Pattern;

/** The tables that are asked for, and those that are built anew beside them; see migration V11. */
public enum Generation {
    live,
    next;

    private static final Pattern CHANGING_PLACES =
            Pattern.compile("\\bstatistics\\.(program|person|unit|session|fact|cell|split)\\b");

    /** @param sql about the live tables */
    String sql(String sql) {
        return this == live ? sql : CHANGING_PLACES.matcher(sql).replaceAll("statistics_next.$1");
    }
}
