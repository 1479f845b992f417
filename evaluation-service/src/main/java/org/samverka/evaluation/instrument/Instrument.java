package org.samverka.evaluation.instrument;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Language;
import org.samverka.contracts.rest.Invalid;
import org.samverka.evaluation.language.Text;
import org.samverka.evaluation.scoring.Form;
import org.samverka.evaluation.scoring.Score;
import org.samverka.evaluation.scoring.Scoring;

/**
 * A questionnaire as a versioned contract: what is asked, in which words, on which scale, by what right, and what the
 * answers come to. Answers belong to the version that they were given to.
 *
 * @param review how far the words of each language can be relied on
 * @param scoring none: each item's answer is its score, and there is no other
 */
public record Instrument(
        String key,
        int version,
        License license,
        Map<Language, Review> review,
        Text title,
        Text introduction,
        Scale scale,
        List<Item> items,
        @Nullable Scoring scoring)
        implements Form {

    public Instrument {
        Objects.requireNonNull(license, () -> key + " has no license record");
        Objects.requireNonNull(title, () -> key + " has no title");
        Objects.requireNonNull(introduction, () -> key + " has no introduction");
        Objects.requireNonNull(scale, () -> key + " has no scale");
        if (version < 1 || items.isEmpty()) {
            throw new IllegalArgumentException(key + " needs a version from 1 and an item");
        }
        items = List.copyOf(items);
        review = Map.copyOf(review);
    }

    /** One of our own, in all languages, that scores nothing but its items. */
    public Instrument(
            String key, int version, License license, Text title, Text introduction, Scale scale, List<Item> items) {
        this(key, version, license, OWN, title, introduction, scale, items, null);
    }

    private static final Map<Language, Review> OWN =
            Map.of(Language.sv, Review.written, Language.da, Review.written, Language.en, Review.written);

    /** How far words can be relied on. */
    public enum Review {
        /** By their author; nobody else has looked at them. */
        written,
        /** Somebody who knows the field and the language has. */
        reviewed,
        /** The publisher's own wording or translation. */
        official
    }

    /** Which instrument, and which version of it. */
    @Schema(name = "InstrumentReference")
    public record Reference(String key, int version) {}

    /**
     * By what right the words are used.
     *
     * @param spdx names the license; {@code LicenseRef-...} for an agreement of one's own
     * @param agreement its number or date, where there is one
     * @param until the last day on which the words may be put to anybody; none: for good
     */
    public record License(
            String spdx,
            String holder,
            String source,
            @Nullable String agreement,
            @Nullable LocalDate until) {
        public License {
            requireText(spdx, holder, source);
        }

        public License(String spdx, String holder, String source) {
            this(spdx, holder, source, null, null);
        }

        public boolean holdsOn(LocalDate day) {
            return until == null || !day.isAfter(until);
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

    /** @param scale none: the instrument's */
    public record Item(
            String key,
            boolean required,
            Text text,
            @Nullable Scale scale) {
        public Item {
            requireText(key);
            Objects.requireNonNull(text, () -> key + " has no text");
        }

        public Item(String key, boolean required, Text text) {
            this(key, required, text, null);
        }
    }

    public Scale scaleOf(Item item) {
        return item.scale() == null ? scale : item.scale();
    }

    /** The languages in which all of it can be read. */
    public List<Language> languages() {
        return Arrays.stream(Language.values())
                .filter(language -> texts().allMatch(text -> text.has(language)))
                .toList();
    }

    private Stream<Text> texts() {
        Stream<Text> items = this.items.stream().map(Item::text);
        Stream<Text> labels = Stream.concat(
                        Stream.of(scale), this.items.stream().map(this::scaleOf))
                .flatMap(each -> each.labels().values().stream());
        return Stream.of(Stream.of(title, introduction), items, labels).flatMap(each -> each);
    }

    /** What the answers come to; nothing for an instrument that scores nothing but its items. */
    public List<Score> results(Map<String, Integer> scores) {
        return scoring == null ? List.of() : scoring.scores(scores);
    }

    @Override
    public Filled fill(Map<String, ? extends @Nullable Object> answers) {
        SortedMap<String, Integer> scores = scores(answers);
        return new Filled(scores, results(scores), new TreeMap<>(), new TreeMap<>());
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
            if (answer instanceof Integer score && scaleOf(item).has(score)) {
                scores.put(item.key(), score);
            } else if (answer != null) {
                errors.add(error(item.key(), "not-on-scale", "Answer with a " + wholeNumber(item)));
            } else if (item.required()) {
                errors.add(error(item.key(), "required", "Not answered yet; answer with a " + wholeNumber(item)));
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

    private String wholeNumber(Item item) {
        return "whole number from %d to %d"
                .formatted(scaleOf(item).from(), scaleOf(item).to());
    }

    private static Invalid.Error error(String item, String code, String detail) {
        String step = item.replace("~", "~0").replace("/", "~1");
        return new Invalid.Error("/answers/" + step, code, detail);
    }
}
