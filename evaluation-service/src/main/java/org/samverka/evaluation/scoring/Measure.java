package org.samverka.evaluation.scoring;

import static java.util.stream.Collectors.toSet;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.samverka.evaluation.scoring.Scoring.Variable;

/**
 * One number that an instrument gives: the sum or the mean of its items' values, each reversed and weighted where it says
 * so, then {@code factor * aggregate + offset}; or the value of the first case whose condition holds, else 0.
 *
 * @param needed how many of the items must be answered; none: all. With fewer the score is indeterminate; a mean is of
 *     those that were answered
 * @param bandSource who published the bands
 */
public record Measure(
        String key,
        Method method,
        List<Term> terms,
        List<Case> cases,
        BigDecimal factor,
        BigDecimal offset,
        @Nullable Integer needed,
        List<Band> bands,
        @Nullable String bandSource) {
    private static final int DECIMALS = 4;

    /** How values become one. */
    public enum Method {
        sum,
        mean,
        rule
    }

    /** @param reverse counts from the other end of the item's scale */
    public record Term(
            String item, boolean reverse, @Nullable BigDecimal weight) {
        BigDecimal value(int answer, Variable variable) {
            BigDecimal value = BigDecimal.valueOf(reverse ? variable.reversed(answer) : answer);
            return weight == null ? value : weight.multiply(value);
        }

        BigDecimal weighs() {
            return weight == null ? BigDecimal.ONE : weight;
        }
    }

    public record Case(Condition when, BigDecimal value) {}

    /** What is left out has its plain value. */
    @SuppressWarnings("NullAway") // a definition may leave anything out
    public Measure {
        terms = terms == null ? List.of() : List.copyOf(terms);
        cases = cases == null ? List.of() : List.copyOf(cases);
        factor = factor == null ? BigDecimal.ONE : factor;
        offset = offset == null ? BigDecimal.ZERO : offset;
        bands = bands == null ? List.of() : List.copyOf(bands);
        require(
                method == Method.rule ? !cases.isEmpty() && terms.isEmpty() : !terms.isEmpty() && cases.isEmpty(),
                key + ": a sum or mean has terms, a rule has cases");
        require(
                needed == null || (method == Method.mean && needed >= 1 && needed <= terms.size()),
                key + ": only a mean can do with fewer answers than all");
        require(
                terms.stream().map(Term::item).distinct().count() == terms.size(),
                key + ": an item counts once in a measure; give it a weight");
        require(
                method != Method.mean
                        || terms.stream().allMatch(term -> term.weighs().signum() > 0),
                key + ": in a mean every weight is above 0");
        require(bands.isEmpty() || bandSource != null, key + ": bands have a source");
        for (int i = 1; i < bands.size(); i++) {
            require(
                    bands.get(i - 1).bound().compareTo(bands.get(i).bound()) < 0,
                    key + ": each band begins above the one before");
        }
    }

    private static void require(boolean rule, String message) {
        if (!rule) {
            throw new IllegalArgumentException(message);
        }
    }

    Set<String> items() {
        var items = new HashSet<>(terms.stream().map(Term::item).collect(toSet()));
        cases.forEach(each -> each.when().items().forEach(items::add));
        return items;
    }

    Score score(Map<String, Integer> answers, Map<String, Variable> variables) {
        BigDecimal value = method == Method.rule ? byRule(answers) : byTerms(answers, variables);
        return value == null
                ? Score.indeterminate(key, Score.Reason.missingAnswers)
                : Score.of(key, rounded(value), bandOf(value));
    }

    private @Nullable BigDecimal byRule(Map<String, Integer> answers) {
        if (!answers.keySet().containsAll(items())) {
            return null;
        }
        return cases.stream()
                .filter(each -> each.when().holds(answers))
                .findFirst()
                .map(Case::value)
                .orElse(BigDecimal.ZERO);
    }

    private @Nullable BigDecimal byTerms(Map<String, Integer> answers, Map<String, Variable> variables) {
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal weights = BigDecimal.ZERO;
        int answered = 0;
        for (Term term : terms) {
            Integer answer = answers.get(term.item());
            if (answer != null) {
                sum = sum.add(term.value(answer, Objects.requireNonNull(variables.get(term.item()))));
                weights = weights.add(term.weighs());
                answered++;
            }
        }
        if (answered < (needed == null ? terms.size() : needed)) {
            return null;
        }
        BigDecimal scaled = factor.multiply(sum);
        return method == Method.sum
                ? scaled.add(offset)
                : scaled.add(offset.multiply(weights)).divide(weights, MathContext.DECIMAL64);
    }

    private static BigDecimal rounded(BigDecimal value) {
        BigDecimal rounded = value.scale() > DECIMALS ? value.setScale(DECIMALS, RoundingMode.HALF_UP) : value;
        BigDecimal plain = rounded.stripTrailingZeros();
        return plain.scale() < 0 ? plain.setScale(0) : plain;
    }

    private @Nullable Band bandOf(BigDecimal value) {
        Band found = null;
        for (Band band : bands) {
            if (band.hasBegunAt(value)) {
                found = band;
            }
        }
        return found;
    }
}
