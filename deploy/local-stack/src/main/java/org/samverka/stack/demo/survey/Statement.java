package org.samverka.stack.demo.survey;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What people state about a goal: yes to all of its items, or partly to the last one.
 *
 * @param wordings by item
 * @param answers how many answer, of whom so many agree to all
 * @param threshold the share that the goal asks for
 */
public record Statement(
        String goal, String survey, Map<String, String> wordings, int answers, int agree, double threshold) {
    private static final List<String> YES_TO_NO =
            List.of("yes;Ja;;3", "partly;Delvis;;2", "no;Nej;;1", "dont-know;Vet inte;;0");

    /** As the definition of the goal says: yes counts 3, "don't know" takes no position. */
    public String spreadsheet() {
        var lines = new ArrayList<String>();
        lines.add("type;name;label;required;weight");
        lines.add("title;;Så här tycker jag;;");
        wordings.forEach((item, wording) -> {
            lines.add("select_one;%s;%s;yes;".formatted(item, wording));
            YES_TO_NO.forEach(option -> lines.add("option;" + option));
        });
        return String.join("\n", lines) + "\n";
    }

    /** @param respondent from 0; who agrees is spread evenly over all */
    public Map<String, String> answersOf(int respondent) {
        boolean agrees = (long) (respondent + 1) * agree / answers > (long) respondent * agree / answers;
        var given = new LinkedHashMap<String, String>();
        wordings.keySet().forEach(item -> given.put(item, "yes"));
        if (!agrees) {
            List<String> items = List.copyOf(wordings.keySet());
            given.put(items.get(items.size() - 1), "partly");
        }
        return given;
    }

    public String items() {
        return String.join(",", wordings.keySet());
    }

    /** As a line of a sheet. */
    public String form(int respondent) {
        return answersOf(respondent).values().stream().collect(Collectors.joining(","));
    }

    /** How the goal stands once its program is over. */
    public String state() {
        return agree >= threshold * answers - 1e-9 ? "met" : "not_met";
    }
}
