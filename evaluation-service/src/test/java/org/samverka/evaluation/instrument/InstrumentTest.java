package org.samverka.evaluation.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.Language;
import org.samverka.contracts.rest.Invalid;
import org.samverka.evaluation.instrument.Instrument.Item;
import org.samverka.evaluation.instrument.Instrument.License;
import org.samverka.evaluation.instrument.Instrument.Scale;
import org.samverka.evaluation.language.Text;
import org.samverka.evaluation.scoring.ScoringsForTests;

class InstrumentTest {
    private final InstrumentDefinitions definitions = new InstrumentDefinitions(ScoringsForTests.all());
    private final Instruments instruments =
            new Instruments(definitions, new LoadedInstruments(definitions, Clock.systemUTC()));
    private final Instrument sessionEvaluation = own("session-evaluation");

    @Test
    void theSessionEvaluationAsksForFourThingsOnAScaleFromOneToFive() {
        assertThat(sessionEvaluation.items())
                .extracting(Item::key)
                .containsExactly("relevance", "usefulness", "intent-to-apply", "accessibility");
        assertThat(sessionEvaluation.scale().labels().keySet()).containsExactly(1, 2, 3, 4, 5);
        assertThat(sessionEvaluation.version()).isEqualTo(1);
    }

    @Test
    void theOthersAskOneThingEach() {
        assertThat(own("recommendation").scale())
                .satisfies(scale -> assertThat(scale.from()).isZero())
                .satisfies(scale -> assertThat(scale.to()).isEqualTo(10));
        assertThat(own("goal-statement").scale().labels().values())
                .extracting(Text::sv)
                .containsExactly("Vet inte", "Nej", "Delvis", "Ja");
    }

    /** A language whose text is another's was forgotten. */
    @Test
    void everyTextIsWrittenInEveryLanguageAndHasALicense() {
        for (Instrument instrument : instruments.own()) {
            for (Text text : textsOf(instrument)) {
                assertThat(List.of(text.in(Language.sv), text.in(Language.da), text.in(Language.en)))
                        .as(instrument.key())
                        .allSatisfy(words -> assertThat(words).isNotBlank().isEqualTo(words.strip()));
                assertThat(text.en())
                        .as(instrument.key())
                        .isNotEqualTo(text.sv())
                        .isNotEqualTo(text.da());
            }
            assertThat(instrument.license().spdx()).isIn("Apache-2.0", "CC0-1.0");
        }
    }

    private static List<Text> textsOf(Instrument instrument) {
        var texts = new ArrayList<>(List.of(instrument.title(), instrument.introduction()));
        instrument.items().forEach(item -> texts.add(item.text()));
        texts.addAll(instrument.scale().labels().values());
        return texts;
    }

    @Test
    void anInstrumentWithoutALicenseIsNotLoaded() {
        assertThatThrownBy(() -> instrument(null, List.of(item("mood", true)))).hasMessageContaining("license");
    }

    @Test
    void answersToEveryItemAreItsScores() {
        assertThat(sessionEvaluation.scores(answers(5, 4, 3, 1)))
                .isEqualTo(Map.of("relevance", 5, "usefulness", 4, "intent-to-apply", 3, "accessibility", 1));
    }

    @Test
    void bothEndsOfTheScaleAreOnItAndTheirNeighborsAreNot() {
        assertThat(sessionEvaluation.scores(answers(1, 5, 1, 5))).hasSize(4);
        assertThat(errors(answers(0, 6, 1, 5)))
                .extracting(Invalid.Error::pointer)
                .containsExactly("/answers/relevance", "/answers/usefulness");
    }

    @Test
    void whatIsNotAWholeNumberIsRefusedRatherThanRounded() {
        assertThat(errors(answers(4.0, "4", true, 4L)))
                .hasSize(4)
                .allSatisfy(error -> assertThat(error.code()).isEqualTo("not-on-scale"));
    }

    @Test
    void anItemLeftOutOrAnsweredWithNullIsMissing() {
        Map<String, @Nullable Object> answers = answers(5, 5, 5, 5);
        answers.remove("usefulness");
        answers.put("accessibility", null);

        assertThat(errors(answers))
                .extracting(Invalid.Error::pointer, Invalid.Error::code)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("/answers/usefulness", "required"),
                        org.assertj.core.groups.Tuple.tuple("/answers/accessibility", "required"));
    }

    @Test
    void anOptionalItemMayBeLeftOut() {
        Instrument optional =
                instrument(new License("CC0-1.0", "us", "own"), List.of(item("mood", true), item("wish", false)));

        assertThat(optional.scores(Map.of("mood", 2))).isEqualTo(Map.of("mood", 2));
    }

    @Test
    void anAnswerToNoItemIsRefusedByAValidPointer() {
        Map<String, @Nullable Object> answers = answers(5, 5, 5, 5);
        answers.put("a/b~c", 3);

        assertThat(errors(answers))
                .singleElement()
                .satisfies(error -> assertThat(error.pointer()).isEqualTo("/answers/a~1b~0c"))
                .satisfies(error -> assertThat(error.code()).isEqualTo("unknown-item"));
    }

    @Test
    void noErrorQuotesAnAnswer() {
        assertThat(errors(answers(77_777, "77777", 7.7777, 77_777)))
                .hasSize(4)
                .noneSatisfy(error -> assertThat(error.toString()).contains("7777"));
    }

    @Test
    void theSessionEvaluationScoresTheMeanOfWhatWasAnswered() {
        assertThat(sessionEvaluation
                        .results(sessionEvaluation.scores(answers(5, 4, 4, 5)))
                        .get(0)
                        .value())
                .isEqualByComparingTo("4.5");
        assertThat(own("recommendation").results(Map.of("recommendation", 9))).isEmpty();
    }

    @Test
    void aLicenseHoldsThroughItsLastDay() {
        var license = new License("LicenseRef-agreement", "them", "a book", "1", LocalDate.of(2026, 12, 31));

        assertThat(license.holdsOn(LocalDate.of(2026, 12, 31))).isTrue();
        assertThat(license.holdsOn(LocalDate.of(2027, 1, 1))).isFalse();
        assertThat(new License("CC0-1.0", "us", "own").holdsOn(LocalDate.MAX)).isTrue();
    }

    private Instrument own(String key) {
        return instruments.own().stream()
                .filter(instrument -> instrument.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private List<Invalid.Error> errors(Map<String, @Nullable Object> answers) {
        return catchThrowableOfType(Invalid.class, () -> sessionEvaluation.scores(answers))
                .errors();
    }

    private static Map<String, @Nullable Object> answers(
            Object relevance, Object usefulness, Object intent, Object accessibility) {
        var answers = new HashMap<String, @Nullable Object>();
        answers.put("relevance", relevance);
        answers.put("usefulness", usefulness);
        answers.put("intent-to-apply", intent);
        answers.put("accessibility", accessibility);
        return answers;
    }

    @SuppressWarnings("NullAway") // an instrument's file may lack anything
    private static Instrument instrument(@Nullable License license, List<Item> items) {
        Text text = new Text("sv", "da", "en");
        return new Instrument(
                "mood", 1, license, text, text, new Scale(1, 3, new TreeMap<>(Map.of(1, text, 3, text))), items);
    }

    private static Item item(String key, boolean required) {
        return new Item(key, required, new Text("sv", "da", "en"));
    }
}
