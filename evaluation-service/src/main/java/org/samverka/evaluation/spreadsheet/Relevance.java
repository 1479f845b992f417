package org.samverka.evaluation.spreadsheet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The part of XLSForm's relevant that FHIR's enableWhen can say: comparisons joined all by and, or all by or. */
record Relevance(List<Comparison> comparisons, boolean any) {
    private static final int LONGEST = 1000;
    private static final String NAME = "\\$\\{([A-Za-z0-9_.-]{1,200})\\}";
    private static final String VALUE = "('[^']*'|\"[^\"]*\"|-?\\d{1,12}(?:\\.\\d{1,12})?)";
    private static final Pattern COMPARISON = Pattern.compile("^\\s*(?:selected\\(\\s*" + NAME + "\\s*,\\s*" + VALUE
            + "\\s*\\)|" + NAME + "\\s*(=|!=|>=|<=|>|<)\\s*" + VALUE + ")\\s*(?:(and|or)\\s+|$)");

    record Comparison(String question, String operator, String value) {}

    static Optional<Relevance> of(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        List<Comparison> comparisons = new ArrayList<>();
        String joined = null;
        String left = text;
        while (!left.isEmpty()) {
            Matcher next = COMPARISON.matcher(left);
            if (!next.find()) {
                return Optional.empty();
            }
            comparisons.add(
                    next.group(1) != null
                            ? new Comparison(next.group(1), "=", bare(next.group(2)))
                            : new Comparison(next.group(3), next.group(4), bare(next.group(5))));
            left = left.substring(next.end());
            @Nullable String join = next.group(6);
            if ((join == null) != left.isEmpty() || (join != null && joined != null && !join.equals(joined))) {
                return Optional.empty();
            }
            joined = join == null ? joined : join;
        }
        return comparisons.isEmpty() ? Optional.empty() : Optional.of(new Relevance(comparisons, "or".equals(joined)));
    }

    private static String bare(String value) {
        return value.startsWith("'") || value.startsWith("\"") ? value.substring(1, value.length() - 1) : value;
    }

    /** @param types of the questions, which decide what an answer to them is */
    void write(ObjectNode item, Map<String, String> types) {
        for (Comparison comparison : comparisons) {
            ObjectNode condition = item.withArray("enableWhen").addObject().put("question", comparison.question());
            String value = comparison.value();
            if (value.isEmpty()) {
                condition
                        .put("operator", "exists")
                        .put("answerBoolean", comparison.operator().equals("!="));
                continue;
            }
            condition.put("operator", comparison.operator());
            switch (types.getOrDefault(comparison.question(), "")) {
                case "integer", "scale" -> number(condition, "answerInteger", value);
                case "decimal" -> number(condition, "answerDecimal", value);
                case "boolean" -> condition.put("answerBoolean", value.matches("(?i)yes|true|ja|1"));
                case "date" -> condition.put("answerDate", value);
                case "text" -> condition.put("answerString", value);
                default -> condition.putObject("answerCoding").put("code", value);
            }
        }
        if (comparisons.size() > 1) {
            item.put("enableBehavior", any ? "any" : "all");
        }
    }

    private static void number(ObjectNode condition, String name, String value) {
        if (value.matches("-?\\d{1,12}(\\.\\d{1,12})?")) {
            condition.put(name, new BigDecimal(value));
        } else {
            condition.put("answerString", value);
        }
    }
}
