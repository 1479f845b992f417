package org.samverka.sessions.planning;

import static ai.timefold.solver.core.api.score.stream.ConstraintCollectors.collectAndThen;
import static ai.timefold.solver.core.api.score.stream.ConstraintCollectors.count;
import static ai.timefold.solver.core.api.score.stream.ConstraintCollectors.toList;
import static ai.timefold.solver.core.api.score.stream.Joiners.equal;

import ai.timefold.solver.core.api.score.buildin.hardsoftlong.HardSoftLongScore;
import ai.timefold.solver.core.api.score.stream.Constraint;
import ai.timefold.solver.core.api.score.stream.ConstraintFactory;
import ai.timefold.solver.core.api.score.stream.ConstraintProvider;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;

/**
 * What makes a plan possible: a team is in one place a day, a municipality has room. And what makes it good, as a cost:
 * each time a team goes on to another municipality {@value #CHANGE} and the kilometers; the square of how many days are
 * held in a week, times {@value #WEEK}; the square of how many a team holds.
 */
public class PlanConstraints implements ConstraintProvider {
    static final int CHANGE = 100;
    static final int WEEK = 2;

    private static final Comparator<Stop> BY_DATE = Comparator.comparing(Stop::date)
            .thenComparing(stop -> stop.municipality().key());

    @Override
    public Constraint[] defineConstraints(ConstraintFactory factory) {
        return new Constraint[] {
            onePlaceADay(factory),
            roomInTheMunicipality(factory),
            nothingElseThere(factory),
            travel(factory),
            spreadOverWeeks(factory),
            balanceBetweenTeams(factory)
        };
    }

    private static Constraint onePlaceADay(ConstraintFactory factory) {
        return factory.forEachUniquePair(PlanDay.class, equal(PlanDay::slot))
                .penalize(HardSoftLongScore.ONE_HARD)
                .asConstraint("A team is in one place a day");
    }

    private static Constraint roomInTheMunicipality(ConstraintFactory factory) {
        return factory.forEach(PlanDay.class)
                .groupBy(PlanDay::municipality, PlanDay::date, count())
                .filter((municipality, date, days) -> days > municipality.parallel())
                .penalizeLong(HardSoftLongScore.ONE_HARD, (municipality, date, days) -> days - municipality.parallel())
                .asConstraint("A municipality takes so many days at once");
    }

    private static Constraint nothingElseThere(ConstraintFactory factory) {
        return factory.forEach(PlanDay.class)
                .filter(PlanDay::isWhereItIsTaken)
                .penalize(HardSoftLongScore.ONE_HARD)
                .asConstraint("The room is free");
    }

    private static Constraint travel(ConstraintFactory factory) {
        return factory.forEach(PlanDay.class)
                .groupBy(PlanDay::team, collectAndThen(toList(PlanDay::stop), PlanConstraints::travel))
                .penalizeLong(HardSoftLongScore.ONE_SOFT, (team, cost) -> cost)
                .asConstraint("Teams stay where they are");
    }

    /** A team's stay in a municipality on one day. */
    record Stop(LocalDate date, Wish.Municipality municipality) {}

    /** Two stops on one day clash, but have an order too: the cost must not depend on which of them moved last. */
    private static long travel(List<Stop> ofATeam) {
        List<Stop> stops = ofATeam.stream().sorted(BY_DATE).toList();
        long cost = 0;
        for (int i = 1; i < stops.size(); i++) {
            Wish.Municipality here = stops.get(i - 1).municipality();
            Wish.Municipality there = stops.get(i).municipality();
            if (!here.key().equals(there.key())) {
                cost += CHANGE + here.kilometersTo(there);
            }
        }
        return cost;
    }

    private static Constraint spreadOverWeeks(ConstraintFactory factory) {
        return factory.forEach(PlanDay.class)
                .groupBy(PlanDay::week, count())
                .penalizeLong(HardSoftLongScore.ONE_SOFT, (week, days) -> (long) WEEK * days * days)
                .asConstraint("Days are spread over the weeks");
    }

    private static Constraint balanceBetweenTeams(ConstraintFactory factory) {
        return factory.forEach(PlanDay.class)
                .groupBy(PlanDay::team, count())
                .penalizeLong(HardSoftLongScore.ONE_SOFT, (team, days) -> (long) days * days)
                .asConstraint("Teams hold as many days as each other");
    }
}
