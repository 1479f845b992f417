package org.samverka.reporting.goal;

import static java.util.Objects.requireNonNullElse;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.ParticipantEvent.Goal;
import org.samverka.contracts.ParticipantEvent.GoalPopulation;
import org.samverka.reporting.disclosure.Minimum;
import org.samverka.reporting.disclosure.Share;
import org.samverka.reporting.effect.AbsenceMeasure;
import org.samverka.reporting.effect.Effects;
import org.samverka.reporting.goal.Answers.Answered;
import org.samverka.reporting.program.Populations;
import org.samverka.reporting.program.Program;
import org.samverka.reporting.statistics.Counts;
import org.samverka.reporting.statistics.Measure;

/** Finds what a goal is judged by, and judges it. */
@ApplicationScoped
class Judgments {
    private static final String GENDER = "gender";
    private static final String CONFIRMED = "confirmed";
    private static final String COMPLETED = "completed";

    private final Populations populations;
    private final Counts counts;
    private final Answers answers;
    private final Effects effects;
    private final Minimum minimum;

    Judgments(Populations populations, Counts counts, Answers answers, Effects effects, Minimum minimum) {
        this.populations = populations;
        this.counts = counts;
        this.answers = answers;
        this.effects = effects;
        this.minimum = minimum;
    }

    /** @param shown shares as they are shown from now on */
    record Judgment(Goal goal, Standing standing, ShownShares shown) {}

    Uni<Judgment> judge(Program program, Goal goal, LocalDate today, ShownShares shown) {
        var judge = new Judge(goal, program.firstDay(), program.lastDay(), today, minimum);
        String metric = requireNonNullElse(goal.metric(), "");
        String measure = requireNonNullElse(goal.measure(), "");
        return switch (metric + ' ' + measure) {
            case "share agreement" -> agreement(program, goal, today, judge, shown);
            case "share organizationAgreement" -> organizationAgreement(program, goal, judge, shown);
            case "count headCount" -> people(program, goal, today, judge, shown);
            case "count organizations" ->
                populations
                        .organizations(program.key(), groupOf(goal), day(goal, today), stateOf(goal, CONFIRMED))
                        .map(count -> judged(goal, judge.count(count, Map.of(), false), shown));
            case "relative-change shortTermAbsence", "relative-change totalAbsence" ->
                change(program, goal, judge, shown);
            case " " -> Uni.createFrom().item(judged(goal, Standing.notComputable("not-measured"), shown));
            default -> counted(program, goal, metric, measure, judge, shown);
        };
    }

    private static Judgment judged(Goal goal, Standing standing, ShownShares shown) {
        return new Judgment(goal, standing, shown);
    }

    private Uni<Judgment> counted(
            Program program, Goal goal, String metric, String measure, Judge judge, ShownShares shown) {
        boolean aboutNobody = measure.equals(Measure.sessions.name());
        if (!metric.equals("count") || !aboutNobody) {
            return Uni.createFrom().item(judged(goal, Standing.notComputable("unknown-measure"), shown));
        }
        return counts.of(program.key(), Measure.sessions, groupOf(goal))
                .map(count -> judged(goal, judge.count(count, Map.of(), false), shown));
    }

    private Uni<Judgment> people(Program program, Goal goal, LocalDate today, Judge judge, ShownShares shown) {
        return populations
                .people(program.key(), groupOf(goal), day(goal, today), stateOf(goal, CONFIRMED))
                .map(byGender -> {
                    long people = byGender.values().stream()
                            .mapToLong(Long::longValue)
                            .sum();
                    return judged(
                            goal,
                            judge.count(people, isSplitByGender(goal) ? places(byGender) : Map.of(), true),
                            shown);
                });
    }

    private static Map<Map<String, String>, Long> places(Map<String, Long> byGender) {
        return byGender.entrySet().stream()
                .collect(Collectors.toMap(entry -> Map.of(GENDER, entry.getKey()), Map.Entry::getValue));
    }

    private Uni<Judgment> agreement(Program program, Goal goal, LocalDate today, Judge judge, ShownShares shown) {
        if (goal.agreement() == null) {
            return Uni.createFrom().item(judged(goal, Standing.notComputable("no-survey-named"), shown));
        }
        int fewest = Math.max(minimum.people(), requireNonNullElse(goal.minimumN(), 0));
        return answers.agreement(program.key(), goal.agreement()).chain(answered -> {
            Map<Map<String, String>, Share> current = shares(answered, isSplitByGender(goal));
            ShownShares now = shown.follow(current, fewest);
            Share exact = current.getOrDefault(Map.of(), new Share(0, 0));
            return all(program, goal, today).map(all -> judged(goal, judge.share(now.shares(), exact, all), now));
        });
    }

    private static Map<Map<String, String>, Share> shares(List<Answered> answered, boolean byGender) {
        var shares = new HashMap<Map<String, String>, Share>();
        answered.forEach(each -> {
            var share = new Share(each.yes(), each.valid());
            shares.merge(Map.of(), share, Judgments::plus);
            if (byGender) {
                shares.merge(Map.of(GENDER, each.gender()), share, Judgments::plus);
            }
        });
        return shares;
    }

    private static Share plus(Share one, Share other) {
        return new Share(one.numerator() + other.numerator(), one.denominator() + other.denominator());
    }

    /** Who should have answered: the goal's population, or those who completed. */
    private Uni<@Nullable Long> all(Program program, Goal goal, LocalDate today) {
        return populations
                .people(program.key(), groupOf(goal), day(goal, today), stateOf(goal, COMPLETED))
                .map(byGender -> {
                    long all = byGender.values().stream()
                            .mapToLong(Long::longValue)
                            .sum();
                    return all == 0 ? null : all;
                });
    }

    private Uni<Judgment> organizationAgreement(Program program, Goal goal, Judge judge, ShownShares shown) {
        if (goal.agreement() == null) {
            return Uni.createFrom().item(judged(goal, Standing.notComputable("no-survey-named"), shown));
        }
        return answers.agreement(program.key(), goal.agreement())
                .map(answered -> judged(
                        goal,
                        judge.organizations(
                                organizations(answered), program.organizations().size()),
                        shown));
    }

    /** An organization agrees when more than half of what was answered for it does. */
    static Share organizations(List<Answered> answered) {
        Map<String, Share> byOrganization = new TreeMap<>();
        answered.stream()
                .filter(each -> !each.organization().isEmpty() && each.valid() > 0)
                .forEach(each -> byOrganization.merge(
                        each.organization(), new Share(each.yes(), each.valid()), Judgments::plus));
        long agree = byOrganization.values().stream()
                .filter(share -> 2 * share.numerator() > share.denominator())
                .count();
        return new Share(agree, byOrganization.size());
    }

    private Uni<Judgment> change(Program program, Goal goal, Judge judge, ShownShares shown) {
        String group = groupOf(goal);
        if (group == null) {
            return Uni.createFrom().item(judged(goal, Standing.notComputable("no-target-group"), shown));
        }
        GoalPopulation population = goal.population();
        return effects.of(
                        program,
                        group,
                        AbsenceMeasure.valueOf(requireNonNullElse(goal.measure(), "")),
                        population == null ? null : population.frozenOn())
                .map(taken -> judged(goal, judge.change(taken.content()), shown));
    }

    private static boolean isSplitByGender(Goal goal) {
        return goal.disaggregations() != null && goal.disaggregations().contains(GENDER);
    }

    private static @Nullable String groupOf(Goal goal) {
        GoalPopulation population = goal.population();
        return population != null && population.targetGroup() != null ? population.targetGroup() : goal.targetGroup();
    }

    private static String stateOf(Goal goal, String otherwise) {
        GoalPopulation population = goal.population();
        return population == null ? otherwise : requireNonNullElse(population.state(), otherwise);
    }

    /** A frozen population is that of its day. */
    private static LocalDate day(Goal goal, LocalDate today) {
        GoalPopulation population = goal.population();
        LocalDate frozen = population == null ? null : population.frozenOn();
        return frozen == null || frozen.isAfter(today) ? today : frozen;
    }
}
