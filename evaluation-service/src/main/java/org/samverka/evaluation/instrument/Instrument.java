package org.samverka.evaluation.instrument;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Language;
import org.samverka.contracts.rest.Invalid;

/**
 * A questionnaire as a versioned contract: what is asked, in which words, on which scale, and by what right. Answers
 * belong to the version that they were given to.
 */
public record Instrument(
        String key, int version, License license, Text title, Text introduction, Scale scale, List<Item> items) {

    public Instrument {
        Objects.requireNonNull(license, () -> key + " has no license record");
        Objects.requireNonNull(title, () -> key + " has no title");
        Objects.requireNonNull(introduction, () -> key + " has no introduction");
        Objects.requireNonNull(scale, () -> key + " has no scale");
        if (version < 1 || items.isEmpty()) {
            throw new IllegalArgumentException(key + " needs a version from 1 and an item");
        }
        items = List.copyOf(items);
    }

    /** Which instrument, and which version of it. */
    @Schema(name = "InstrumentReference")
    public record Reference(String key, int version) {}

    /** By what right the words are used; {@code spdx} names the license. */
    public record License(String spdx, String holder, String source) {
        public License {
            requireText(spdx, holder, source);
        }
    }

    /** Whole numbers, both ends included; at least the ends are labeled. */
    public record Scale(int from, int to, SortedMap<Integer, Text> labels) {
        public Scale {
            if (from >= to || !labels.containsKey(from) || !labels.containsKey(to)) {
                throw new IllegalArgumentException("A scale rises, and both its ends have a label");
            }
        }

        boolean has(int value) {
            return from <= value && value <= to;
        }
    }

    public record Item(String key, boolean required, Text text) {
        public Item {
            requireText(key);
            Objects.requireNonNull(text, () -> key + " has no text");
        }
    }

    /** One text in every language that there is. */
    public record Text(String sv, String da, String en) {
        public Text {
            requireText(sv, da, en);
        }

        public String in(Language language) {
            return switch (language) {
                case sv -> sv;
                case da -> da;
                case en -> en;
            };
        }
    }

    private static void requireText(String... texts) {
        for (String text : texts) {
            if (text == null || text.isBlank()) {
                throw new IllegalArgumentException("A text is missing, or one of its languages");
            }
        }
    }

    /**
     * The scores that the answers are, by item.
     *
     * @throws Invalid naming every answer that is missing, not a whole number, outside of the scale or to no item; it
     *     never quotes an answer
     */
    public SortedMap<String, Integer> scores(Map<String, ? extends @Nullable Object> answers) {
        var scores = new TreeMap<String, Integer>();
        var errors = new ArrayList<Invalid.Error>();
        for (Item item : items) {
            Object answer = answers.get(item.key());
            if (answer instanceof Integer score && scale.has(score)) {
                scores.put(item.key(), score);
            } else if (answer != null) {
                errors.add(error(item.key(), "not-on-scale", "Answer with a " + wholeNumber()));
            } else if (item.required()) {
                errors.add(error(item.key(), "required", "Not answered yet; answer with a " + wholeNumber()));
            }
        }
        answers.keySet().stream()
                .filter(name -> items.stream().noneMatch(item -> item.key().equals(name)))
                .sorted()
                .map(name -> error(name, "unknown-item", "There is no such item in " + key))
                .forEach(errors::add);
        if (!errors.isEmpty()) {
            throw new Invalid(errors);
        }
        return scores;
    }

    private String wholeNumber() {
        return "whole number from %d to %d".formatted(scale.from(), scale.to());
    }

    private static Invalid.Error error(String item, String code, String detail) {
        String step = item.replace("~", "~0").replace("/", "~1");
        return new Invalid.Error("/answers/" + step, code, detail);
    }
}
