package org.samverka.reporting.effect;

import static org.samverka.reporting.effect.Effect.pooled;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.samverka.reporting.absence.Ratio;
import org.samverka.reporting.effect.Effect.Comparison;
import org.samverka.reporting.effect.Effect.Interval;
import org.samverka.reporting.effect.Effect.Refusal;
import org.samverka.reporting.effect.Member.Stratum;

/**
 * Estimates an effect. Whoever is chosen for high absence comes nearer to the mean by itself; so participants are set
 * beside others of the same gender, age band and band of the baseline. Intervals are of a bootstrap over persons, who are
 * drawn with all their hours, from a fixed seed: the same people give the same interval.
 */
final class Estimate {
    /** With fewer the bootstrap's intervals are too short. */
    static final int ENOUGH = 30;

    private static final int REPLICATES = 1000;
    private static final long SEED = 20_130_731;
    private static final double COMPARED = 0.8;
    private static final int OTHERS_IN_STRATUM = 3;
    private static final int COARSEST = 3;

    private final List<Member> participants;
    private final List<Member> others;
    private final int replicates;

    private Estimate(List<Member> participants, List<Member> others, int replicates) {
        this.participants = participants;
        this.others = others;
        this.replicates = replicates;
    }

    static Effect of(List<Member> participants, List<Member> others) {
        return of(participants, others, REPLICATES);
    }

    static Effect of(List<Member> participants, List<Member> others, int replicates) {
        return new Estimate(participants, others, replicates).effect();
    }

    private Effect effect() {
        int persons = participants.size();
        if (persons == 0) {
            return Effect.refused(0, Refusal.nobody_yet);
        }
        Ratio before = pooled(participants, Member::before);
        Ratio after = pooled(participants, Member::after);
        if (before.numerator().signum() == 0 && persons >= Effect.MINIMUM) {
            return Effect.refused(persons, Refusal.zero_baseline);
        }
        if (Effect.isWithheld(participants)) {
            return Effect.refused(persons, Refusal.withheld);
        }
        BigDecimal change = before.relativeChangeTo(after).orElseThrow();
        if (persons < ENOUGH) {
            return new Effect(persons, before, after, null, null, Refusal.too_few_persons);
        }
        Interval interval = interval(change.doubleValue(), changes());
        Comparison comparison = comparison();
        return new Effect(
                persons, before, after, interval, comparison, comparison == null ? Refusal.too_few_others : null);
    }

    /** In bands as narrow as there are enough others for. */
    private @Nullable Comparison comparison() {
        for (int coarseness = 1; coarseness <= COARSEST; coarseness++) {
            var alike = new Alike(coarseness);
            if (alike.isEnough()) {
                return alike.comparison();
            }
        }
        return null;
    }

    private double[] changes() {
        double[][] hours = hours(participants);
        var random = new SplittableRandom(SEED);
        double[] changes = new double[replicates];
        for (int replicate = 0; replicate < replicates; replicate++) {
            double[] sums = new double[4];
            for (int i = 0; i < hours.length; i++) {
                add(sums, hours[random.nextInt(hours.length)]);
            }
            double before = sums[0] / sums[1];
            changes[replicate] = before == 0 ? 0 : sums[2] / sums[3] / before - 1;
        }
        return changes;
    }

    /** Absent and planned before, absent and planned after. */
    private static double[][] hours(List<Member> members) {
        return members.stream()
                .map(member -> new double[] {
                    member.before().numerator().doubleValue(),
                    member.before().denominator().doubleValue(),
                    member.after().numerator().doubleValue(),
                    member.after().denominator().doubleValue()
                })
                .toArray(double[][]::new);
    }

    private static void add(double[] sums, double[] hours) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += hours[i];
        }
    }

    /** The middle 95 % of the replicates, a little wider for what a bootstrap of few persons misses. */
    private Interval interval(double value, double[] replicated) {
        Arrays.sort(replicated);
        double low = replicated[(int) Math.floor(0.025 * (replicated.length - 1))];
        double high = replicated[(int) Math.ceil(0.975 * (replicated.length - 1))];
        int n = participants.size();
        double wider = Math.sqrt(n / (n - 1.0)) * (1 + 2.5 / n);
        return new Interval(
                decimal(value),
                decimal(Math.min(value, value + wider * (low - value))),
                decimal(Math.max(value, value + wider * (high - value))));
    }

    private static BigDecimal decimal(double value) {
        return BigDecimal.valueOf(value).round(MathContext.DECIMAL32);
    }

    /** Participants beside others who were like them before. */
    private final class Alike {
        private final List<Member> compared = new ArrayList<>();
        private final List<double[][]> strata = new ArrayList<>();
        private final int[] stratumOf;
        private final int people;

        Alike(int coarseness) {
            Map<Stratum, List<Member>> othersBy = new HashMap<>();
            others.forEach(other -> othersBy.computeIfAbsent(other.stratum(coarseness), fresh -> new ArrayList<>())
                    .add(other));
            Map<Stratum, Integer> places = new HashMap<>();
            var of = new ArrayList<Integer>();
            int count = 0;
            for (Member participant : participants) {
                List<Member> alike = othersBy.getOrDefault(participant.stratum(coarseness), List.of());
                if (alike.size() >= OTHERS_IN_STRATUM) {
                    Integer place = places.get(participant.stratum(coarseness));
                    if (place == null) {
                        place = strata.size();
                        places.put(participant.stratum(coarseness), place);
                        strata.add(hours(alike));
                        count += alike.size();
                    }
                    compared.add(participant);
                    of.add(place);
                }
            }
            stratumOf = of.stream().mapToInt(Integer::intValue).toArray();
            people = count;
        }

        boolean isEnough() {
            return compared.size() >= COMPARED * participants.size()
                    && compared.size() >= ENOUGH
                    && people >= ENOUGH
                    && contributing() >= Effect.CONTRIBUTING;
        }

        Comparison comparison() {
            double[][] hours = hours(compared);
            int[] everybody = new int[hours.length];
            Arrays.setAll(everybody, i -> i);
            double[] rates = rates(hours, everybody, null);
            var random = new SplittableRandom(SEED);
            double[] replicated = new double[replicates];
            for (int replicate = 0; replicate < replicates; replicate++) {
                int[] drawn = new int[hours.length];
                Arrays.setAll(drawn, i -> random.nextInt(hours.length));
                replicated[replicate] = difference(rates(hours, drawn, random));
            }
            return new Comparison(
                    people,
                    compared.size(),
                    decimal(rates[2]),
                    decimal(rates[3]),
                    interval(difference(rates), replicated));
        }

        private long contributing() {
            return strata.stream()
                    .flatMap(Arrays::stream)
                    .filter(hours -> hours[0] > 0 || hours[2] > 0)
                    .count();
        }

        private double difference(double[] rates) {
            return rates[1] - rates[0] - (rates[3] - rates[2]);
        }

        /**
         * Participants' share before and after, then the others'; each stratum of others weighs what its participants plan.
         *
         * @param random none: the others as they are; else drawn anew within each stratum, one fewer than there are, so
         *     that small strata vary as much as they do
         */
        private double[] rates(double[][] hours, int[] drawn, @Nullable SplittableRandom random) {
            double[] sums = new double[4];
            double[][] planned = new double[strata.size()][2];
            for (int i : drawn) {
                add(sums, hours[i]);
                planned[stratumOf[i]][0] += hours[i][1];
                planned[stratumOf[i]][1] += hours[i][3];
            }
            double before = 0;
            double after = 0;
            for (int stratum = 0; stratum < planned.length; stratum++) {
                if (planned[stratum][0] > 0) {
                    double[] of = sums(strata.get(stratum), random);
                    before += planned[stratum][0] * of[0] / of[1];
                    after += planned[stratum][1] * of[2] / of[3];
                }
            }
            return new double[] {sums[0] / sums[1], sums[2] / sums[3], before / sums[1], after / sums[3]};
        }

        private static double[] sums(double[][] hours, @Nullable SplittableRandom random) {
            double[] sums = new double[4];
            for (int i = random == null ? 0 : 1; i < hours.length; i++) {
                add(sums, hours[random == null ? i : random.nextInt(hours.length)]);
            }
            return sums;
        }
    }
}
