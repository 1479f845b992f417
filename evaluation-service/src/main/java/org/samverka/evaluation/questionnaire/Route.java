package org.samverka.evaluation.questionnaire;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Invalid;
import org.samverka.evaluation.questionnaire.Item.EnableWhen;
import org.samverka.evaluation.questionnaire.Item.Option;
import org.samverka.evaluation.questionnaire.Item.Type;

/**
 * The way that answers take through a questionnaire. What is asked follows FHIR's {@code enableWhen}: an item is asked when
 * all that it lies in is, and its own conditions hold; an answer to what is not asked counts for no condition.
 */
final class Route {
    private static final int LONGEST_TEXT = 10_000;
    private static final int MOST_ANSWERS = 200;
    private static final BigDecimal LARGEST_SCORE = BigDecimal.valueOf(1_000_000);

    private final Map<String, Item> items;
    private final Map<String, @Nullable Item> parents = new HashMap<>();
    private final Map<String, ? extends @Nullable Object> answers;
    private final Map<String, Boolean> asked = new HashMap<>();
    private final Map<String, List<Value>> values = new HashMap<>();
    private final List<Invalid.Error> wrong = new ArrayList<>();

    private Route(Questionnaire questionnaire, Map<String, ? extends @Nullable Object> answers) {
        this.items = questionnaire.byLinkId();
        this.answers = answers;
        questionnaire.items().forEach(item -> adopt(item, null));
    }

    private void adopt(Item item, @Nullable Item parent) {
        parents.put(item.linkId(), parent);
        item.items().forEach(child -> adopt(child, item));
    }

    static Route through(Questionnaire questionnaire, Map<String, ? extends @Nullable Object> answers) {
        var route = new Route(questionnaire, answers);
        route.items.values().stream()
                .filter(item -> item.type().isQuestion())
                .forEach(item -> route.values.put(item.linkId(), route.read(item)));
        return route;
    }

    /**
     * One answer: a code, number, boolean, text or date.
     *
     * @param option what was chosen; none where nothing is to choose from, or for a choice of one's own words
     */
    record Value(Object value, @Nullable Option option) {}

    boolean asks(String linkId) {
        Boolean known = asked.get(linkId);
        if (known == null) {
            known = isAsked(Objects.requireNonNull(items.get(linkId)));
            asked.put(linkId, known);
        }
        return known;
    }

    private boolean isAsked(Item item) {
        Item parent = parents.get(item.linkId());
        if (parent != null && !asks(parent.linkId())) {
            return false;
        }
        if (item.enableWhen().isEmpty()) {
            return true;
        }
        return item.any()
                ? item.enableWhen().stream().anyMatch(this::holds)
                : item.enableWhen().stream().allMatch(this::holds);
    }

    private boolean holds(EnableWhen condition) {
        List<Value> given =
                asks(condition.question()) ? values.getOrDefault(condition.question(), List.of()) : List.of();
        return switch (condition.operator()) {
            case exists -> given.isEmpty() != Boolean.TRUE.equals(condition.answer());
            case equal -> given.stream().anyMatch(value -> compare(value, condition) == 0);
            case unequal -> given.stream().noneMatch(value -> compare(value, condition) == 0);
            case above -> given.stream().anyMatch(value -> differs(value, condition) && compare(value, condition) > 0);
            case below -> given.stream().anyMatch(value -> differs(value, condition) && compare(value, condition) < 0);
            case atLeast ->
                given.stream().anyMatch(value -> isOrdered(value, condition) && compare(value, condition) >= 0);
            case atMost ->
                given.stream().anyMatch(value -> isOrdered(value, condition) && compare(value, condition) <= 0);
        };
    }

    private static boolean differs(Value value, EnableWhen condition) {
        return isOrdered(value, condition) && compare(value, condition) != 0;
    }

    private static boolean isOrdered(Value value, EnableWhen condition) {
        return value.value().getClass() == condition.answer().getClass();
    }

    @SuppressWarnings("unchecked")
    private static int compare(Value value, EnableWhen condition) {
        return isOrdered(value, condition) && value.value() instanceof Comparable<?>
                ? ((Comparable<Object>) value.value()).compareTo(condition.answer())
                : 1;
    }

    /** What was answered, as far as it is an answer; the rest is wrong. */
    private List<Value> read(Item item) {
        Object answer = answers.get(item.linkId());
        if (answer == null) {
            return List.of();
        }
        if (!(answer instanceof List<?> several)) {
            return readOne(item, answer);
        }
        if (!item.repeats()) {
            return refused(item, "one-answer", "Give one answer");
        }
        if (several.size() > MOST_ANSWERS) {
            return refused(item, "too-many", "Give at most %d answers".formatted(MOST_ANSWERS));
        }
        List<Value> read = new ArrayList<>();
        for (Object each : several) {
            if (each == null) {
                return refused(item, "wrong-type", "An answer is missing in the list");
            }
            List<Value> one = readOne(item, each);
            if (one.isEmpty()) {
                return List.of();
            }
            read.addAll(one);
        }
        if (read.stream().distinct().count() != read.size()) {
            return refused(item, "twice", "Give each answer once");
        }
        return read;
    }

    private List<Value> readOne(Item item, Object answer) {
        return switch (item.type()) {
            case group, display -> refused(item, "no-question", "Nothing is asked here");
            case bool ->
                answer instanceof Boolean truth
                        ? List.of(new Value(truth, null))
                        : refused(item, "wrong-type", "Answer with true or false");
            case integer, decimal -> readNumber(item, answer);
            case date -> readDate(item, answer);
            case string, text -> readText(item, answer);
            case choice, openChoice -> readChoice(item, answer);
        };
    }

    private List<Value> readNumber(Item item, Object answer) {
        BigDecimal number = numberOf(answer);
        if (number == null
                || (item.type() == Type.integer && number.stripTrailingZeros().scale() > 0)) {
            return refused(
                    item,
                    "wrong-type",
                    item.type() == Type.integer ? "Answer with a whole number" : "Answer with a number");
        }
        if (item.min() != null && number.compareTo(item.min()) < 0) {
            return refused(item, "below-min", "The least is " + item.min().toPlainString());
        }
        if (item.max() != null && number.compareTo(item.max()) > 0) {
            return refused(item, "above-max", "The most is " + item.max().toPlainString());
        }
        return List.of(new Value(plain(number), null));
    }

    /** Numbers that are read from JSON, and no other; none that would take long to compute with. */
    private static @Nullable BigDecimal numberOf(Object answer) {
        if (!(answer instanceof Number) || answer.toString().length() > 30) {
            return null;
        }
        try {
            BigDecimal number = new BigDecimal(answer.toString());
            return Math.abs(number.scale()) > 20 ? null : number;
        } catch (NumberFormatException e) {
            return null; // not a number, or infinite
        }
    }

    static BigDecimal plain(BigDecimal number) {
        BigDecimal plain = number.stripTrailingZeros();
        return plain.scale() < 0 ? plain.setScale(0) : plain;
    }

    private List<Value> readDate(Item item, Object answer) {
        try {
            return List.of(new Value(LocalDate.parse(String.valueOf(answer)), null));
        } catch (DateTimeParseException e) {
            return refused(item, "wrong-type", "Answer with a date such as 2026-03-29");
        }
    }

    private List<Value> readText(Item item, Object answer) {
        if (!(answer instanceof String text) || text.isBlank() || text.indexOf('\0') >= 0) {
            return refused(item, "wrong-type", "Answer with a text");
        }
        int longest = item.maxLength() == null ? LONGEST_TEXT : Math.min(item.maxLength(), LONGEST_TEXT);
        if (text.codePointCount(0, text.length()) > longest) {
            return refused(item, "too-long", "The longest text has %d characters".formatted(longest));
        }
        if (item.type() == Type.string && text.lines().count() > 1) {
            return refused(item, "one-line", "Answer in one line");
        }
        if (item.form() != null && !item.form().matches(text)) {
            return refused(item, "wrong-form", "The text has not the form that is asked for");
        }
        return List.of(new Value(text, null));
    }

    private List<Value> readChoice(Item item, Object answer) {
        Object chosen = answer instanceof Number ? numberOf(answer) : answer;
        for (Option option : item.options()) {
            if (option.value().equals(chosen instanceof BigDecimal number ? plain(number) : chosen)) {
                return List.of(new Value(option.value(), option));
            }
        }
        if (item.type() == Type.openChoice && answer instanceof Map<?, ?> own && own.size() == 1) {
            Object words = own.get("other");
            return words == null
                    ? refused(item, "not-an-option", "Choose an option, or {\"other\": \"...\"}")
                    : readText(item, words);
        }
        return refused(item, "not-an-option", "Choose one of the options, by its value");
    }

    private List<Value> refused(Item item, String code, String detail) {
        wrong.add(error(item.linkId(), code, detail));
        return List.of();
    }

    /** Everything that is wrong or missing, in the order of the questionnaire. */
    List<Invalid.Error> errors() {
        List<Invalid.Error> errors = new ArrayList<>();
        for (Item item : items.values()) {
            String linkId = item.linkId();
            boolean answered = answers.get(linkId) != null;
            if (answered && !asks(linkId)) {
                errors.add(error(linkId, "not-asked", "After these answers this is not asked; leave it out"));
            } else if (answered && !item.type().isQuestion()) {
                errors.add(error(linkId, "no-question", "Nothing is asked here"));
            } else if (answered) {
                wrong.stream()
                        .filter(error -> error.pointer().equals(pointer(linkId)))
                        .limit(1)
                        .forEach(errors::add);
            } else if (item.required() && item.type().isQuestion() && asks(linkId)) {
                errors.add(error(linkId, "required", "Not answered yet"));
            }
            if (!answered && item.required() && item.type() == Type.group && asks(linkId) && !anyAnswered(item)) {
                errors.add(error(linkId, "required", "Answer at least one question of this section"));
            }
        }
        answers.keySet().stream()
                .filter(linkId -> !items.containsKey(linkId))
                .sorted()
                .map(linkId -> error(linkId, "unknown-item", "There is no such item"))
                .forEach(errors::add);
        return errors;
    }

    private boolean anyAnswered(Item group) {
        return group.withItems()
                .anyMatch(item -> item.type().isQuestion()
                        && asks(item.linkId())
                        && !values.getOrDefault(item.linkId(), List.of()).isEmpty());
    }

    private static String pointer(String linkId) {
        return "/answers/" + linkId.replace("~", "~0").replace("/", "~1");
    }

    private static Invalid.Error error(String linkId, String code, String detail) {
        return new Invalid.Error(pointer(linkId), code, detail);
    }

    List<Value> answersTo(Item item) {
        return asks(item.linkId()) ? values.getOrDefault(item.linkId(), List.of()) : List.of();
    }

    /** Whole numbers by question: the number itself, a chosen option's weight, 1 for yes and 0 for no. */
    SortedMap<String, Integer> scores() {
        var scores = new TreeMap<String, Integer>();
        for (Item item : items.values()) {
            List<Value> given = answersTo(item);
            Integer score = given.size() == 1 && !item.repeats() ? scoreOf(given.get(0)) : null;
            if (score != null) {
                scores.put(item.linkId(), score);
            }
        }
        return scores;
    }

    private static @Nullable Integer scoreOf(Value given) {
        if (given.option() != null) {
            return given.option().score();
        }
        if (given.value() instanceof Boolean truth) {
            return truth ? 1 : 0;
        }
        return given.value() instanceof BigDecimal number
                        && number.scale() <= 0
                        && number.abs().compareTo(LARGEST_SCORE) <= 0
                ? number.intValue()
                : null;
    }

    /** What was told without own words, by question; several answers as a list. */
    SortedMap<String, Object> told() {
        var told = new TreeMap<String, Object>();
        for (Item item : items.values()) {
            List<Object> given = answersTo(item).stream()
                    .filter(value -> !isOwnWords(item, value))
                    .map(value ->
                            value.value() instanceof LocalDate ? value.value().toString() : value.value())
                    .toList();
            if (!given.isEmpty()) {
                told.put(item.linkId(), item.repeats() ? given : given.get(0));
            }
        }
        return told;
    }

    /** What was written in own words, by question. */
    SortedMap<String, String> texts() {
        var texts = new TreeMap<String, String>();
        for (Item item : items.values()) {
            List<String> words = answersTo(item).stream()
                    .filter(value -> isOwnWords(item, value))
                    .map(value -> value.value().toString())
                    .toList();
            if (!words.isEmpty()) {
                texts.put(item.linkId(), String.join("\n", words));
            }
        }
        return texts;
    }

    private static boolean isOwnWords(Item item, Value value) {
        return value.option() == null && value.value() instanceof String && item.type() != Type.choice;
    }
}
