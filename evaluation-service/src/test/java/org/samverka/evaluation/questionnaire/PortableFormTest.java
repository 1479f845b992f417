package org.samverka.evaluation.questionnaire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.samverka.evaluation.questionnaire.FhirTest.JSON;
import static org.samverka.evaluation.questionnaire.FhirTest.form;
import static org.samverka.evaluation.questionnaire.FhirTest.read;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.samverka.contracts.Language;
import org.samverka.contracts.rest.Invalid;
import org.samverka.evaluation.instrument.Instrument;
import org.samverka.evaluation.instrument.Instrument.License;
import org.samverka.evaluation.instrument.Instrument.Review;
import org.samverka.evaluation.instrument.Instrument.Scale;
import org.samverka.evaluation.language.Text;
import org.samverka.evaluation.scoring.Form.Filled;
import org.samverka.evaluation.scoring.Scoring;
import org.samverka.evaluation.scoring.ScoringsForTests;

/** What leaves as FHIR comes back as the same answers, with the same scores. */
class PortableFormTest {
    private static final UUID RESPONDENT = UUID.randomUUID();
    private static final PortableForm.Subject SUBJECT = new PortableForm.Subject("a-survey", RESPONDENT);

    static Stream<Arguments> answered() {
        return Stream.of(
                Arguments.of(
                        "ordinal-scale", Map.of("/00001-1", "LA3", "/00002-1", "LA0", "/00003-1", "LA2", "/total", 5)),
                Arguments.of(
                        "nested-conditions",
                        Map.of("1.1", true, "1.2", 30, "1.3.1", "no", "1.3.2", "Tid\nfolk", "2", "2019-05-01")),
                Arguments.of("nested-conditions", Map.of("1.1", false)),
                Arguments.of(
                        "choices",
                        Map.of(
                                "a",
                                List.of("x", "z"),
                                "b",
                                Map.of("other", "Drill"),
                                "c",
                                2,
                                "e",
                                "Much",
                                "e1",
                                "2024-01-31")));
    }

    @ParameterizedTest
    @MethodSource("answered")
    void aResponseThatLeavesIsValidForItsQuestionnaireAndIsTheSameAnswerAgain(String name, Map<String, Object> answers)
            throws IOException {
        Questionnaire questionnaire = read(form(name));
        Filled filled = questionnaire.fill(answers);

        JsonNode response = JSON.readTree(PortableForm.of(questionnaire)
                .response(filled.scores(), filled.answers(), filled.texts(), SUBJECT)
                .toString());

        assertThat(response.path("status").asText()).isEqualTo("completed");
        assertThat(response.at("/subject/identifier/value").asText()).isEqualTo(RESPONDENT.toString());
        assertFollows(response, form(name));
        Filled again = questionnaire.fill(answersIn(response, questionnaire));
        assertThat(again.scores()).isEqualTo(filled.scores());
        assertThat(again.texts()).isEqualTo(filled.texts());
        assertThat(JSON.valueToTree(again.answers()).toString())
                .isEqualTo(JSON.valueToTree(filled.answers()).toString());
    }

    /** Items stand in the questionnaire's order and nesting, each once, with values of its type. */
    private static void assertFollows(JsonNode response, JsonNode questionnaire) {
        List<String> asked = new ArrayList<>();
        questionnaire.path("item").forEach(item -> asked.add(item.path("linkId").asText()));
        List<String> answered = new ArrayList<>();
        response.path("item").forEach(item -> answered.add(item.path("linkId").asText()));
        assertThat(asked).containsSubsequence(answered);
        for (JsonNode item : response.path("item")) {
            JsonNode question = Stream.of(questionnaire.path("item"))
                    .flatMap(items -> IntStream.range(0, items.size()).mapToObj(items::get))
                    .filter(each -> each.path("linkId").equals(item.path("linkId")))
                    .findFirst()
                    .orElseThrow();
            if (question.path("type").asText().equals("group")) {
                assertThat(item.has("answer")).isFalse();
                assertFollows(item, question);
            } else {
                assertThat(item.path("answer").isEmpty()).isFalse();
                assertThat(item.path("answer").size() == 1
                                || question.path("repeats").asBoolean())
                        .isTrue();
                item.path("answer").forEach(answer -> assertIsOfType(answer, question));
                assertFollows(item.at("/answer/0"), question);
            }
        }
    }

    private static void assertIsOfType(JsonNode answer, JsonNode question) {
        String value = answer.properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> name.startsWith("value"))
                .findFirst()
                .orElseThrow();
        List<String> allowed = switch (question.path("type").asText()) {
            case "boolean" -> List.of("valueBoolean");
            case "integer" -> List.of("valueInteger");
            case "decimal" -> List.of("valueDecimal");
            case "date" -> List.of("valueDate");
            case "choice" -> List.of("valueCoding", "valueInteger", "valueString");
            case "open-choice" -> List.of("valueCoding", "valueString");
            default -> List.of("valueString");
        };
        assertThat(allowed).contains(value);
    }

    /** As a FHIR client would read it. */
    private static Map<String, Object> answersIn(JsonNode response, Questionnaire questionnaire) {
        var answers = new HashMap<String, Object>();
        collect(response, questionnaire.byLinkId(), answers);
        return answers;
    }

    private static void collect(JsonNode node, Map<String, Item> items, Map<String, Object> answers) {
        for (JsonNode item : node.path("item")) {
            Item question = items.get(item.path("linkId").asText());
            if (question != null && item.has("answer")) {
                List<Object> given = new ArrayList<>();
                item.path("answer").forEach(answer -> {
                    given.add(value(answer, question));
                    collect(answer, items, answers);
                });
                answers.put(question.linkId(), question.repeats() ? given : given.get(0));
            }
            collect(item, items, answers);
        }
    }

    private static Object value(JsonNode answer, Item question) {
        if (answer.has("valueCoding")) {
            return answer.at("/valueCoding/code").asText();
        }
        if (answer.has("valueBoolean")) {
            return answer.path("valueBoolean").asBoolean();
        }
        if (answer.has("valueInteger")) {
            return answer.path("valueInteger").asInt();
        }
        if (answer.has("valueDecimal")) {
            return answer.path("valueDecimal").decimalValue();
        }
        String text = answer.path(answer.has("valueDate") ? "valueDate" : "valueString")
                .asText();
        boolean own = question.type() == Item.Type.openChoice
                && question.options().stream()
                        .noneMatch(option -> option.value().equals(text));
        return own ? Map.of("other", text) : text;
    }

    @Test
    void anInstrumentLeavesWithLabelsWeightsItsLicenseAndItsScoringAndScoresTheSameWhenItComesBack()
            throws IOException {
        Instrument keds = keds();
        JsonNode document = JSON.readTree(PortableForm.of(keds).questionnaire().toString());

        assertThat(document.path("copyright").asText()).isEqualTo("Nobody; LicenseRef-test; Synthetic");
        assertThat(document.at("/item/0/answerOption/6/valueCoding/code").asText())
                .isEqualTo("6");
        assertThat(document.at("/item/0/answerOption/6/valueCoding/display").asText())
                .isEqualTo("Alltid");
        assertThat(document.at("/item/0/answerOption/6/valueCoding/extension/0/valueDecimal")
                        .asInt())
                .isEqualTo(6);
        Questionnaire again = read(document);
        var codes = new HashMap<String, Object>();
        var numbers = new HashMap<String, Object>();
        IntStream.rangeClosed(1, 9).forEach(i -> {
            codes.put("keds-" + i, Integer.toString(i % 7));
            numbers.put("keds-" + i, i % 7);
        });
        assertThat(again.fill(codes).scores()).isEqualTo(keds.fill(numbers).scores());
        assertThat(again.fill(codes).results())
                .extracting(score -> score.measure() + " " + score.value() + " " + score.bandKey())
                .isEqualTo(keds.fill(numbers).results().stream()
                        .map(score -> score.measure() + " " + score.value() + " " + score.bandKey())
                        .toList());
    }

    @Test
    void anInstrumentsAnswerIsACodeOfItsQuestionnaireAndAWrongOneIsRefusedByPointer() throws IOException {
        Instrument keds = keds();
        Questionnaire questionnaire = read(PortableForm.of(keds).questionnaire());
        var scores = new TreeMap<String, @Nullable Object>();
        IntStream.rangeClosed(1, 9).forEach(i -> scores.put("keds-" + i, 3));

        JsonNode response = JSON.readTree(PortableForm.of(keds)
                .response(scores, Map.of(), Map.of(), SUBJECT)
                .toString());

        assertThat(response.path("questionnaire").asText()).isEqualTo("urn:samverka:questionnaire:exhaustion|1");
        Map<String, Object> answers = answersIn(response, questionnaire);
        assertThat(questionnaire.fill(answers).scores()).hasSize(9).containsEntry("keds-9", 3);
        answers.put("keds-4", "7");
        answers.remove("keds-5");
        assertThatThrownBy(() -> questionnaire.fill(answers))
                .isInstanceOfSatisfying(
                        Invalid.class,
                        invalid -> assertThat(invalid.errors())
                                .extracting(error -> error.pointer() + " " + error.code())
                                .containsExactly("/answers/keds-4 not-an-option", "/answers/keds-5 required"));
    }

    /** Another contact of the organization may have written it. */
    @Test
    void withoutOwnWordsTheRestIsStillThere() {
        Questionnaire nested = read(form("nested-conditions"));
        Filled filled =
                nested.fill(Map.of("1.1", true, "1.2", 30, "1.3.1", "no", "1.3.2", "Anna vet", "2", "2019-05-01"));

        String response = PortableForm.of(nested)
                .response(filled.scores(), filled.answers(), Map.of(), SUBJECT)
                .toString();

        assertThat(response).contains("valueInteger").doesNotContain("Anna").doesNotContain("1.3.2");
    }

    private static Instrument keds() {
        Text text = new Text("Syntetisk", "Syntetisk", "Synthetic");
        Scoring scoring = ScoringsForTests.all().get("keds", 1);
        return new Instrument(
                "exhaustion",
                1,
                new License("LicenseRef-test", "Nobody", "Synthetic"),
                Map.of(Language.sv, Review.written, Language.da, Review.written, Language.en, Review.written),
                text,
                text,
                new Scale(
                        0,
                        6,
                        new TreeMap<>(Map.of(
                                0, new Text("Aldrig", "Aldrig", "Never"), 6, new Text("Alltid", "Altid", "Always")))),
                IntStream.rangeClosed(1, 9)
                        .mapToObj(i -> new Instrument.Item("keds-" + i, true, text))
                        .toList(),
                scoring);
    }
}
