package org.samverka.evaluation.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.samverka.contracts.rest.Invalid;
import org.samverka.evaluation.scoring.Measure.Method;
import org.samverka.evaluation.scoring.Measure.Term;
import org.samverka.evaluation.scoring.Scoring.Variable;
import org.samverka.evaluation.scoring.Scoring.Vector;

class ScoringTest {
    private static final Scorings SCORINGS = new Scorings();

    static Stream<Scoring> all() {
        return SCORINGS.all().stream();
    }

    @Test
    void everyInstrumentOfTheFieldHasItsScoring() {
        assertThat(SCORINGS.all())
                .extracting(Scoring::key)
                .contains(
                        "who-5",
                        "keds",
                        "s-ums",
                        "pss-10",
                        "smbq-6",
                        "copsoq-iii-scale",
                        "was",
                        "cbi-personal",
                        "cbi-work",
                        "cbi-client",
                        "hme");
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyScoringComesToWhatItsVectorsSay(Scoring scoring) {
        assertThatCode(scoring::proven).doesNotThrowAnyException();
    }

    /** All lowest, all highest, nothing at all, each item alone missing, and both sides of every bound that can be met. */
    @ParameterizedTest
    @MethodSource("all")
    void theVectorsCoverTheEndsTheBoundsAndEachMissingAnswer(Scoring scoring) {
        List<List<@Nullable Integer>> answered =
                scoring.vectors().stream().map(Vector::answers).toList();
        int items = scoring.items().size();

        for (int missing = 0; missing < items; missing++) {
            int left = missing;
            assertThat(answered)
                    .as("%s without item %d", scoring.key(), left + 1)
                    .anyMatch(answers -> answers.get(left) == null);
        }
        assertThat(answered).anyMatch(answers -> answers.stream().allMatch(Objects::isNull));
        for (Measure measure : scoring.measures()) {
            List<Vector> own = scoring.vectors().stream()
                    .filter(vector -> vector.value() != null)
                    .filter(vector -> vector.measure() == null
                            ? measure == scoring.measures().get(0)
                            : vector.measure().equals(measure.key()))
                    .toList();
            assertThat(own).as(measure.key()).isNotEmpty();
            assertThat(own)
                    .extracting(Vector::band)
                    .containsAll(measure.bands().stream().map(Band::key).toList());
        }
    }

    @Test
    void who5IsTheSumTimesFour() {
        Scoring who5 = SCORINGS.get("who-5", 1);

        assertThat(who5.score(answers(who5, 3, 3, 3, 3, 2)).value()).isEqualByComparingTo("56");
        assertThat(who5.score(answers(who5, 3, 3, 3, 3, 2)).risk()).isFalse();
        assertThat(who5.score(answers(who5, 1, 1, 1, 2, 2)).bandKey()).isEqualTo("low");
        assertThat(who5.score(answers(who5, 2, 2, 3, 3, 2)).bandKey()).isEqualTo("reduced");
    }

    /** A public page gives (raw - 5) * 4. */
    @Test
    void theWrongFormulaOfWho5ContradictsTheVectors() {
        Scoring wrong = withMeasure(
                SCORINGS.get("who-5", 1),
                measure -> new Measure(
                        measure.key(),
                        measure.method(),
                        measure.terms(),
                        measure.cases(),
                        measure.factor(),
                        BigDecimal.valueOf(-20),
                        measure.needed(),
                        measure.bands(),
                        measure.bandSource()));

        assertThat(catchThrowableOfType(Invalid.class, wrong::proven).errors())
                .extracting(Invalid.Error::pointer)
                .contains("/scoring/vectors/0", "/scoring/vectors/1");
    }

    @Test
    void anItemThatIsNotReversedContradictsTheVectorsOfPss10() {
        Scoring wrong = withMeasure(
                SCORINGS.get("pss-10", 1),
                measure -> withTerms(
                        measure,
                        measure.terms().stream()
                                .map(term -> new Term(term.item(), false, term.weight()))
                                .toList()));

        assertThatThrownBy(wrong::proven).isInstanceOf(Invalid.class);
    }

    @Test
    void withoutThePackOfWho5TheRestIsThereAndWho5IsNot() {
        assertThat(new Scorings(List.of()).find("who-5", 1)).isNull();
        assertThat(new Scorings(List.of("not-there")).all())
                .hasSize(SCORINGS.all().size() - 1);
    }

    @Test
    void aScoreBeforeItIsRoundedDecidesTheBand() {
        Scoring thirds = new Scoring(
                "thirds",
                1,
                "own",
                null,
                Scoring.Sensitivity.ordinary,
                List.of(new Variable("a", 0, 2), new Variable("b", 0, 2), new Variable("c", 0, 2)),
                List.of(mean(
                        List.of(term("a"), term("b"), term("c")), List.of(band("low", "0"), band("high", "0.66667")))),
                null,
                null,
                List.of());

        Score score = thirds.score(Map.of("a", 2, "b", 0, "c", 0));

        assertThat(score.value()).isEqualByComparingTo("0.6667");
        assertThat(score.bandKey()).isEqualTo("low");
    }

    @Test
    void anAnswerOutsideOfItsScaleOrToNoItemIsNoScore() {
        Scoring was = SCORINGS.get("was", 1);

        assertThatThrownBy(() -> was.score(Map.of("was-1", 11))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> was.score(Map.of("was-2", 1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aScoreInALogIsNoNumber() {
        Scoring was = SCORINGS.get("was", 1);

        assertThat(was.score(Map.of("was-1", 3)).toString()).isEqualTo("Score of work-ability");
    }

    @Test
    void aRuleWithAnItemThatThereIsNotIsRefused() {
        assertThatThrownBy(() -> new Scoring(
                        "mood",
                        1,
                        "own",
                        null,
                        Scoring.Sensitivity.ordinary,
                        List.of(new Variable("a", 0, 2)),
                        List.of(mean(List.of(term("b")), List.of())),
                        null,
                        null,
                        List.of()))
                .hasMessageContaining("item that there is not");
    }

    @Test
    void aSumCannotDoWithFewerAnswers() {
        assertThatThrownBy(() -> new Measure(
                        "sum",
                        Method.sum,
                        List.of(term("a"), term("b")),
                        List.of(),
                        BigDecimal.ONE,
                        BigDecimal.ZERO,
                        1,
                        List.of(),
                        null))
                .hasMessageContaining("only a mean");
    }

    @Property(tries = 200)
    void theOrderOfItemsAndTermsChangesNoScore(@ForAll long seed) {
        var random = new Random(seed);
        for (Scoring scoring : SCORINGS.all()) {
            Map<String, Integer> answers = anyAnswers(scoring, random);
            assertThat(texts(shuffled(scoring, random).scores(answers)))
                    .as(scoring.key())
                    .isEqualTo(texts(scoring.scores(answers)));
        }
    }

    /** Counting an answer from the other end twice is the answer, and reversing both answer and term is no change. */
    @Property(tries = 200)
    void reversingTwiceChangesNoScore(@ForAll long seed) {
        var random = new Random(seed);
        for (Scoring scoring : SCORINGS.all()) {
            Map<String, Integer> answers = anyAnswers(scoring, random);
            assertThat(reversed(scoring, reversed(scoring, answers)))
                    .as(scoring.key())
                    .isEqualTo(answers);
            if (scoring.measures().stream().noneMatch(measure -> measure.method() == Method.rule)) {
                assertThat(texts(reversed(scoring).scores(reversed(scoring, answers))))
                        .as(scoring.key())
                        .isEqualTo(texts(scoring.scores(answers)));
            }
        }
    }

    /** More complaints never score lower: no published sum or mean has a kink. */
    @Property(tries = 200)
    void everyScoreLiesBetweenThoseOfTheEnds(@ForAll long seed) {
        var random = new Random(seed);
        for (Scoring scoring : SCORINGS.all()) {
            for (Score score : scoring.scores(anyAnswers(scoring, random))) {
                assertThat((score.value() == null) == (score.indeterminate() != null))
                        .isTrue();
                if (score.value() != null) {
                    assertThat(score.value()).isBetween(BigDecimal.ZERO, BigDecimal.valueOf(100));
                }
            }
        }
    }

    private static Map<String, Integer> anyAnswers(Scoring scoring, Random random) {
        var answers = new HashMap<String, Integer>();
        boolean complete = random.nextBoolean();
        for (Variable item : scoring.items()) {
            if (complete || random.nextInt(4) > 0) {
                answers.put(item.key(), item.from() + random.nextInt(item.to() - item.from() + 1));
            }
        }
        return answers;
    }

    private static Map<String, Integer> reversed(Scoring scoring, Map<String, Integer> answers) {
        var reversed = new HashMap<String, Integer>();
        for (Variable item : scoring.items()) {
            Integer answer = answers.get(item.key());
            if (answer != null) {
                reversed.put(item.key(), item.reversed(answer));
            }
        }
        return reversed;
    }

    private static Scoring reversed(Scoring scoring) {
        return withMeasure(
                scoring,
                measure -> withTerms(
                        measure,
                        measure.terms().stream()
                                .map(term -> new Term(term.item(), !term.reverse(), term.weight()))
                                .toList()));
    }

    private static Scoring shuffled(Scoring scoring, Random random) {
        var items = new ArrayList<>(scoring.items());
        Collections.shuffle(items, random);
        Scoring moved = new Scoring(
                scoring.key(),
                scoring.version(),
                scoring.source(),
                scoring.terms(),
                scoring.sensitivity(),
                items,
                scoring.measures(),
                scoring.repeat(),
                scoring.caution(),
                scoring.vectors());
        return withMeasure(moved, measure -> {
            var terms = new ArrayList<>(measure.terms());
            Collections.shuffle(terms, random);
            return withTerms(measure, terms);
        });
    }

    private static Scoring withMeasure(Scoring scoring, java.util.function.UnaryOperator<Measure> change) {
        return new Scoring(
                scoring.key(),
                scoring.version(),
                scoring.source(),
                scoring.terms(),
                scoring.sensitivity(),
                scoring.items(),
                scoring.measures().stream().map(change).toList(),
                scoring.repeat(),
                scoring.caution(),
                scoring.vectors());
    }

    private static Measure withTerms(Measure measure, List<Term> terms) {
        return new Measure(
                measure.key(),
                measure.method(),
                terms,
                measure.cases(),
                measure.factor(),
                measure.offset(),
                measure.needed(),
                measure.bands(),
                measure.bandSource());
    }

    private static Measure mean(List<Term> terms, List<Band> bands) {
        return new Measure("mean", Method.mean, terms, List.of(), BigDecimal.ONE, BigDecimal.ZERO, null, bands, "own");
    }

    private static Term term(String item) {
        return new Term(item, false, null);
    }

    private static Band band(String key, String from) {
        return new Band(
                key, new BigDecimal(from), null, false, new org.samverka.evaluation.language.Text("sv", "da", "en"));
    }

    /** A score's own text says nothing of it. */
    private static List<String> texts(List<Score> scores) {
        return scores.stream()
                .map(score -> score.measure() + score.value() + score.bandKey() + score.indeterminate())
                .toList();
    }

    private static Map<String, Integer> answers(Scoring scoring, int... values) {
        var answers = new HashMap<String, Integer>();
        for (int i = 0; i < values.length; i++) {
            answers.put(scoring.items().get(i).key(), values[i]);
        }
        return answers;
    }
}
