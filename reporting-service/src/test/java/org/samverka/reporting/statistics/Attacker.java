package org.samverka.reporting.statistics;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Knows the population's structure, all that was ever shown, and takes what was shown for exact. Solves for what was not: linear
 * algebra over a large prime, so that nothing is lost to rounding.
 */
final class Attacker {
    private static final long PRIME = 2_147_483_647L;

    private final Map<Object, Integer> unknowns = new HashMap<>();
    private final List<Map<Integer, Long>> equations = new ArrayList<>();

    /** Parts that add up to a sum; what is known takes no part in what is left to solve. */
    void add(Object sum, List<?> parts, Set<?> hidden) {
        Map<Integer, Long> equation = new TreeMap<>();
        parts.stream().filter(hidden::contains).forEach(part -> equation.merge(unknown(part), 1L, Long::sum));
        if (hidden.contains(sum)) {
            equation.merge(unknown(sum), PRIME - 1, (one, other) -> (one + other) % PRIME);
        }
        equation.values().removeIf(factor -> factor == 0);
        if (!equation.isEmpty()) {
            equations.add(equation);
        }
    }

    private int unknown(Object cell) {
        return unknowns.computeIfAbsent(cell, fresh -> unknowns.size());
    }

    /** What has only one possible value. */
    Set<Object> derives() {
        Map<Integer, Map<Integer, Long>> byPivot = new HashMap<>();
        for (Map<Integer, Long> equation : equations) {
            Map<Integer, Long> rest = new TreeMap<>(equation);
            for (int pivot : List.copyOf(byPivot.keySet())) {
                Long factor = rest.get(pivot);
                if (factor != null) {
                    subtract(rest, requireNonNull(byPivot.get(pivot)), factor);
                }
            }
            if (!rest.isEmpty()) {
                int pivot = rest.keySet().iterator().next();
                scale(rest, inverse(requireNonNull(rest.get(pivot))));
                byPivot.values().forEach(other -> {
                    Long factor = other.get(pivot);
                    if (factor != null) {
                        subtract(other, rest, factor);
                    }
                });
                byPivot.put(pivot, rest);
            }
        }
        Set<Integer> solved = new HashSet<>();
        byPivot.forEach((pivot, equation) -> {
            if (equation.size() == 1) {
                solved.add(pivot);
            }
        });
        Set<Object> derived = new HashSet<>();
        unknowns.forEach((cell, number) -> {
            if (solved.contains(number)) {
                derived.add(cell);
            }
        });
        return derived;
    }

    private static void subtract(Map<Integer, Long> from, Map<Integer, Long> what, long times) {
        what.forEach((cell, factor) ->
                from.merge(cell, (PRIME - factor * times % PRIME) % PRIME, (one, other) -> (one + other) % PRIME));
        from.values().removeIf(factor -> factor == 0);
    }

    private static void scale(Map<Integer, Long> equation, long by) {
        equation.replaceAll((cell, factor) -> factor * by % PRIME);
    }

    private static long inverse(long number) {
        long result = 1;
        long base = number;
        for (long exponent = PRIME - 2; exponent > 0; exponent >>= 1) {
            if ((exponent & 1) == 1) {
                result = result * base % PRIME;
            }
            base = base * base % PRIME;
        }
        return result;
    }
}
