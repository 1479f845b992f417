package org.samverka.participants.imports;

import static java.util.stream.Collectors.toMap;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One row of a file, its values in the order of its kind's fields, and where it begins.
 *
 * @param fault why it can be no row at all, as a code
 */
record Row(long line, @Nullable String[] values, @Nullable String fault) {
    /** What rows can be about, and the fields they have. */
    enum Kind {
        people(
                List.of(
                        "employmentRef",
                        "personRef",
                        "orgUnitRef",
                        "from",
                        "to",
                        "effectiveFrom",
                        "extent",
                        "weeklyHours",
                        "payForm",
                        "gender",
                        "birthYear",
                        "leader",
                        "givenName",
                        "familyName",
                        "email",
                        "phone",
                        "language",
                        "identityNumber"),
                List.of("employmentRef", "personRef", "orgUnitRef", "from", "weeklyHours")),
        absences(
                List.of("absenceRef", "employmentRef", "kind", "from", "to", "extent", "version", "hours"),
                List.of("employmentRef", "kind", "from"));

        private final List<String> fields;
        private final List<String> required;
        private final Map<String, Integer> places;

        Kind(List<String> fields, List<String> required) {
            this.fields = fields;
            this.required = required;
            this.places = IntStream.range(0, fields.size()).boxed().collect(toMap(fields::get, place -> place));
        }

        /** Where a field's value is among a row's. */
        int place(String field) {
            return Objects.requireNonNull(places.get(field), field);
        }

        List<String> fields() {
            return fields;
        }

        List<String> required() {
            return required;
        }
    }

    static Row of(long line, @Nullable String[] values) {
        return new Row(line, values, null);
    }

    static Row faulty(long line, String fault) {
        return new Row(line, new String[0], fault);
    }

    int length() {
        int length = 16;
        for (String value : values) {
            length += value == null ? 1 : value.length();
        }
        return length;
    }
}
