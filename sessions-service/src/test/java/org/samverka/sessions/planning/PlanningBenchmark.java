package org.samverka.sessions.planning;

import ai.timefold.solver.core.api.score.buildin.hardsoftlong.HardSoftLongScore;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Objects;

/** Plans 309 days by 8 teams over 24 municipalities in a year; prints seconds, cost and what the plan looks like. */
final class PlanningBenchmark {
    private PlanningBenchmark() {}

    /** @param arguments how many seconds to search at most; 30 unless said otherwise */
    public static void main(String[] arguments) {
        Duration limit = Duration.ofSeconds(arguments.length == 0 ? 30 : Long.parseLong(arguments[0]));
        Wish wish = SomeWish.of(309, 8, 24, "2022-01-10", "2022-12-16");
        long start = System.nanoTime();
        Plan first = SomeWish.first(wish);
        Roster roster = first.roster(SomeWish.NOTHING_TAKEN);
        HardSoftLongScore before = Search.score(roster);
        System.out.printf("first plan: %.1f s, %s, %s%n", seconds(start), before, first.figures());
        start = System.nanoTime();
        Roster solved = new Search(limit).improve(roster, better -> {});
        Plan plan =
                new Plan(first.id(), 1, first.program(), wish, Plan.State.proposed, 0, 0L, null, 1, first.with(solved));
        System.out.printf(
                "searched: %.1f s, %s, %s, first day %s, last day %s%n",
                seconds(start), solved.score, plan.figures(), day(plan, 0), day(plan, 308));
    }

    private static LocalDate day(Plan plan, int place) {
        return plan.days().stream()
                .map(day -> Objects.requireNonNull(day.date()))
                .sorted()
                .toList()
                .get(place);
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
