package org.samverka.reporting.absence;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.samverka.reporting.absence.Employment.Episode;
import org.samverka.reporting.absence.Employment.Part;
import org.samverka.reporting.absence.Employment.Slice;

/** Employments and absences, as the worked examples put them. */
final class Jobs {
    private Jobs() {}

    static Days days(String from, @Nullable String to) {
        return new Days(LocalDate.parse(from), to == null ? Days.OPEN : LocalDate.parse(to));
    }

    static Employment job(int weeklyHours, Episode... sickness) {
        return new Employment(List.of(slice(weeklyHours, "1", false)), List.of(sickness));
    }

    static Slice slice(int weeklyHours, String extent, boolean hourly) {
        return new Slice(days("2020-01-01", null), new BigDecimal(extent), BigDecimal.valueOf(weeklyHours), hourly);
    }

    static Person person(Employment... employments) {
        return new Person(Arrays.asList(employments));
    }

    static Episode sick(String from, @Nullable String to, String extent) {
        return new Episode(List.of(part(from, to, extent)));
    }

    static Part part(String from, @Nullable String to, String extent) {
        return new Part(days(from, to), new BigDecimal(extent));
    }
}
