package org.samverka.evaluation.spreadsheet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The part of XLSForm's constraint that FHIR can say: bounds, a pattern, the length of a text; joined by and. */
record Constraint(List<Rule> rules) {
    private static final int LONGEST = 1000;
    private static final Pattern RULE = Pattern.compile(
            "^\\s*(?:\\.\\s*(>=|<=)\\s*(-?\\d{1,12}(?:\\.\\d{1,12})?)"
                    + "|regex\\(\\s*\\.\\s*,\\s*'([^']*)'\\s*\\)|string-length\\(\\s*\\.\\s*\\)\\s*<=\\s*(\\d{1,5}))\\s*(?:(and)\\s+|$)");

    /** @param kind minValue, maxValue, regex or maxLength */
    record Rule(String kind, String value) {}

    static Optional<Constraint> of(String text) {
        List<Rule> rules = new ArrayList<>();
        String left = text.length() > LONGEST ? "" : text;
        while (!left.isEmpty()) {
            Matcher next = RULE.matcher(left);
            if (!next.find()) {
                return Optional.empty();
            }
            rules.add(rule(next));
            left = left.substring(next.end());
            if ((next.group(5) == null) != left.isEmpty()) {
                return Optional.empty();
            }
        }
        return rules.isEmpty() ? Optional.empty() : Optional.of(new Constraint(rules));
    }

    private static Rule rule(Matcher found) {
        if (found.group(1) != null) {
            return new Rule(found.group(1).equals(">=") ? "minValue" : "maxValue", found.group(2));
        }
        return found.group(3) != null ? new Rule("regex", found.group(3)) : new Rule("maxLength", found.group(4));
    }

    void write(ObjectNode item) {
        for (Rule rule : rules) {
            if (rule.kind().equals("maxLength")) {
                item.put("maxLength", Integer.parseInt(rule.value()));
                continue;
            }
            ObjectNode extension = item.withArray("extension")
                    .addObject()
                    .put("url", "http://hl7.org/fhir/StructureDefinition/" + rule.kind());
            if (rule.kind().equals("regex")) {
                extension.put("valueString", rule.value());
            } else if (item.path("type").asText().equals("integer")
                    && rule.value().matches("-?\\d{1,9}")) {
                extension.put("valueInteger", Integer.parseInt(rule.value()));
            } else {
                extension.put("valueDecimal", new BigDecimal(rule.value()));
            }
        }
    }
}
