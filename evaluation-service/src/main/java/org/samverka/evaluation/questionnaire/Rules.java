package org.samverka.evaluation.questionnaire;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.samverka.contracts.rest.Invalid;
import org.samverka.evaluation.questionnaire.Item.EnableWhen;
import org.samverka.evaluation.questionnaire.Item.Operator;
import org.samverka.evaluation.questionnaire.Item.Option;
import org.samverka.evaluation.questionnaire.Item.Type;
import org.samverka.evaluation.scoring.Scoring;

/** What must be so between the parts of a questionnaire, whatever form it came in. */
final class Rules {
    private final Questionnaire questionnaire;
    private final Map<String, String> pointers = new LinkedHashMap<>();
    private final Map<String, Set<String>> dependsOn = new HashMap<>();
    private final List<Invalid.Error> errors = new ArrayList<>();

    private Rules(Questionnaire questionnaire) {
        this.questionnaire = questionnaire;
    }

    /** Pointers lead into the FHIR form: {@code /item/0/enableWhen/1}. */
    static List<Invalid.Error> broken(Questionnaire questionnaire) {
        var rules = new Rules(questionnaire);
        rules.locate(questionnaire.items(), "/item");
        Map<String, Item> items = questionnaire.byLinkId();
        rules.check(questionnaire.items(), "/item", items);
        rules.checkCycles();
        rules.checkScoring(items);
        return rules.errors;
    }

    private void wrong(String pointer, String code, String detail) {
        errors.add(new Invalid.Error(pointer, code, detail));
    }

    private void locate(List<Item> items, String pointer) {
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            if (pointers.putIfAbsent(item.linkId(), pointer + "/" + i) != null) {
                wrong(pointer + "/" + i + "/linkId", "twice", "Another item has this linkId");
            }
            locate(item.items(), pointer + "/" + i + "/item");
        }
    }

    private void check(List<Item> items, String pointer, Map<String, Item> all) {
        for (int i = 0; i < items.size(); i++) {
            checkItem(items.get(i), pointer + "/" + i, all);
            check(items.get(i).items(), pointer + "/" + i + "/item", all);
        }
    }

    private void checkItem(Item item, String pointer, Map<String, Item> all) {
        Type type = item.type();
        if (type == Type.group && item.items().isEmpty()) {
            wrong(pointer + "/item", "required", "A group has items");
        }
        if (type == Type.display && (!item.items().isEmpty() || item.required() || item.repeats())) {
            wrong(pointer, "no-question", "Words to read have no items and no answer");
        }
        if (type == Type.group && item.repeats()) {
            wrong(pointer + "/repeats", "unsupported", "A group is asked once");
        }
        if (type.isChoice() && item.options().isEmpty()) {
            wrong(pointer + "/answerOption", "required", "Give options to choose from");
        }
        if (item.options().stream().map(Option::value).distinct().count()
                != item.options().size()) {
            wrong(pointer + "/answerOption", "twice", "Two options have the same value");
        }
        if (item.min() != null && item.max() != null && item.min().compareTo(item.max()) > 0) {
            wrong(pointer + "/extension", "min-above-max", "The least is above the most");
        }
        if (item.isMatrix()) {
            checkMatrix(item, pointer);
        }
        for (int i = 0; i < item.enableWhen().size(); i++) {
            checkCondition(item, item.enableWhen().get(i), pointer + "/enableWhen/" + i, all);
        }
        Set<String> needs = dependsOn.computeIfAbsent(item.linkId(), id -> new HashSet<>());
        item.enableWhen().forEach(condition -> needs.add(condition.question()));
        item.items()
                .forEach(child -> dependsOn
                        .computeIfAbsent(child.linkId(), id -> new HashSet<>())
                        .add(item.linkId()));
    }

    private void checkMatrix(Item item, String pointer) {
        List<Object> columns =
                item.items().isEmpty() ? List.of() : values(item.items().get(0));
        for (int i = 0; i < item.items().size(); i++) {
            Item row = item.items().get(i);
            if (!row.type().isChoice() || !values(row).equals(columns)) {
                wrong(pointer + "/item/" + i, "other-columns", "The rows of a matrix have the same options");
            }
        }
    }

    private static List<Object> values(Item item) {
        return item.options().stream().map(Option::value).toList();
    }

    private void checkCondition(Item item, EnableWhen condition, String pointer, Map<String, Item> all) {
        Item question = all.get(condition.question());
        if (question == null || !question.type().isQuestion()) {
            wrong(pointer + "/question", "unknown-item", "There is no question with this linkId");
            return;
        }
        if (condition.operator() == Operator.exists) {
            if (!(condition.answer() instanceof Boolean)) {
                wrong(pointer, "wrong-type", "exists is true or false");
            }
            return;
        }
        boolean fits = switch (question.type()) {
            case bool -> condition.valueName().equals("answerBoolean") && !isOrdered(condition.operator());
            case integer, decimal ->
                condition.valueName().equals("answerInteger")
                        || condition.valueName().equals("answerDecimal");
            case date -> condition.valueName().equals("answerDate");
            case string, text -> condition.valueName().equals("answerString");
            case choice, openChoice -> true;
            case group, display -> false;
        };
        if (!fits) {
            wrong(pointer, "wrong-type", "The question is answered with another type");
        } else if (question.type() == Type.choice
                && !isOrdered(condition.operator())
                && question.options().stream().noneMatch(option -> isMeant(option, condition))) {
            wrong(pointer, "not-an-option", "The question has no such option");
        }
    }

    private static boolean isMeant(Option option, EnableWhen condition) {
        String system = condition.rest().path("answerCoding").path("system").asText();
        return option.value().equals(condition.answer())
                && (system.isEmpty() || option.system() == null || system.equals(option.system()));
    }

    private static boolean isOrdered(Operator operator) {
        return switch (operator) {
            case above, below, atLeast, atMost -> true;
            case exists, equal, unequal -> false;
        };
    }

    /** An item that is asked only if it is asked. */
    private void checkCycles() {
        Set<String> done = new HashSet<>();
        for (String linkId : pointers.keySet()) {
            if (reaches(linkId, new HashSet<>(), done)) {
                wrong(
                        Objects.requireNonNull(pointers.get(linkId)) + "/enableWhen",
                        "cycle",
                        "Whether this is asked depends on itself");
                return;
            }
        }
    }

    private boolean reaches(String linkId, Set<String> above, Set<String> done) {
        if (done.contains(linkId)) {
            return false;
        }
        if (!above.add(linkId)) {
            return true;
        }
        for (String needed : dependsOn.getOrDefault(linkId, Set.of())) {
            if (reaches(needed, above, done)) {
                return true;
            }
        }
        above.remove(linkId);
        done.add(linkId);
        return false;
    }

    private void checkScoring(Map<String, Item> items) {
        Scoring scoring = questionnaire.scoring();
        if (scoring != null) {
            scoring.items().stream()
                    .filter(counted -> !items.containsKey(counted.key()) || canLeave(items, counted))
                    .forEach(counted -> wrong(
                            "/extension",
                            "other-scale",
                            "The scoring counts %s from %d to %d"
                                    .formatted(counted.key(), counted.from(), counted.to())));
        }
    }

    /** Whether the item can be answered with what the scoring does not know. */
    private static boolean canLeave(Map<String, Item> items, Scoring.Variable counted) {
        Item item = Objects.requireNonNull(items.get(counted.key()));
        if (item.type() == Type.integer) {
            return item.min() == null
                    || item.max() == null
                    || item.min().intValue() < counted.from()
                    || item.max().intValue() > counted.to();
        }
        return item.type() != Type.choice
                || item.repeats()
                || item.options().stream().anyMatch(option -> {
                    Integer scored = option.score();
                    return scored == null || scored < counted.from() || scored > counted.to();
                });
    }
}
