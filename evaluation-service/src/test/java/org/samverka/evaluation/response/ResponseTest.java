package org.samverka.evaluation.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.EvaluationEvent.EvaluationCompleted;
import org.samverka.contracts.EvaluationEvent.Sensitivity;
import org.samverka.contracts.Gender;
import org.samverka.contracts.rest.Idempotency;
import org.samverka.contracts.rest.Invalid;
import org.samverka.evaluation.instrument.Instrument;
import org.samverka.evaluation.instrument.Instrument.Item;
import org.samverka.evaluation.instrument.Instrument.License;
import org.samverka.evaluation.instrument.Instrument.Scale;
import org.samverka.evaluation.language.Text;
import org.samverka.evaluation.response.Question.SurveyClosed;
import org.samverka.evaluation.response.Response.AlreadyAnswered;
import org.samverka.evaluation.response.Response.IdempotencyKeyReused;

class ResponseTest {
    private static final Map<String, Integer> GOOD = Map.of("mood", 3);

    private final SurveyKey key = SurveyKey.random();
    private final UUID person = UUID.randomUUID();
    private final Idempotency.Key request = new Idempotency.Key("a-caller", "a-key", "a-digest");

    @Test
    void anAnswerNamesARespondentAndNeitherThePersonNorTheCaller() {
        Response response = question(key).answer(UUID.randomUUID(), GOOD, request);

        assertThat(response.respondent()).isEqualTo(key.respondent(person));
        assertThat(response.completed())
                .isEqualTo(new EvaluationCompleted(
                        response.id(),
                        "day-1",
                        "plus",
                        key.respondent(person),
                        "managers",
                        Gender.woman,
                        "kalmar",
                        GOOD,
                        null,
                        null,
                        null,
                        "mood",
                        1,
                        Sensitivity.ordinary,
                        null));
        assertThat(response.completed().toString())
                .doesNotContain(person.toString())
                .doesNotContain("a-caller");
    }

    @Test
    void nothingIsAnsweredToASurveyWithoutItsKey() {
        assertThatThrownBy(() -> question(null).answer(UUID.randomUUID(), GOOD, null))
                .isInstanceOf(SurveyClosed.class);
    }

    @Test
    void anAnswerThatDoesNotFitTheInstrumentIsInvalid() {
        assertThatThrownBy(() -> question(key).answer(UUID.randomUUID(), new HashMap<>(), null))
                .isInstanceOf(Invalid.class);
    }

    @Test
    void theSameRequestAgainIsFineAndAnyOtherIsNot() {
        Response again = question(key).answer(UUID.randomUUID(), GOOD, request);
        Response withoutKey = question(key).answer(UUID.randomUUID(), GOOD, null);

        assertThat(again.refusal(again.request(), true)).isNull();
        assertThat(again.refusal(again.request(), false)).isInstanceOf(IdempotencyKeyReused.class);
        assertThat(again.refusal(UUID.randomUUID(), true)).isInstanceOf(AlreadyAnswered.class);
        assertThat(again.refusal(null, true)).isInstanceOf(AlreadyAnswered.class);
        assertThat(withoutKey.refusal(null, true)).isInstanceOf(AlreadyAnswered.class);
    }

    @Test
    void aResponseInALogHoldsNoAnswer() {
        assertThat(question(key).answer(UUID.randomUUID(), GOOD, request).toString())
                .isEqualTo("Response to day-1");
    }

    @Test
    void afterItsLastDayASurveyTakesNoFirstAnswerButTheOneThatWasAskedForAgain() {
        assertThatThrownBy(() -> question(key, false, 1).answer(UUID.randomUUID(), GOOD, null))
                .isInstanceOf(Question.TooLate.class);
        assertThat(question(key, false, 2).answer(UUID.randomUUID(), GOOD, null).round())
                .isEqualTo(2);
    }

    @Test
    void anOrganizationIsARespondentOfItsOwn() {
        UUID survey = UUID.randomUUID();

        assertThat(key.respondent(new Asked(survey, null, "kalmar")))
                .isEqualTo(key.respondent(new Asked(UUID.randomUUID(), null, "kalmar")))
                .isNotEqualTo(key.respondent(new Asked(survey, null, "nybro")));
    }

    @Test
    void whoScreeningIsToldOfIsAnotherThanTheRespondent() {
        assertThat(key.subject(person)).isNotEqualTo(key.respondent(person));
        assertThat(SurveyKey.random().subject(person)).isNotEqualTo(key.subject(person));
    }

    @Test
    void onlyTheKeyThatSealedAPersonFindsThemAgain() {
        String sealed = key.seal(person);

        assertThat(key.open(sealed)).isEqualTo(person);
        assertThat(key.seal(person)).isNotEqualTo(sealed);
        assertThatThrownBy(() -> SurveyKey.random().open(sealed)).isInstanceOf(IllegalStateException.class);
    }

    private Question question(@Nullable SurveyKey surveyKey) {
        return question(surveyKey, true, 1);
    }

    private Question question(@Nullable SurveyKey surveyKey, boolean taken, int round) {
        Text text = new Text("sv", "da", "en");
        Instrument instrument = new Instrument(
                "mood",
                1,
                new License("CC0-1.0", "us", "own"),
                text,
                text,
                new Scale(1, 3, new java.util.TreeMap<>(Map.of(1, text, 3, text))),
                java.util.List.of(new Item("mood", true, text)));
        UUID survey = UUID.randomUUID();
        return new Question(
                new Question.About(survey, "day-1", "plus", null, null),
                instrument,
                surveyKey,
                new Asked(survey, person, null),
                "managers",
                Gender.woman,
                "kalmar",
                taken,
                null,
                LocalDate.parse("2018-03-01"),
                round);
    }
}
