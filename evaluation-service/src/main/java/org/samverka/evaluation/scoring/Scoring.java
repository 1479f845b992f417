package org.samverka.evaluation.scoring;

import static java.util.stream.Collectors.toMap;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Invalid;
import org.samverka.evaluation.language.Text;

/**
 * How answers become scores: a versioned contract of numbers, without anybody's words, proven by the vectors that it
 * carries. It holds for every instrument that names it, whoever wrote or licensed the words.
 *
 * @param source who published it
 * @param terms where the words are to be had, and on which terms; none for our own
 * @param sensitivity of a score
 * @param repeat none: one result is enough
 * @param caution what a respondent must be told beside the band
 * @param vectors answers and what they must come to
 */
public record Scoring(
        String key,
        int version,
        String source,
        @Nullable String terms,
        Sensitivity sensitivity,
        List<Variable> items,
        List<Measure> measures,
        @Nullable Repeat repeat,
        @Nullable Text caution,
        List<Vector> vectors) {

    /** Ordinary opinion, or data about health (GDPR, article 9). */
    public enum Sensitivity {
        ordinary,
        health
    }

    /** What an item's answer is: a whole number, both ends included. */
    public record Variable(String key, int from, int to) {
        public Variable {
            if (from >= to) {
                throw new IllegalArgumentException("The answers to " + key + " rise");
            }
        }

        /** The same answer, counted from the other end. */
        public int reversed(int answer) {
            return from + to - answer;
        }

        boolean has(int answer) {
            return from <= answer && answer <= to;
        }
    }

    /** A band at risk holds only once a second result, at least so many days after the first, is at risk as well. */
    public record Repeat(int days) {
        public Repeat {
            if (days < 1) {
                throw new IllegalArgumentException("A repetition is at least a day later");
            }
        }
    }

    /**
     * @param answers in the order of the items; null: not answered
     * @param measure none: the first
     */
    public record Vector(
            List<@Nullable Integer> answers,
            @Nullable String measure,
            @Nullable BigDecimal value,
            @Nullable String band,
            Score.@Nullable Reason indeterminate) {}

    @SuppressWarnings("NullAway") // a definition may leave anything out
    public Scoring {
        Objects.requireNonNull(sensitivity, () -> key + " has no sensitivity class");
        Objects.requireNonNull(source, () -> key + " has no source");
        items = List.copyOf(items);
        measures = List.copyOf(measures);
        vectors = List.copyOf(vectors);
        var known = items.stream().map(Variable::key).toList();
        if (version < 1 || measures.isEmpty() || known.stream().distinct().count() != known.size()) {
            throw new IllegalArgumentException(key + " needs a version from 1, a measure, and no item twice");
        }
        for (Measure measure : measures) {
            if (!known.containsAll(measure.items())) {
                throw new IllegalArgumentException(key + ": " + measure.key() + " counts an item that there is not");
            }
        }
    }

    /**
     * Every measure's score, in their order.
     *
     * @param answers by item; those left out were not answered
     * @throws IllegalArgumentException for an answer outside of its item's scale, or to no item
     */
    public List<Score> scores(Map<String, Integer> answers) {
        Map<String, Variable> variables = variables();
        answers.forEach((item, answer) -> requireOnScale(variables.get(item), answer));
        return measures.stream()
                .map(measure -> measure.score(answers, variables))
                .toList();
    }

    /** The first measure's, which is what the instrument is for. */
    public Score score(Map<String, Integer> answers) {
        return scores(answers).get(0);
    }

    private static void requireOnScale(@Nullable Variable variable, int answer) {
        if (variable == null || !variable.has(answer)) {
            throw new IllegalArgumentException("An answer is outside of its scale, or to no item");
        }
    }

    private Map<String, Variable> variables() {
        return items.stream().collect(toMap(Variable::key, Function.identity()));
    }

    /** A scoring that contradicts its own vectors is not used. */
    public Scoring proven() {
        List<Invalid.Error> errors = java.util.stream.IntStream.range(0, vectors.size())
                .filter(i -> !holds(vectors.get(i)))
                .mapToObj(i -> new Invalid.Error(
                        "/scoring/vectors/" + i, "contradiction", "The scoring does not come to what the vector says"))
                .toList();
        if (vectors.isEmpty()) {
            throw new Invalid("/scoring/vectors", "required", "Say at least one vector that proves the scoring");
        }
        if (!errors.isEmpty()) {
            throw new Invalid(errors);
        }
        return this;
    }

    private boolean holds(Vector vector) {
        if (vector.answers().size() != items.size()) {
            return false;
        }
        var answers = new HashMap<String, Integer>();
        for (int i = 0; i < items.size(); i++) {
            Integer answer = vector.answers().get(i);
            if (answer != null) {
                if (!items.get(i).has(answer)) {
                    return false;
                }
                answers.put(items.get(i).key(), answer);
            }
        }
        return scores(answers).stream()
                .filter(score -> vector.measure() == null || vector.measure().equals(score.measure()))
                .findFirst()
                .filter(score -> isAs(vector, score))
                .isPresent();
    }

    private static boolean isAs(Vector vector, Score score) {
        return vector.indeterminate() == score.indeterminate()
                && Objects.equals(vector.band(), score.bandKey())
                && (vector.value() == null
                        ? score.value() == null
                        : score.value() != null && vector.value().compareTo(score.value()) == 0);
    }
}
