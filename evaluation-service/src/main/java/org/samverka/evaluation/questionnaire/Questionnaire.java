package org.samverka.evaluation.questionnaire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Language;
import org.samverka.contracts.rest.Invalid;
import org.samverka.evaluation.language.Text;
import org.samverka.evaluation.scoring.Form;
import org.samverka.evaluation.scoring.Scoring;

/**
 * What is asked, in sections, with conditions on earlier answers and rules for each answer; a version never changes. It
 * means what a FHIR R4 Questionnaire means, and is one when it leaves.
 *
 * @param language of the plain texts, when it leaves; the others go as translations
 * @param oneAtATime shown one question a screen, else all at once
 * @param scoring what the answers come to beside the items' own numbers
 * @param rest what a FHIR document said that has no effect here; it leaves as it came
 */
public record Questionnaire(
        String key,
        int version,
        Language language,
        Text title,
        @Nullable Text description,
        boolean oneAtATime,
        List<Item> items,
        @Nullable Scoring scoring,
        ObjectNode rest)
        implements Form {

    public Questionnaire {
        items = List.copyOf(items);
    }

    /** Every item, parents before their children, by its link id. */
    Map<String, Item> byLinkId() {
        var found = new LinkedHashMap<String, Item>();
        all().forEach(item -> found.put(item.linkId(), item));
        return found;
    }

    Stream<Item> all() {
        return items.stream().flatMap(Item::withItems);
    }

    /** The languages in which all of it can be read. */
    public List<Language> languages() {
        return Arrays.stream(Language.values())
                .filter(each -> texts().allMatch(text -> text.has(each)))
                .toList();
    }

    private Stream<Text> texts() {
        return Stream.concat(Stream.of(title), all().flatMap(Item::texts).filter(text -> text != null));
    }

    /** Answers as a FHIR R4 QuestionnaireResponse, which names nobody and no time. */
    public JsonNode response(Map<String, ? extends @Nullable Object> answers, boolean complete) {
        return FhirOut.response(this, answers, complete);
    }

    /** Where these answers lead: what is asked, and what is wrong. */
    Route route(Map<String, ? extends @Nullable Object> answers) {
        return Route.through(this, answers);
    }

    /**
     * @throws Invalid naming every answer that is missing, wrong or to what was not asked; it never quotes an answer
     */
    @Override
    public Filled fill(Map<String, ? extends @Nullable Object> answers) {
        Route route = route(answers);
        List<Invalid.Error> errors = route.errors();
        if (!errors.isEmpty()) {
            throw new Invalid(errors);
        }
        SortedMap<String, Integer> scores = route.scores();
        return new Filled(
                scores, scoring == null ? List.of() : scoring.scores(counted(scores)), route.told(), route.texts());
    }

    /**
     * What {@link #fill} took apart, as it would be answered again: several texts of one question line by line.
     *
     * @param told by item
     * @param words own words, by item
     */
    Map<String, @Nullable Object> givenAnswers(
            Map<String, ? extends @Nullable Object> told, Map<String, ? extends @Nullable Object> words) {
        var answers = new HashMap<String, @Nullable Object>(told);
        Map<String, Item> items = byLinkId();
        words.forEach((linkId, written) -> {
            Item item = items.get(linkId);
            if (item != null && written != null) {
                answers.merge(linkId, item.inOwnWords(written.toString()), Questionnaire::together);
            }
        });
        return answers;
    }

    private static Object together(Object chosen, Object ownWords) {
        return Stream.of(chosen, ownWords)
                .flatMap(each -> each instanceof List<?> several ? several.stream() : Stream.of(each))
                .toList();
    }

    /** Those that the scoring counts. */
    private SortedMap<String, Integer> counted(SortedMap<String, Integer> scores) {
        var counted = new TreeMap<String, Integer>();
        if (scoring != null) {
            scoring.items().stream()
                    .filter(item -> scores.containsKey(item.key()))
                    .forEach(item -> counted.put(item.key(), scores.getOrDefault(item.key(), 0)));
        }
        return counted;
    }

    /** What is shown together: each question, or all; sections' own words come with their first question. */
    List<List<String>> screens(Route route) {
        List<String> asked = all().filter(item -> route.asks(item.linkId()))
                .filter(item -> item.type() != Item.Type.group)
                .map(Item::linkId)
                .toList();
        return oneAtATime ? asked.stream().map(List::of).toList() : List.of(asked);
    }
}
