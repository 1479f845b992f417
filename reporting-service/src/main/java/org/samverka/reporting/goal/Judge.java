package org.samverka.reporting.goal;

import static java.math.BigDecimal.ONE;
import static java.util.Objects.requireNonNullElse;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.ParticipantEvent.Goal;
import org.samverka.contracts.ParticipantEvent.GoalPopulation;
import org.samverka.contracts.ReportingEvent.GoalState;
import org.samverka.reporting.absence.Ratio;
import org.samverka.reporting.disclosure.DisclosureControl;
import org.samverka.reporting.disclosure.Figure;
import org.samverka.reporting.disclosure.Minimum;
import org.samverka.reporting.disclosure.Share;
import org.samverka.reporting.disclosure.Suppression;
import org.samverka.reporting.effect.Effect;
import org.samverka.reporting.effect.Effect.Refusal;
import org.samverka.reporting.effect.Effects.Outcome;
import org.samverka.reporting.goal.Standing.Figures;
import org.samverka.reporting.goal.Standing.Forecast;
import org.samverka.reporting.goal.Standing.Part;

/**
 * Says how a goal stands. Until what it is about is over, met is only what cannot be undone: a number that is reached; a
 * share or a change is on track or at risk by where it stands.
 */
final class Judge {
    private static final double NORMAL = 1.96;
    private static final int DIGITS = 6;
    private static final int FEWEST_ORGANIZATIONS = 3;
    private static final int FOLLOW_UP_MONTHS = 12;

    private final Goal goal;
    private final LocalDate first;
    private final LocalDate last;
    private final LocalDate today;
    private final int minimum;

    /** @param minimum the platform's, which the goal may raise */
    Judge(Goal goal, LocalDate first, LocalDate last, LocalDate today, Minimum minimum) {
        this.goal = goal;
        this.first = first;
        this.last = lastOf(goal, last);
        this.today = today;
        this.minimum = Math.max(minimum.people(), requireNonNullElse(goal.minimumN(), 0));
    }

    /** A population that is fixed on a day is over then. */
    private static LocalDate lastOf(Goal goal, LocalDate last) {
        GoalPopulation population = goal.population();
        LocalDate frozen = population == null ? null : population.frozenOn();
        return frozen == null || frozen.isAfter(last) ? last : frozen;
    }

    private boolean isOver() {
        return today.isAfter(last);
    }

    private @Nullable BigDecimal threshold() {
        return goal.threshold();
    }

    /** Short by no more than the tolerance. */
    private BigDecimal needed() {
        BigDecimal tolerated = ONE.subtract(requireNonNullElse(goal.tolerance(), BigDecimal.ZERO));
        return Objects.requireNonNull(threshold()).multiply(tolerated);
    }

    /**
     * @param byCategory how many of it there are in each category of the disaggregations; people only
     * @param people whether people are counted
     */
    Standing count(long count, Map<Map<String, String>, Long> byCategory, boolean people) {
        if (threshold() == null) {
            return Standing.notComputable("no-threshold");
        }
        BigDecimal needed = needed().setScale(0, RoundingMode.CEILING);
        Forecast forecast = isOver() || today.isBefore(first) ? null : forecast(count);
        var figures = new Figures(
                BigDecimal.valueOf(count),
                null,
                null,
                needed,
                null,
                null,
                people,
                forecast,
                null,
                people ? countParts(byCategory) : List.of());
        return new Standing(countState(count, needed, forecast), null, figures);
    }

    private GoalState countState(long count, BigDecimal needed, @Nullable Forecast forecast) {
        if (BigDecimal.valueOf(count).compareTo(needed) >= 0) {
            return GoalState.met;
        }
        if (isOver()) {
            return GoalState.not_met;
        }
        return forecast == null || forecast.value().compareTo(needed) >= 0 ? GoalState.on_track : GoalState.at_risk;
    }

    /** As many a day as so far; how much that may err is a Poisson count's error, of what was and what comes. */
    private Forecast forecast(long count) {
        double elapsed = ChronoUnit.DAYS.between(first, today) + 1;
        double rest = ChronoUnit.DAYS.between(today, last);
        double more = count * rest / elapsed;
        double error = NORMAL * Math.sqrt(Math.max(count, 1) * rest / elapsed * (1 + rest / elapsed));
        return new Forecast(
                whole(count + more), whole(Math.max(count, count + more - error)), whole(count + more + error));
    }

    private static BigDecimal whole(double number) {
        return BigDecimal.valueOf(number).setScale(0, RoundingMode.HALF_UP);
    }

    private List<Part> countParts(Map<Map<String, String>, Long> byCategory) {
        return parts(byCategory.keySet().stream()
                .map(place -> new Part(
                        place, BigDecimal.valueOf(Objects.requireNonNull(byCategory.get(place))), null, null, null))
                .toList());
    }

    /**
     * While answers come the state goes by what is shown, so that it does not turn with a single answer; in the end by all
     * of them, even when what is shown has not followed the last few.
     *
     * @param shares by category of the disaggregations, the total without one; as they may be shown
     * @param exact all answers
     * @param all how many should have answered; none: not known
     */
    Standing share(Map<Map<String, String>, Share> shares, Share exact, @Nullable Long all) {
        if (threshold() == null) {
            return Standing.notComputable("no-threshold");
        }
        if (exact.denominator() == 0) {
            return Standing.notComputable("nobody-answered");
        }
        Share total = shares.getOrDefault(Map.of(), exact);
        if (exact.denominator() < minimum || total.denominator() < minimum) {
            return Standing.withheld("too-few-people");
        }
        var control = new DisclosureControl(new Minimum(minimum));
        var table = new HashMap<Map<String, String>, Figure>();
        shares.forEach((place, share) -> table.put(place, new Figure(share.denominator(), share.denominator(), share)));
        var hidden = control.hide(table);
        GoalState state = state(isReached(isOver() ? exact : total), isOver());
        Suppression why = hidden.get(Map.<String, String>of());
        if (why != null) {
            return new Standing(state, "nearly-all-agree-or-nobody", Figures.hidden(why, needed()));
        }
        if (isOver() && isReached(exact) != isReached(total)) {
            return new Standing(state, "last-answers-are-few", Figures.hidden(Suppression.primary, needed()));
        }
        var parts = new ArrayList<Part>();
        shares.forEach((place, share) -> {
            if (!place.isEmpty()) {
                parts.add(sharePart(place, share, hidden.get(place)));
            }
        });
        BigDecimal everybody = all == null || all < total.denominator() ? null : BigDecimal.valueOf(all);
        return new Standing(
                state,
                null,
                new Figures(
                        rounded(fraction(total)),
                        BigDecimal.valueOf(total.numerator()),
                        BigDecimal.valueOf(total.denominator()),
                        needed(),
                        everybody,
                        everybody == null
                                ? null
                                : rounded(
                                        BigDecimal.valueOf(total.numerator()).divide(everybody, MathContext.DECIMAL64)),
                        false,
                        isOver() ? null : wilson(total),
                        null,
                        parts(parts)));
    }

    private boolean isReached(Share share) {
        return fraction(share).compareTo(needed()) >= 0;
    }

    private static GoalState state(boolean reached, boolean over) {
        if (over) {
            return reached ? GoalState.met : GoalState.not_met;
        }
        return reached ? GoalState.on_track : GoalState.at_risk;
    }

    private static Part sharePart(Map<String, String> place, Share share, @Nullable Suppression hidden) {
        return hidden != null
                ? new Part(place, null, null, null, hidden)
                : new Part(
                        place,
                        rounded(fraction(share)),
                        BigDecimal.valueOf(share.numerator()),
                        BigDecimal.valueOf(share.denominator()),
                        null);
    }

    private static BigDecimal fraction(Share share) {
        return BigDecimal.valueOf(share.numerator())
                .divide(BigDecimal.valueOf(share.denominator()), MathContext.DECIMAL64);
    }

    /** Wilson's interval: holds near 0 and 1 too. */
    private static Forecast wilson(Share share) {
        double n = share.denominator();
        double p = share.numerator() / n;
        double square = NORMAL * NORMAL;
        double middle = (p + square / (2 * n)) / (1 + square / n);
        double half = NORMAL * Math.sqrt(p * (1 - p) / n + square / (4 * n * n)) / (1 + square / n);
        return new Forecast(
                rounded(BigDecimal.valueOf(p)),
                rounded(BigDecimal.valueOf(Math.max(0, middle - half))),
                rounded(BigDecimal.valueOf(Math.min(1, middle + half))));
    }

    /**
     * Organizations are no persons; but where fewer than three have answered, one knows what the other said.
     *
     * @param all how many take part
     */
    Standing organizations(Share share, long all) {
        if (threshold() == null) {
            return Standing.notComputable("no-threshold");
        }
        if (share.denominator() == 0) {
            return Standing.notComputable("nobody-answered");
        }
        if (share.denominator() < FEWEST_ORGANIZATIONS) {
            return Standing.withheld("too-few-organizations");
        }
        return new Standing(
                state(isReached(share), isOver()),
                null,
                new Figures(
                        rounded(fraction(share)),
                        BigDecimal.valueOf(share.numerator()),
                        BigDecimal.valueOf(share.denominator()),
                        needed(),
                        BigDecimal.valueOf(all),
                        all == 0
                                ? null
                                : rounded(BigDecimal.valueOf(share.numerator())
                                        .divide(BigDecimal.valueOf(all), MathContext.DECIMAL64)),
                        false,
                        isOver() ? null : wilson(share),
                        null,
                        List.of()));
    }

    /** Over only when the last who completed has had the months after. */
    Standing change(Outcome outcome) {
        if (threshold() == null) {
            return Standing.notComputable("no-threshold");
        }
        Effect effect = outcome.effect();
        if (effect.refusal() == Refusal.nobody_yet) {
            return Standing.notComputable("nobody-has-gone-through");
        }
        if (effect.refusal() == Refusal.zero_baseline) {
            return Standing.notComputable("zero-baseline");
        }
        Ratio before = effect.before();
        Ratio after = effect.after();
        if (before == null || after == null || effect.persons() < minimum) {
            return Standing.withheld("too-few-people");
        }
        BigDecimal change = before.relativeChangeTo(after).orElseThrow();
        boolean reached = needed().signum() < 0 ? change.compareTo(needed()) <= 0 : change.compareTo(needed()) >= 0;
        boolean over = today.isAfter(last.plusMonths(FOLLOW_UP_MONTHS).plusDays(1));
        return new Standing(
                state(reached, over),
                null,
                new Figures(
                        rounded(change),
                        rounded(after.value().orElseThrow()),
                        rounded(before.value().orElseThrow()),
                        needed(),
                        BigDecimal.valueOf(effect.persons()),
                        null,
                        false,
                        effect.change() == null
                                ? null
                                : new Forecast(
                                        rounded(effect.change().value()),
                                        rounded(effect.change().low()),
                                        rounded(effect.change().high())),
                        null,
                        changeParts(outcome)));
    }

    private List<Part> changeParts(Outcome outcome) {
        List<String> asked = requireNonNullElse(goal.disaggregations(), List.of());
        return parts(outcome.parts().stream()
                .filter(part -> asked.contains(part.dimension()))
                .map(Judge::changePart)
                .toList());
    }

    private static Part changePart(org.samverka.reporting.effect.Effects.Part part) {
        var place = Map.of(part.dimension(), part.category());
        Ratio before = part.before();
        Ratio after = part.after();
        if (before == null || after == null) {
            return new Part(place, null, null, null, part.suppressed());
        }
        return new Part(
                place,
                before.relativeChangeTo(after).map(Judge::rounded).orElse(null),
                after.value().map(Judge::rounded).orElse(null),
                before.value().map(Judge::rounded).orElse(null),
                null);
    }

    private static List<Part> parts(List<Part> parts) {
        return parts.stream()
                .sorted(Comparator.comparing(part -> part.dimensions().toString()))
                .toList();
    }

    private static BigDecimal rounded(BigDecimal number) {
        BigDecimal rounded = number.setScale(DIGITS, RoundingMode.HALF_UP).stripTrailingZeros();
        return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
    }
}
