package org.samverka.evaluation.questionnaire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.samverka.evaluation.language.Text;

/**
 * A question, words to read, or a group of items.
 *
 * @param control how it is shown, a code of FHIR's itemControl: a group that is a {@code gtable} is a matrix, whose
 *     questions are rows and share their options as columns
 * @param min of a number
 * @param max of a number
 * @param form what a text must look like as a whole; RE2 syntax, whose matching takes time linear in the text
 * @param any whether one of {@code enableWhen} is enough, else all must hold
 */
public record Item(
        String linkId,
        Type type,
        @Nullable String prefix,
        @Nullable Text text,
        boolean required,
        boolean repeats,
        @Nullable String control,
        List<Option> options,
        @Nullable Integer maxLength,
        @Nullable BigDecimal min,
        @Nullable BigDecimal max,
        @Nullable Pattern form,
        List<EnableWhen> enableWhen,
        boolean any,
        List<Item> items,
        ObjectNode rest) {

    /** As FHIR calls them, in one word. */
    public enum Type {
        group,
        display,
        bool("boolean"),
        decimal,
        integer,
        date,
        string,
        text,
        choice,
        openChoice("open-choice");

        final String code;

        Type() {
            this.code = name();
        }

        Type(String code) {
            this.code = code;
        }

        /** How an answer of one's own is called in FHIR. */
        String valueName() {
            return switch (this) {
                case bool -> "valueBoolean";
                case decimal -> "valueDecimal";
                case integer -> "valueInteger";
                case date -> "valueDate";
                default -> "valueString";
            };
        }

        boolean isQuestion() {
            return this != group && this != display;
        }

        boolean isChoice() {
            return this == choice || this == openChoice;
        }
    }

    /**
     * Something that can be chosen.
     *
     * @param value what an answer says: a code, a whole number or a text
     * @param system of a code
     * @param weight what choosing it scores (FHIR's ordinalValue)
     */
    public record Option(
            Object value,
            boolean coded,
            @Nullable String system,
            @Nullable Text display,
            @Nullable BigDecimal weight,
            ObjectNode rest) {

        /** What choosing it counts, where that is a whole number. */
        @Nullable
        Integer score() {
            BigDecimal counts = weight == null && value instanceof BigDecimal number ? number : weight;
            return counts == null
                            || counts.stripTrailingZeros().scale() > 0
                            || counts.abs().compareTo(MOST) > 0
                    ? null
                    : counts.intValue();
        }

        private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000);
    }

    /** @param answer a code, a number, a boolean, a text or a date, as an answer says it */
    public record EnableWhen(String question, Operator operator, Object answer, String valueName, ObjectNode rest) {}

    /** How an answer is compared. */
    public enum Operator {
        exists("exists"),
        equal("="),
        unequal("!="),
        above(">"),
        below("<"),
        atLeast(">="),
        atMost("<=");

        final String code;

        Operator(String code) {
            this.code = code;
        }
    }

    public Item {
        options = List.copyOf(options);
        enableWhen = List.copyOf(enableWhen);
        items = List.copyOf(items);
    }

    /** An answer as it is given, of words that somebody wrote. */
    Object inOwnWords(String words) {
        if (!repeats || type == Type.text) {
            return inOwnWord(words);
        }
        return words.lines().distinct().map(this::inOwnWord).toList();
    }

    private Object inOwnWord(String words) {
        return type == Type.openChoice ? Map.of("other", words) : words;
    }

    boolean isMatrix() {
        return type == Type.group && "gtable".equals(control);
    }

    Stream<Item> withItems() {
        return Stream.concat(Stream.of(this), items.stream().flatMap(Item::withItems));
    }

    Stream<@Nullable Text> texts() {
        return Stream.<@Nullable Text>concat(
                Stream.ofNullable(text), options.stream().map(Option::display));
    }
}
