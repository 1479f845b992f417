package org.samverka.benchmarks.figures;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One figure: what the rounds gave, and what was measured beside it in the same rounds.
 *
 * @param aim of the value, or of its ratio to the first anchor
 * @param reached whether the median keeps the aim; none without an aim
 */
public record Figure(
        String what,
        String unit,
        Spread value,
        List<Anchor> anchors,
        @Nullable Aim aim,
        @Nullable Boolean reached) {
    /** What the figure is compared with, and the figure as a part of it, round by round. */
    public record Anchor(String what, Spread value, Spread ratio) {}

    public static Figure of(String what, String unit, List<Double> rounds) {
        return new Figure(what, unit, Spread.of(rounds), List.of(), null, null);
    }

    public Figure beside(String anchor, List<Double> rounds) {
        List<Anchor> more = new ArrayList<>(anchors);
        more.add(new Anchor(anchor, Spread.of(rounds), Spread.ofRatios(value.rounds(), rounds)));
        return new Figure(what, unit, value, List.copyOf(more), aim, reached);
    }

    public Figure named(String name) {
        return new Figure(name, unit, value, anchors, aim, reached);
    }

    /** After the anchors, where the aim is about the first one. */
    public Figure aiming(Aim at) {
        double median = at.of() == Aim.Of.ratio ? anchors.get(0).ratio().median() : value.median();
        return new Figure(what, unit, value, anchors, at, at.reachedBy(median));
    }
}
