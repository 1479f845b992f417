package org.samverka.reporting.disclosure;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.samverka.reporting.disclosure.Relations.Relation;

/**
 * Finds hidden cells that follow from what is shown, however many sums it takes. It moves all hidden cells at random and
 * then back by as little as makes every sum right again (a projection, by conjugate gradients): a cell that ends where it
 * began has only one possible value. Should chance bring a free cell back, more is hidden than needed, never less.
 */
final class LinearAudit {
    private static final double UNMOVED = 1e-6;
    private static final double RIGHT = 1e-10;

    /** The hidden cells of each sum: its parts, and the sum itself as its complement. */
    private final int[][] sums;

    private final BitSet hidden;
    private final int cells;

    private LinearAudit(BitSet hidden, List<Relation> relations) {
        this.hidden = hidden;
        this.cells = hidden.length();
        this.sums = relations.stream()
                .map(this::hiddenCells)
                .filter(members -> members.length > 0)
                .toArray(int[][]::new);
    }

    private int[] hiddenCells(Relation relation) {
        return IntStream.concat(
                        relation.parts().stream().mapToInt(Integer::intValue).filter(hidden::get),
                        IntStream.of(relation.sum()).filter(hidden::get).map(cell -> ~cell))
                .toArray();
    }

    static Set<Integer> derivable(BitSet hidden, List<Relation> relations) {
        var audit = new LinearAudit(hidden, relations);
        double[] moves = audit.moves();
        double unmoved = Math.max(UNMOVED, 1000 * norm(audit.errors(moves)));
        var derivable = new TreeSet<Integer>();
        hidden.stream().filter(cell -> Math.abs(moves[cell]) < unmoved).forEach(derivable::add);
        return derivable;
    }

    private double[] moves() {
        var random = new Random(cells);
        double[] moves = new double[cells];
        hidden.stream().forEach(cell -> moves[cell] = random.nextDouble() - 0.5);
        double[] corrections = corrections(errors(moves));
        double[] back = spread(corrections);
        return IntStream.range(0, cells)
                .mapToDouble(cell -> moves[cell] - back[cell])
                .toArray();
    }

    /** By how much each sum is off; long sums weigh less, which brings all of them right sooner. */
    private double[] errors(double[] moves) {
        double[] errors = new double[sums.length];
        for (int i = 0; i < errors.length; i++) {
            for (int cell : sums[i]) {
                errors[i] += cell < 0 ? -moves[~cell] : moves[cell];
            }
            errors[i] /= Math.sqrt(sums[i].length);
        }
        return errors;
    }

    /** What each cell gets of the corrections of its sums. */
    private double[] spread(double[] corrections) {
        double[] moves = new double[cells];
        for (int i = 0; i < corrections.length; i++) {
            double correction = corrections[i] / Math.sqrt(sums[i].length);
            for (int cell : sums[i]) {
                if (cell < 0) {
                    moves[~cell] -= correction;
                } else {
                    moves[cell] += correction;
                }
            }
        }
        return moves;
    }

    /** Solves errors(spread(corrections)) = errors. */
    private double[] corrections(double[] errors) {
        double[] corrections = new double[errors.length];
        double[] rest = errors.clone();
        double[] direction = errors.clone();
        double square = dot(rest, rest);
        for (int step = 0; step < 20 * errors.length && square > RIGHT * RIGHT; step++) {
            double[] effect = errors(spread(direction));
            double length = square / dot(direction, effect);
            plus(corrections, length, direction);
            plus(rest, -length, effect);
            double next = dot(rest, rest);
            double keep = next / square;
            for (int i = 0; i < direction.length; i++) {
                direction[i] = rest[i] + keep * direction[i];
            }
            square = next;
        }
        return corrections;
    }

    private static void plus(double[] vector, double factor, double[] other) {
        for (int i = 0; i < vector.length; i++) {
            vector[i] += factor * other[i];
        }
    }

    private static double dot(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }

    private static double norm(double[] vector) {
        return Arrays.stream(vector).map(Math::abs).max().orElse(0);
    }
}
