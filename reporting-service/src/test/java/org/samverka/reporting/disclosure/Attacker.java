package org.samverka.reporting.disclosure;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Knows every sum of a table and all that is shown of it, and solves for the rest: exact linear algebra. */
final class Attacker {
    private Attacker() {}

    /** The hidden cells that follow from what is shown. */
    static Set<Map<String, String>> derives(Map<Map<String, String>, Figure> table, Set<Map<String, String>> hidden) {
        List<Map<String, String>> unknowns = List.copyOf(hidden);
        List<BigInteger[]> equations = equations(table.keySet(), unknowns);
        int rank = 0;
        for (int column = 0; column < unknowns.size() && rank < equations.size(); column++) {
            int pivot = rank;
            while (pivot < equations.size() && equations.get(pivot)[column].signum() == 0) {
                pivot++;
            }
            if (pivot == equations.size()) {
                continue;
            }
            java.util.Collections.swap(equations, rank, pivot);
            for (int row = 0; row < equations.size(); row++) {
                if (row != rank) {
                    equations.set(row, eliminated(equations.get(row), equations.get(rank), column));
                }
            }
            rank++;
        }
        var derived = new HashSet<Map<String, String>>();
        for (BigInteger[] equation : equations) {
            List<Integer> involved = new ArrayList<>();
            for (int column = 0; column < unknowns.size(); column++) {
                if (equation[column].signum() != 0) {
                    involved.add(column);
                }
            }
            if (involved.size() == 1) {
                derived.add(unknowns.get(involved.get(0)));
            }
        }
        return derived;
    }

    private static BigInteger[] eliminated(BigInteger[] row, BigInteger[] pivot, int column) {
        var result = new BigInteger[row.length];
        BigInteger divisor = BigInteger.ZERO;
        for (int i = 0; i < row.length; i++) {
            result[i] = row[i].multiply(pivot[column]).subtract(pivot[i].multiply(row[column]));
            divisor = divisor.gcd(result[i]);
        }
        if (divisor.signum() != 0) {
            for (int i = 0; i < row.length; i++) {
                result[i] = result[i].divide(divisor);
            }
        }
        return result;
    }

    private static List<BigInteger[]> equations(Set<Map<String, String>> cells, List<Map<String, String>> unknowns) {
        var byLine = new HashMap<List<Object>, BigInteger[]>();
        for (Map<String, String> cell : cells) {
            for (String dimension : cell.keySet()) {
                var sum = new HashMap<>(cell);
                String category = Objects.requireNonNull(sum.remove(dimension));
                if (category.contains("/")) {
                    sum.put(dimension, category.substring(0, category.lastIndexOf('/')));
                }
                BigInteger[] equation = byLine.computeIfAbsent(List.of(sum, dimension), line -> {
                    BigInteger[] fresh = zeros(unknowns.size());
                    int place = unknowns.indexOf(sum);
                    if (place >= 0) {
                        fresh[place] = BigInteger.ONE.negate();
                    }
                    return fresh;
                });
                int place = unknowns.indexOf(cell);
                if (place >= 0) {
                    Objects.requireNonNull(equation)[place] = BigInteger.ONE;
                }
            }
        }
        return new ArrayList<>(byLine.values());
    }

    private static BigInteger[] zeros(int size) {
        var zeros = new BigInteger[size];
        java.util.Arrays.fill(zeros, BigInteger.ZERO);
        return zeros;
    }
}
