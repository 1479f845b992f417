package org.samverka.benchmarks.figures;

import java.util.ArrayList;
import java.util.List;

/** What the rounds gave: their median, how far they lie apart, and each of them in order. */
public record Spread(double median, double min, double max, List<Double> rounds) {
    public static Spread of(List<Double> rounds) {
        if (rounds.isEmpty()) {
            throw new IllegalArgumentException("Nothing was measured");
        }
        List<Double> sorted = rounds.stream().sorted().toList();
        return new Spread(medianOf(sorted), sorted.get(0), sorted.get(sorted.size() - 1), List.copyOf(rounds));
    }

    /** Round by round, since what disturbs the machine disturbs a round's measure and its anchor alike. */
    static Spread ofRatios(List<Double> measured, List<Double> anchors) {
        if (measured.size() != anchors.size()) {
            throw new IllegalArgumentException("A round lacks its anchor");
        }
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < measured.size(); round++) {
            ratios.add(measured.get(round) / anchors.get(round));
        }
        return of(ratios);
    }

    private static double medianOf(List<Double> sorted) {
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
