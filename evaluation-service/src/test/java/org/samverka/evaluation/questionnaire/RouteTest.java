package org.samverka.evaluation.questionnaire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.samverka.evaluation.questionnaire.FhirTest.form;
import static org.samverka.evaluation.questionnaire.FhirTest.read;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.samverka.contracts.rest.Invalid;

class RouteTest {
    private final Questionnaire nested = read(form("nested-conditions"));
    private final Questionnaire choices = read(form("choices"));

    @Test
    void whatHangsOnAnAnswerIsAskedOnceItIsGiven() {
        assertThat(asked(nested, Map.of())).containsExactly("1.1", "3", "4");
        assertThat(asked(nested, Map.of("1.1", false))).containsExactly("1.1", "2", "3", "4");
        assertThat(asked(nested, Map.of("1.1", true))).containsExactly("1.1", "1.2", "2", "3", "4");
        assertThat(asked(nested, Map.of("1.1", true, "1.2", 24))).doesNotContain("1.3.1");
        assertThat(asked(nested, Map.of("1.1", true, "1.2", 25)))
                .contains("1.3.1")
                .doesNotContain("1.3.2");
        assertThat(asked(nested, Map.of("1.1", true, "1.2", 25, "1.3.1", "no"))).contains("1.3.2");
    }

    /** The answer is still there, but the question is not asked any more. */
    @Test
    void anAnswerToWhatIsNotAskedCountsForNothing() {
        Map<String, Object> stale = Map.of("1.1", false, "1.2", 25, "1.3.1", "no", "1.3.2", "Tid");

        assertThat(asked(nested, stale)).containsExactly("1.1", "2", "3", "4");
        assertThat(errors(nested, stale))
                .containsExactly(
                        Tuple.tuple("/answers/1.2", "not-asked"),
                        Tuple.tuple("/answers/1.3.1", "not-asked"),
                        Tuple.tuple("/answers/1.3.2", "not-asked"));
    }

    @Test
    void anyConditionIsEnoughWhereTheQuestionnaireSaysSo() {
        Map<String, Object> satisfied = Map.of("1.1", true, "1.2", 25, "1.3.1", "yes");

        assertThat(asked(nested, satisfied)).doesNotContain("3");
        assertThat(asked(nested, with(satisfied, "2", "2019-12-31"))).contains("3");
        assertThat(asked(nested, with(satisfied, "2", "2020-01-01"))).doesNotContain("3");
    }

    @Test
    void allConditionsMustHoldOtherwise() {
        assertThat(asked(choices, Map.of("a", List.of("z"), "c", 1))).doesNotContain("e");
        assertThat(asked(choices, Map.of("a", List.of("x"), "c", 2))).doesNotContain("e");
        assertThat(asked(choices, Map.of("a", List.of("x", "z"), "c", 2))).contains("e", "e1");
    }

    @ParameterizedTest
    @CsvSource({
        "=, 3, false, true, false",
        "!=, 3, true, false, true",
        ">, 3, false, false, true",
        "<, 3, true, false, false",
        ">=, 3, false, true, true",
        "<=, 3, true, true, false"
    })
    void numbersAreCompared(String operator, int bound, boolean two, boolean three, boolean four) {
        ObjectNode extras = form("extras");
        ((ObjectNode) extras.at("/item/1"))
                .withArray("enableWhen")
                .addObject()
                .put("question", "q")
                .put("operator", operator)
                .put("answerInteger", bound);
        Questionnaire questionnaire = read(extras);

        assertThat(asked(questionnaire, Map.of("q", 2)).contains("t")).isEqualTo(two);
        assertThat(asked(questionnaire, Map.of("q", 3)).contains("t")).isEqualTo(three);
        assertThat(asked(questionnaire, Map.of("q", 4)).contains("t")).isEqualTo(four);
        assertThat(asked(questionnaire, Map.of()).contains("t")).isEqualTo(operator.equals("!="));
    }

    @Test
    void whatIsRequiredAndAskedIsMissed() {
        assertThat(errors(nested, Map.of())).containsExactly(Tuple.tuple("/answers/1.1", "required"));
        assertThat(errors(nested, Map.of("1.1", true))).containsExactly(Tuple.tuple("/answers/1.2", "required"));
        assertThat(errors(nested, Map.of("1.1", false))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.1 | yes | wrong-type",
                "1.2 | 0 | below-min",
                "1.2 | 501 | above-max",
                "1.2 | 2.5 | wrong-type",
                "2 | 2026-02-30 | wrong-type",
                "3 | liten | wrong-form",
                "9 | x | unknown-item",
                "4 | x | no-question",
                "1 | x | no-question",
            })
    void everyWrongAnswerIsNamed(String linkId, String answer, String code) {
        var answers = new HashMap<String, @Nullable Object>(Map.of("1.1", true, "1.2", 3));
        answers.put(linkId, answer.matches("[0-9.]+") ? (Object) Double.valueOf(answer) : answer);

        assertThat(errors(nested, answers)).contains(Tuple.tuple("/answers/" + linkId, code));
        assertThat(nested.route(answers).errors().toString()).doesNotContain("liten");
    }

    @Test
    void choicesAreOfTheListAndEachOnce() {
        assertThat(errors(choices, Map.of("a", List.of("x", "q"))))
                .containsExactly(Tuple.tuple("/answers/a", "not-an-option"));
        assertThat(errors(choices, Map.of("a", List.of("x", "x")))).containsExactly(Tuple.tuple("/answers/a", "twice"));
        assertThat(errors(choices, Map.of("d", List.of("y")))).containsExactly(Tuple.tuple("/answers/d", "one-answer"));
        assertThat(errors(choices, Map.of("c", 2.0))).isEmpty();
        assertThat(errors(choices, Map.of("c", "2"))).containsExactly(Tuple.tuple("/answers/c", "not-an-option"));
        assertThat(errors(choices, Map.of("b", "Drill"))).containsExactly(Tuple.tuple("/answers/b", "not-an-option"));
        assertThat(errors(choices, Map.of("b", Map.of("other", "Drill")))).isEmpty();
        assertThat(errors(choices, Map.of("d", Map.of("other", "Maybe"))))
                .containsExactly(Tuple.tuple("/answers/d", "not-an-option"));
    }

    @Test
    void ownWordsLieApartFromWhatWasChosen() {
        var filled = choices.fill(Map.of("a", List.of("x", "z"), "b", Map.of("other", "Drill"), "c", 2, "e", "Much"));

        assertThat(filled.texts()).isEqualTo(Map.of("b", "Drill", "e", "Much"));
        assertThat(filled.answers().keySet()).containsExactly("a", "c");
        assertThat(filled.scores()).isEqualTo(Map.of("c", 20));
        assertThat(filled.toString()).doesNotContain("Drill");
    }

    /** The classic that takes a backtracking matcher minutes. */
    @Test
    void aPatternThatInvitesBacktrackingTakesNoLongerThanTheTextIsLong() {
        ObjectNode extras = form("extras");
        ((ObjectNode) extras.at("/item/1"))
                .withArray("extension")
                .addObject()
                .put("url", "http://hl7.org/fhir/StructureDefinition/regex")
                .put("valueString", "(a+)+$");

        assertThat(errors(read(extras), Map.of("t", "a".repeat(5000) + "b")))
                .containsExactly(Tuple.tuple("/answers/t", "wrong-form"));
    }

    @Test
    void hugeNumbersAreNoNumbers() {
        assertThat(errors(nested, Map.of("1.1", true, "1.2", new java.math.BigDecimal("1e999999999"))))
                .containsExactly(Tuple.tuple("/answers/1.2", "wrong-type"));
        assertThat(errors(nested, Map.of("1.1", true, "1.2", Double.NaN)))
                .containsExactly(Tuple.tuple("/answers/1.2", "wrong-type"));
    }

    @Test
    void oneQuestionAScreenOrAll() {
        Map<String, Object> answers = Map.of("1.1", false);
        Questionnaire paged = new Questionnaire(
                nested.key(),
                nested.version(),
                nested.language(),
                nested.title(),
                nested.description(),
                true,
                nested.items(),
                null,
                nested.rest());

        assertThat(nested.screens(nested.route(answers))).containsExactly(List.of("1.1", "2", "3", "4"));
        assertThat(paged.screens(paged.route(answers)))
                .containsExactly(List.of("1.1"), List.of("2"), List.of("3"), List.of("4"));
    }

    /** Whatever somebody sends: it is judged, no answer is both taken and wrong, and nothing outside the way is taken. */
    @Property(tries = 500)
    void anyAnswersAreJudged(@ForAll long seed) {
        var random = new Random(seed);
        for (String name : List.of("nested-conditions", "choices", "matrix", "ordinal-scale", "extras")) {
            Questionnaire questionnaire = read(form(name));
            var answers = new HashMap<String, @Nullable Object>();
            questionnaire.byLinkId().keySet().forEach(linkId -> answers.put(linkId, anything(random)));

            Route route = questionnaire.route(answers);

            for (String taken : route.told().keySet()) {
                assertThat(route.asks(taken)).isTrue();
                assertThat(route.errors()).noneMatch(error -> error.pointer().equals("/answers/" + taken));
            }
        }
    }

    private static @Nullable Object anything(Random random) {
        return switch (random.nextInt(11)) {
            case 0 -> random.nextBoolean();
            case 1 -> random.nextInt(40) - 5;
            case 2 -> random.nextDouble();
            case 3 -> "2020-01-0" + random.nextInt(10);
            case 4 -> List.of("x", "y");
            case 5 -> Map.of("other", "Own");
            case 6 -> List.of("yes", "no", "1", "LA2", "Saw").get(random.nextInt(5));
            case 7 -> List.of(List.of(1), 2);
            case 8 -> "Ä" + random.nextInt();
            default -> null;
        };
    }

    private static List<String> asked(Questionnaire questionnaire, Map<String, ? extends @Nullable Object> answers) {
        return questionnaire.screens(questionnaire.route(answers)).get(0);
    }

    private static List<Tuple> errors(Questionnaire questionnaire, Map<String, ? extends @Nullable Object> answers) {
        return questionnaire.route(answers).errors().stream()
                .map((Invalid.Error error) -> Tuple.tuple(error.pointer(), error.code()))
                .toList();
    }

    private static Map<String, Object> with(Map<String, Object> answers, String linkId, Object answer) {
        var more = new HashMap<>(answers);
        more.put(linkId, answer);
        return more;
    }
}
