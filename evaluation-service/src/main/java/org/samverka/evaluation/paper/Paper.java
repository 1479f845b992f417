package org.samverka.evaluation.paper;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Gender;
import org.samverka.contracts.rest.Invalid;
import org.samverka.evaluation.paper.Sheet.Part;
import org.samverka.evaluation.paper.Sheet.Row;

/**
 * What stands on one form, as far as the sheet can say.
 *
 * @param assignment the code on the form; none: nobody knows whose it is
 */
record Paper(
        int line,
        @Nullable UUID assignment,
        @Nullable String organization,
        Gender gender,
        @Nullable String targetGroup,
        Map<String, Object> answers) {
    private static final String KEY = "[a-z0-9]+(-[a-z0-9]+)*";

    /** What is wrong with a row; never a value. */
    record Fault(int line, @Nullable String field, String code) {}

    /** The readable rows of a part, and what is wrong with the others. */
    record Read(List<Paper> papers, List<Fault> faults, int rejected) {
        static Read of(Part part) {
            var papers = new ArrayList<Paper>(part.rows().size());
            var faults = new ArrayList<Fault>();
            int rejected = 0;
            for (Row row : part.rows()) {
                List<Fault> found = new ArrayList<>();
                Paper paper = Paper.of(part.columns(), row, found);
                if (found.isEmpty()) {
                    papers.add(paper);
                } else {
                    faults.addAll(found);
                    rejected++;
                }
            }
            return new Read(papers, faults, rejected);
        }
    }

    private static Paper of(List<String> columns, Row row, List<Fault> faults) {
        UUID assignment = null;
        String organization = null;
        String targetGroup = null;
        Gender gender = Gender.unknown;
        var answers = new HashMap<String, Object>();
        if (row.values().size() != columns.size()) {
            faults.add(new Fault(row.line(), null, "wrong-number-of-columns"));
        }
        for (int i = 0; i < Math.min(columns.size(), row.values().size()); i++) {
            String column = columns.get(i);
            String value = row.values().get(i).strip();
            if (!value.isEmpty()) {
                switch (column) {
                    case Sheet.ASSIGNMENT -> assignment = uuid(value, row, faults);
                    case Sheet.ORGANIZATION -> organization = key(value, column, row, faults);
                    case Sheet.TARGET_GROUP -> targetGroup = key(value, column, row, faults);
                    case Sheet.GENDER -> gender = gender(value, row, faults);
                    default -> answers.put(column, answer(value));
                }
            }
        }
        if (answers.isEmpty() && faults.isEmpty()) {
            faults.add(new Fault(row.line(), null, "empty-row"));
        }
        return new Paper(row.line(), assignment, organization, gender, targetGroup, answers);
    }

    /** A whole number where it is one; else what stands there, which the instrument judges. */
    private static Object answer(String value) {
        return value.length() < 10 && value.matches("-?[0-9]+") ? (Object) Integer.valueOf(value) : value;
    }

    private static @Nullable UUID uuid(String value, Row row, List<Fault> faults) {
        try {
            return UUID.fromString(value);
        } catch (IllegalArgumentException e) {
            faults.add(new Fault(row.line(), Sheet.ASSIGNMENT, "unreadable-value"));
            return null;
        }
    }

    private static @Nullable String key(String value, String column, Row row, List<Fault> faults) {
        if (value.length() <= 80 && value.matches(KEY)) {
            return value;
        }
        faults.add(new Fault(row.line(), column, "unreadable-value"));
        return null;
    }

    private static Gender gender(String value, Row row, List<Fault> faults) {
        for (Gender gender : Gender.values()) {
            if (gender.name().equals(value)) {
                return gender;
            }
        }
        faults.add(new Fault(row.line(), Sheet.GENDER, "unreadable-value"));
        return Gender.unknown;
    }

    List<Fault> faults(Invalid invalid) {
        return invalid.errors().stream()
                .map(error -> new Fault(
                        line, error.pointer().substring(error.pointer().lastIndexOf('/') + 1), error.code()))
                .toList();
    }
}
