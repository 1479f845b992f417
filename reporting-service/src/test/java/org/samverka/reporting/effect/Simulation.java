package org.samverka.reporting.effect;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.samverka.reporting.absence.Ratio;
import org.samverka.reporting.effect.Effect.Comparison;

/**
 * People of whom everybody has a level of absence of their own; the likelier somebody is in the program, the more absent
 * they were before it. Run as a program it prints, at several sizes, how often an effect is found.
 */
final class Simulation {
    private static final double PLANNED = 1720;
    private static final double HIGH = 0.03;

    private final Random random;
    private final double effect;

    /** @param effect by which fraction the program changes how often its participants are absent */
    Simulation(long seed, double effect) {
        this.random = new Random(seed);
        this.effect = effect;
    }

    record Found(int estimated, int found, int wrongWay, double meanChange, double meanDifference) {
        double rate() {
            return (double) found / estimated;
        }
    }

    Found run(int runs, int participants, int others, int replicates) {
        int estimated = 0;
        int found = 0;
        int wrongWay = 0;
        double change = 0;
        double difference = 0;
        for (int run = 0; run < runs; run++) {
            List<Member> chosen = new ArrayList<>();
            List<Member> rest = new ArrayList<>();
            while (chosen.size() < participants || rest.size() < others) {
                draw(chosen, participants, rest, others);
            }
            Effect estimate = Estimate.of(chosen, rest, replicates);
            change += value(estimate, Effect::before, Effect::after);
            Comparison comparison = estimate.comparison();
            if (comparison != null) {
                estimated++;
                found += comparison.found() ? 1 : 0;
                difference += comparison.differenceInDifferences().value().doubleValue();
                wrongWay += comparison.found()
                                && comparison.differenceInDifferences().value().signum() > 0
                        ? 1
                        : 0;
            }
        }
        return new Found(estimated, found, wrongWay, change / runs, difference / Math.max(1, estimated));
    }

    private static double value(Effect effect, Function<Effect, Ratio> before, Function<Effect, Ratio> after) {
        return before.apply(effect)
                .relativeChangeTo(after.apply(effect))
                .orElseThrow()
                .doubleValue();
    }

    private void draw(List<Member> chosen, int participants, List<Member> rest, int others) {
        double level = 2.5 * gamma();
        double before = absent(level);
        boolean selected = random.nextDouble() < (before / PLANNED > HIGH ? 0.5 : 0.08);
        String gender = random.nextInt(5) == 0 ? "man" : "woman";
        String ageBand = List.of("-29", "30-49", "50-").get(random.nextInt(3));
        if (selected && chosen.size() < participants) {
            chosen.add(member(gender, ageBand, before, absent(level * (1 + effect))));
        } else if (!selected && rest.size() < others) {
            rest.add(member(gender, ageBand, before, absent(level)));
        }
    }

    /** Shape 1: some are hardly ever absent, few very often. */
    private double gamma() {
        return -Math.log(1 - random.nextDouble());
    }

    private double absent(double level) {
        double hours = 0;
        for (double time = gamma(); time < level; time += gamma()) {
            hours += 8.0 * (1 + random.nextInt(random.nextInt(6) == 0 ? 14 : 4));
        }
        return Math.min(hours, PLANNED);
    }

    private static Member member(String gender, String ageBand, double before, double after) {
        return new Member(gender, ageBand, true, ratio(before), ratio(after));
    }

    private static Ratio ratio(double hours) {
        return new Ratio(BigDecimal.valueOf(hours), BigDecimal.valueOf(PLANNED));
    }

    public static void main(String[] args) {
        int runs = args.length > 0 ? Integer.parseInt(args[0]) : 1000;
        for (double effect : new double[] {0, -0.3}) {
            for (int size : new int[] {60, 150, 400, 1000}) {
                Found found = new Simulation(1, effect).run(runs, size, Math.max(1500, 5 * size), 500);
                System.out.printf(
                        "effect %.1f, %d participants: estimated %d of %d, found %.3f (wrong way %.3f), change %.3f, did %.5f%n",
                        effect,
                        size,
                        found.estimated(),
                        runs,
                        found.rate(),
                        (double) found.wrongWay() / found.estimated(),
                        found.meanChange(),
                        found.meanDifference());
            }
        }
    }
}
