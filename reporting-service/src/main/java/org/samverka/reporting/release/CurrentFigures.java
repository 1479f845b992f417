package org.samverka.reporting.release;

import static org.samverka.reporting.release.ReleasedFigure.of;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.ParticipantEvent.Goal;
import org.samverka.contracts.ParticipantEvent.TargetGroup;
import org.samverka.reporting.absence.AbsenceDimension;
import org.samverka.reporting.absence.AbsenceFigures.AbsenceCell;
import org.samverka.reporting.absence.AbsenceResource.AbsenceView;
import org.samverka.reporting.absence.Definition;
import org.samverka.reporting.absence.PublicAbsence;
import org.samverka.reporting.absence.Ratio;
import org.samverka.reporting.disclosure.Suppression;
import org.samverka.reporting.effect.AbsenceMeasure;
import org.samverka.reporting.effect.Effect;
import org.samverka.reporting.effect.Effect.Interval;
import org.samverka.reporting.effect.Effects;
import org.samverka.reporting.effect.Effects.Outcome;
import org.samverka.reporting.goal.GoalResource.GoalView;
import org.samverka.reporting.goal.PublicGoals;
import org.samverka.reporting.goal.Standing.Part;
import org.samverka.reporting.program.Program;
import org.samverka.reporting.release.Content.FrozenGoal;
import org.samverka.reporting.release.ReleasedFigure.Said;
import org.samverka.reporting.release.ReleasedFigure.Unit;
import org.samverka.reporting.statistics.Measure;
import org.samverka.reporting.statistics.PublicFigures;
import org.samverka.reporting.statistics.Statistic;

/** A program's figures as anybody may see them now, as a release would say them. */
@ApplicationScoped
class CurrentFigures {
    /** Splits by more than two at once are for no report; hidden figures were chosen over all of them. */
    private static final int SPLITS = 2;

    private static final Set<String> REPORTED = Set.of("gender", "targetGroup", "organization");

    private static final int SHORT_TERM_DAYS = 14;

    private final PublicFigures statistics;
    private final PublicGoals goals;
    private final PublicAbsence absences;
    private final Effects effects;

    CurrentFigures(PublicFigures statistics, PublicGoals goals, PublicAbsence absences, Effects effects) {
        this.statistics = statistics;
        this.goals = goals;
        this.absences = absences;
        this.effects = effects;
    }

    /**
     * @param absenceYear none where the kind holds no key figures of a year
     * @param funding as the author states it
     */
    record Wanted(
            ReportKind kind,
            @Nullable Integer absenceYear,
            @Nullable Funding funding) {}

    /** What each goal says, and its figures. */
    private record Judged(List<FrozenGoal> goals, List<ReleasedFigure> figures) {}

    private record Pair(String targetGroup, AbsenceMeasure measure, java.time.@Nullable LocalDate frozenOn) {}

    Uni<Content> now(Program program, Wanted wanted) {
        return counted(program, wanted)
                .chain(counted -> judged(program, wanted)
                        .chain(judged -> absence(program, wanted)
                                .chain(absence -> effects(program, wanted)
                                        .map(effect -> content(
                                                program,
                                                wanted,
                                                judged.goals(),
                                                Stream.of(
                                                                counted.stream(),
                                                                consistent(judged, counted),
                                                                absence.stream(),
                                                                effect.stream(),
                                                                Funding.figures(wanted.funding()))
                                                        .flatMap(Function.identity()))))));
    }

    private static Content content(
            Program program, Wanted wanted, List<FrozenGoal> goals, Stream<ReleasedFigure> figures) {
        return new Content(
                Content.FORMAT,
                program.key(),
                program.name().isEmpty() ? program.key() : program.name(),
                program.firstDay(),
                program.lastDay(),
                wanted.kind(),
                wanted.absenceYear(),
                wanted.funding() == null ? null : wanted.funding().currency(),
                program.targetGroups().stream()
                        .collect(Collectors.toMap(
                                TargetGroup::key,
                                TargetGroup::name,
                                (one, other) -> one,
                                TreeMap<String, String>::new)),
                goals,
                figures.sorted(Comparator.comparing(ReleasedFigure::id)).toList());
    }

    private Uni<List<ReleasedFigure>> counted(Program program, Wanted wanted) {
        return wanted.kind().holds(ReportKind.Part.statistics)
                ? statistics
                        .of(program.key())
                        .map(all -> all.stream()
                                .filter(CurrentFigures::isReported)
                                .map(CurrentFigures::statistic)
                                .toList())
                : Uni.createFrom().item(List.of());
    }

    /** Heads within a group are its places, which are there already. */
    private static boolean isReported(Statistic statistic) {
        Set<String> split = new HashSet<>(statistic.dimensions().keySet());
        ReleasedFigure.SERIES.forEach(split::remove);
        return split.size() <= SPLITS
                && REPORTED.containsAll(split)
                && !(statistic.measure() == Measure.headCount && split.contains("targetGroup"));
    }

    private static ReleasedFigure statistic(Statistic statistic) {
        return of(
                ReportKind.Part.statistics,
                statistic.measure().name(),
                statistic.dimensions(),
                unit(statistic.measure()),
                Said.ratio(
                        statistic.value(),
                        decimal(statistic.numerator()),
                        decimal(statistic.denominator()),
                        statistic.suppressed()));
    }

    private static Unit unit(Measure measure) {
        return switch (measure.name()) {
            case "agreement", "responseRate", "inRiskZone" -> Unit.share;
            case "hours" -> Unit.hours;
            case "score" -> Unit.number;
            default -> Unit.count;
        };
    }

    private static @Nullable BigDecimal decimal(@Nullable Long number) {
        return number == null ? null : BigDecimal.valueOf(number);
    }

    private Uni<Judged> judged(Program program, Wanted wanted) {
        return wanted.kind().holds(ReportKind.Part.goals)
                ? goals.of(program).map(CurrentFigures::judged)
                : Uni.createFrom().item(new Judged(List.of(), List.of()));
    }

    private static Judged judged(List<GoalView> goals) {
        return new Judged(
                goals.stream().map(CurrentFigures::frozen).toList(),
                goals.stream().flatMap(CurrentFigures::figures).toList());
    }

    private static FrozenGoal frozen(GoalView goal) {
        return new FrozenGoal(
                goal.key(),
                goal.wording(),
                goal.metric(),
                goal.measure(),
                goal.targetGroup(),
                Numbers.plain(goal.threshold()),
                Numbers.plain(goal.tolerance()),
                goal.state(),
                goal.reason(),
                Numbers.plain(goal.needed()),
                Numbers.plain(goal.all()),
                Numbers.plain(goal.valueOfAll()));
    }

    private static Stream<ReleasedFigure> figures(GoalView goal) {
        Unit unit = unit(goal.metric());
        var total = Said.ratio(goal.value(), goal.numerator(), goal.denominator(), goal.suppressed())
                .because(goal.reason());
        return Stream.concat(
                Stream.of(of(ReportKind.Part.goals, goal.key(), Map.of(), unit, total)),
                goal.parts().stream()
                        .map(part -> of(ReportKind.Part.goals, goal.key(), part.dimensions(), unit, said(part))));
    }

    private static Said said(Part part) {
        return Said.ratio(part.value(), part.numerator(), part.denominator(), part.suppressed());
    }

    private static Unit unit(@Nullable String metric) {
        return switch (Objects.requireNonNullElse(metric, "")) {
            case "share" -> Unit.share;
            case "relative-change" -> Unit.change;
            default -> Unit.count;
        };
    }

    /** A goal that counts people of a group says no more than the statistics, which hide over more dimensions. */
    private static Stream<ReleasedFigure> consistent(Judged judged, List<ReleasedFigure> counted) {
        Map<String, ReleasedFigure> statistics =
                counted.stream().collect(Collectors.toMap(ReleasedFigure::id, Function.identity()));
        Map<String, FrozenGoal> goals =
                judged.goals().stream().collect(Collectors.toMap(FrozenGoal::key, Function.identity()));
        return judged.figures().stream().map(figure -> {
            ReleasedFigure same = statistics.get(sameIn(figure, Objects.requireNonNull(goals.get(figure.of()))));
            return same != null && same.suppressed() != null ? figure.withheld() : figure;
        });
    }

    private static String sameIn(ReleasedFigure figure, FrozenGoal goal) {
        if (!"count".equals(goal.metric()) || !"headCount".equals(goal.measure())) {
            return "";
        }
        var place = new TreeMap<>(figure.dimensions());
        if (goal.targetGroup() == null) {
            return ReleasedFigure.id(ReportKind.Part.statistics, Measure.headCount.name(), place);
        }
        place.put("targetGroup", goal.targetGroup());
        return ReleasedFigure.id(ReportKind.Part.statistics, Measure.enrolled.name(), place);
    }

    private Uni<List<ReleasedFigure>> absence(Program program, Wanted wanted) {
        Integer year = wanted.absenceYear();
        if (year == null || !wanted.kind().holds(ReportKind.Part.absence)) {
            return Uni.createFrom().item(List.of());
        }
        return absences.of(
                        program,
                        year,
                        EnumSet.of(AbsenceDimension.gender, AbsenceDimension.ageBand, AbsenceDimension.organization),
                        EnumSet.of(Definition.sickLeave, Definition.longTermShare, Definition.shortTerm),
                        SHORT_TERM_DAYS)
                .map(CurrentFigures::absence);
    }

    private static List<ReleasedFigure> absence(AbsenceView view) {
        return view.cells().stream()
                .filter(cell -> cell.dimensions().size() <= SPLITS)
                .map(cell -> absence(view.year(), cell))
                .toList();
    }

    private static ReleasedFigure absence(int year, AbsenceCell cell) {
        return of(
                ReportKind.Part.absence,
                year + "/" + cell.measure(),
                cell.dimensions(),
                Unit.share,
                Said.ratio(cell.value(), cell.numerator(), cell.denominator(), cell.suppressed())
                        .by(cell.definition() + "/" + cell.definitionVersion()));
    }

    /** The effects that goals are about. */
    private Uni<List<ReleasedFigure>> effects(Program program, Wanted wanted) {
        if (!wanted.kind().holds(ReportKind.Part.effects)) {
            return Uni.createFrom().item(List.of());
        }
        return Multi.createFrom()
                .iterable(pairs(program))
                .onItem()
                .transformToUniAndConcatenate(
                        pair -> effects.of(program, pair.targetGroup(), pair.measure(), pair.frozenOn())
                                .map(taken -> effect(pair, taken.content())))
                .collect()
                .asList()
                .map(lists -> lists.stream().flatMap(List::stream).toList());
    }

    private static List<Pair> pairs(Program program) {
        return program.goals().stream()
                .filter(goal -> goal.targetGroup() != null)
                .flatMap(CurrentFigures::pair)
                .collect(Collectors.toMap(
                        pair -> pair.targetGroup() + pair.measure(),
                        Function.identity(),
                        (one, other) -> one,
                        TreeMap::new))
                .values()
                .stream()
                .toList();
    }

    private static Stream<Pair> pair(Goal goal) {
        return Arrays.stream(AbsenceMeasure.values())
                .filter(measure -> measure.name().equals(goal.measure()))
                .map(measure -> new Pair(
                        Objects.requireNonNull(goal.targetGroup()),
                        measure,
                        goal.population() == null ? null : goal.population().frozenOn()));
    }

    private static List<ReleasedFigure> effect(Pair pair, Outcome outcome) {
        Effect effect = outcome.effect();
        String about = pair.targetGroup() + "/" + pair.measure() + "/";
        String definition = pair.measure().definition() + "/1";
        String refusal =
                effect.refusal() == null ? null : effect.refusal().name().replace('_', '-');
        var figures = new ArrayList<ReleasedFigure>();
        figures.add(total(
                about + "before",
                Unit.share,
                ratio(effect.before(), null).because(refusal).by(definition)));
        figures.add(total(
                about + "after",
                Unit.share,
                ratio(effect.after(), null).because(refusal).by(definition)));
        figures.add(total(
                about + "change",
                Unit.change,
                interval(effect.change()).because(refusal).by(definition)));
        Effect.Comparison comparison = effect.comparison();
        figures.add(total(
                about + "differenceInDifferences",
                Unit.points,
                interval(comparison == null ? null : comparison.differenceInDifferences())
                        .because(refusal)
                        .by(definition)));
        if (effect.before() != null) {
            figures.add(total(about + "persons", Unit.count, Said.value(BigDecimal.valueOf(effect.persons()))));
        }
        outcome.parts().forEach(part -> {
            Map<String, String> place = Map.of(part.dimension(), part.category());
            figures.add(of(
                    ReportKind.Part.effects,
                    about + "before",
                    place,
                    Unit.share,
                    ratio(part.before(), part.suppressed()).by(definition)));
            figures.add(of(
                    ReportKind.Part.effects,
                    about + "after",
                    place,
                    Unit.share,
                    ratio(part.after(), part.suppressed()).by(definition)));
        });
        return figures;
    }

    private static ReleasedFigure total(String of, Unit unit, Said said) {
        return of(ReportKind.Part.effects, of, Map.of(), unit, said);
    }

    private static Said ratio(@Nullable Ratio ratio, @Nullable Suppression suppressed) {
        return ratio == null
                ? Said.ratio(null, null, null, suppressed)
                : Said.ratio(
                        ratio.value().map(Numbers::rounded).orElse(null),
                        ratio.numerator(),
                        ratio.denominator(),
                        suppressed);
    }

    private static Said interval(@Nullable Interval interval) {
        return interval == null
                ? Said.value(null)
                : Said.value(Numbers.rounded(interval.value()))
                        .within(Numbers.rounded(interval.low()), Numbers.rounded(interval.high()));
    }
}
