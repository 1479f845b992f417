package org.samverka.participants.progress;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Gender;
import org.samverka.contracts.ParticipantEvent.EnrollmentState;
import org.samverka.participants.program.ProgramDefinition;
import org.samverka.participants.program.ProgramDefinition.PlannedCount;
import org.samverka.participants.program.ProgramDefinition.RoleMix;
import org.samverka.participants.program.ProgramDefinition.TargetGroup;

/** How far a program has come against its plan; the figures are counted elsewhere, here is what they mean. */
final class Progress {
    private Progress() {}

    /** "About 55" is met from 55 on, and nearly met as far below as the plan tolerates. */
    enum Reached {
        met,
        within_tolerance,
        below
    }

    /** What a definition may plan, by the name it has there, and which service has the facts to count it. */
    enum Measure {
        headCount(Counter.participants),
        sessions(Counter.participants),
        hours(Counter.participants),
        organizations(Counter.participants),
        expertTeams(Counter.sessions);

        private final Counter counter;

        Measure(Counter counter) {
            this.counter = counter;
        }

        static Measure of(PlannedCount planned) {
            return valueOf(planned.measure());
        }

        Counter counter() {
            return counter;
        }
    }

    /** A service, by the name it has in its address. */
    enum Counter {
        participants,
        sessions
    }

    /** How many enrollments of one kind there are in a group. */
    record Count(
            String targetGroup, String organization, Gender gender, boolean leader, EnrollmentState state, long n) {

        /** Whether it counts as being, or having been, in the group. */
        boolean isIn() {
            return state == EnrollmentState.confirmed || state == EnrollmentState.completed;
        }
    }

    /** What is planned and there: {@code target} none means nothing was planned. */
    record Against(
            @Nullable Integer planned,
            @Nullable Long actual,
            @Nullable Reached reached) {
        static Against of(@Nullable Integer planned, @Nullable BigDecimal tolerance, @Nullable Long actual) {
            return new Against(
                    planned, actual, planned == null || actual == null ? null : judge(planned, tolerance, actual));
        }
    }

    static Reached judge(int planned, @Nullable BigDecimal tolerance, long actual) {
        if (actual >= planned) {
            return Reached.met;
        }
        BigDecimal least = BigDecimal.valueOf(planned)
                .multiply(BigDecimal.ONE.subtract(Objects.requireNonNullElse(tolerance, BigDecimal.ZERO)));
        return BigDecimal.valueOf(actual).compareTo(least) >= 0 ? Reached.within_tolerance : Reached.below;
    }

    static long in(List<Count> counts, String group) {
        return counts.stream()
                .filter(count -> count.targetGroup().equals(group) && count.isIn())
                .mapToLong(Count::n)
                .sum();
    }

    static long in(List<Count> counts, String group, Gender gender) {
        return counts.stream()
                .filter(count -> count.targetGroup().equals(group) && count.isIn() && count.gender() == gender)
                .mapToLong(Count::n)
                .sum();
    }

    static long inState(List<Count> counts, String group, EnrollmentState state) {
        return counts.stream()
                .filter(count -> count.targetGroup().equals(group) && count.state() == state)
                .mapToLong(Count::n)
                .sum();
    }

    /** An organization's team, and what it lacks by the group's role mix. */
    record Team(
            String targetGroup,
            String organization,
            long leaders,
            long employees,
            int missingLeaders,
            int missingEmployees) {
        boolean isComplete() {
            return missingLeaders == 0 && missingEmployees == 0;
        }
    }

    /** Of each organization that has somebody in the group: with nobody yet it is no team that lacks somebody. */
    static List<Team> teams(List<TargetGroup> groups, List<Count> counts) {
        return groups.stream()
                .filter(group -> group.roleMix() != null)
                .flatMap(group ->
                        organizationsIn(group, counts).stream().map(organization -> team(group, organization, counts)))
                .toList();
    }

    private static Set<String> organizationsIn(TargetGroup group, List<Count> counts) {
        var organizations = new TreeSet<String>();
        counts.stream()
                .filter(count -> count.targetGroup().equals(group.key()) && count.isIn())
                .map(Count::organization)
                .forEach(organizations::add);
        return organizations;
    }

    private static Team team(TargetGroup group, String organization, List<Count> counts) {
        RoleMix mix = Objects.requireNonNull(group.roleMix());
        long leaders = of(group, organization, counts, true);
        long employees = of(group, organization, counts, false);
        return new Team(group.key(), organization, leaders, employees, (int) Math.max(0, mix.leaders() - leaders), (int)
                Math.max(0, mix.employees() - employees));
    }

    private static long of(TargetGroup group, String organization, List<Count> counts, boolean leaders) {
        return counts.stream()
                .filter(count -> count.targetGroup().equals(group.key())
                        && count.organization().equals(organization)
                        && count.leader() == leaders
                        && count.isIn())
                .mapToLong(Count::n)
                .sum();
    }

    /** The groups that a planned count is about; none named: all of the program. */
    static Set<String> groupsOf(PlannedCount planned, ProgramDefinition definition) {
        String group = planned.targetGroup();
        if (group != null) {
            return Set.of(group);
        }
        var groups = new TreeSet<String>();
        if (planned.track() != null) {
            Objects.requireNonNull(definition.tracks()).stream()
                    .filter(track -> track.key().equals(planned.track()))
                    .forEach(track -> groups.addAll(Objects.requireNonNullElse(track.targetGroups(), List.of())));
        } else {
            definition.targetGroups().forEach(each -> groups.add(each.key()));
        }
        return groups;
    }
}
