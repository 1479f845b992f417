package org.samverka.reporting.release;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.ReportingEvent.GoalState;
import org.samverka.reporting.release.Content.FrozenGoal;
import org.samverka.reporting.release.ReleasedFigure.Unit;
import org.samverka.reporting.release.ReportKind.Part;

/** Where two releases differ, figure by figure and goal by goal, and why as far as that follows from them. */
public record Difference(List<FigureChange> figures, List<GoalChange> goals) {
    /** Why a figure is another one than it was. */
    public enum Reason {
        /** More has happened since, or what happened came to be known. */
        more_events,
        /** It is computed, or asked for, in another way. */
        definition_changed,
        /** It may now be shown, or no longer. */
        disclosure,
        /** What was counted before no longer is. */
        correction,
        /** The two were made for different reports, of which only one has it. */
        other_report
    }

    public record FigureChange(
            String id,
            @Nullable ReleasedFigure before,
            @Nullable ReleasedFigure after,
            Reason reason) {}

    public record GoalChange(
            String key,
            @Nullable GoalState before,
            @Nullable GoalState after,
            Reason reason) {}

    static Difference between(Content before, Content after) {
        return new Difference(figures(before, after), goals(before, after));
    }

    private static List<FigureChange> figures(Content before, Content after) {
        SortedMap<String, ReleasedFigure> earlier = before.byId();
        SortedMap<String, ReleasedFigure> later = after.byId();
        var ids = new TreeSet<>(earlier.keySet());
        ids.addAll(later.keySet());
        var changes = new ArrayList<FigureChange>();
        for (String id : ids) {
            ReleasedFigure one = earlier.get(id);
            ReleasedFigure other = later.get(id);
            if (one == null || other == null || !one.saysTheSameAs(other)) {
                changes.add(new FigureChange(id, one, other, reason(one, other, before, after)));
            }
        }
        return List.copyOf(changes);
    }

    private static Reason reason(
            @Nullable ReleasedFigure one, @Nullable ReleasedFigure other, Content before, Content after) {
        if (one == null || other == null) {
            return reasonOfOnlyOne(Objects.requireNonNull(one == null ? other : one), one == null, before, after);
        }
        if (!Objects.equals(one.definition(), other.definition()) || isAskedOtherwise(one, before, after)) {
            return Reason.definition_changed;
        }
        if (one.suppressed() != other.suppressed()) {
            return Reason.disclosure;
        }
        return isFewer(one, other) ? Reason.correction : Reason.more_events;
    }

    private static Reason reasonOfOnlyOne(ReleasedFigure figure, boolean isNew, Content before, Content after) {
        boolean inBoth = before.kind().holds(figure.part())
                && after.kind().holds(figure.part())
                && Objects.equals(before.absenceYear(), after.absenceYear());
        if (!inBoth) {
            return Reason.other_report;
        }
        if (figure.part() == Part.goals) {
            return Reason.definition_changed;
        }
        return isNew ? Reason.more_events : Reason.correction;
    }

    private static boolean isAskedOtherwise(ReleasedFigure figure, Content before, Content after) {
        if (figure.part() != Part.goals) {
            return false;
        }
        FrozenGoal one = before.goalsByKey().get(figure.of());
        FrozenGoal other = after.goalsByKey().get(figure.of());
        return one != null && other != null && !one.asksTheSameAs(other);
    }

    /** What is counted only grows, as long as nothing is taken back. */
    private static boolean isFewer(ReleasedFigure one, ReleasedFigure other) {
        if (one.unit() == Unit.count || one.unit() == Unit.hours) {
            return isLess(other.value(), one.value());
        }
        return isLess(other.denominator(), one.denominator());
    }

    private static boolean isLess(@Nullable BigDecimal one, @Nullable BigDecimal other) {
        return one != null && other != null && one.compareTo(other) < 0;
    }

    private static List<GoalChange> goals(Content before, Content after) {
        var keys = new TreeSet<>(before.goalsByKey().keySet());
        keys.addAll(after.goalsByKey().keySet());
        var changes = new ArrayList<GoalChange>();
        for (String key : keys) {
            FrozenGoal one = before.goalsByKey().get(key);
            FrozenGoal other = after.goalsByKey().get(key);
            if (one == null || other == null || one.state() != other.state() || !one.asksTheSameAs(other)) {
                changes.add(new GoalChange(
                        key,
                        one == null ? null : one.state(),
                        other == null ? null : other.state(),
                        reason(one, other, before, after)));
            }
        }
        return List.copyOf(changes);
    }

    private static Reason reason(@Nullable FrozenGoal one, @Nullable FrozenGoal other, Content before, Content after) {
        if (!before.kind().holds(Part.goals) || !after.kind().holds(Part.goals)) {
            return Reason.other_report;
        }
        if (one == null || other == null || !one.asksTheSameAs(other)) {
            return Reason.definition_changed;
        }
        return one.state() == GoalState.withheld || other.state() == GoalState.withheld
                ? Reason.disclosure
                : Reason.more_events;
    }
}
