package org.samverka.reporting.absence;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.samverka.reporting.absence.AbsenceYears.Group;
import org.samverka.reporting.disclosure.DisclosureControl;
import org.samverka.reporting.disclosure.Figure;
import org.samverka.reporting.disclosure.Minimum;
import org.samverka.reporting.disclosure.Share;
import org.samverka.reporting.disclosure.Suppression;

/**
 * A year's figures as anybody may see them: nothing about ten persons or fewer, nothing to which fewer than three
 * contribute, and nothing from which that follows. What is hidden is decided over all dimensions at once, whichever are
 * asked for.
 */
public final class AbsenceFigures {
    /** Statutory figures of ten persons and fewer are withheld. */
    static final Minimum MINIMUM = new Minimum(11);

    static final int CONTRIBUTING = 3;

    private static final String BAND = "length";
    private static final int DIGITS = 6;

    private final Map<Map<String, String>, Tally> tallies = new HashMap<>();
    private final Days year;
    private final Map<Map<String, String>, Suppression> hiddenHours;
    private final Map<Map<String, String>, Suppression> hiddenEnded;
    private final Map<Map<String, String>, Suppression> hiddenRepeated;

    AbsenceFigures(List<Group> groups, Days year) {
        this.year = year;
        tallies.put(Map.of(), Tally.NOTHING);
        groups.forEach(
                group -> margins(group.place()).forEach(margin -> tallies.merge(margin, group.tally(), Tally::plus)));
        var control = new DisclosureControl(MINIMUM);
        this.hiddenHours = control.hide(hours());
        this.hiddenEnded =
                control.hide(figures(tally -> contributed(tally.persons(), tally.absentEnded(), tally.planned())));
        this.hiddenRepeated = control.hide(figures(
                tally -> new Figure(tally.persons(), tally.persons(), new Share(tally.repeatedly(), tally.persons()))));
    }

    /** A figure as it is shown; one that is hidden says why instead. */
    @Schema(description = "A figure about the categories in dimensions; dimensions left out are summed over")
    public record AbsenceCell(
            Map<String, String> dimensions,
            Definition measure,
            String definition,
            int definitionVersion,
            @Nullable BigDecimal value,
            @Nullable BigDecimal numerator,
            @Nullable BigDecimal denominator,
            @Nullable Suppression suppressed) {}

    /** @param number 1-7, as the law counts them; absent where there is nobody of it */
    public record KeyFigure(int number, AbsenceCell cell) {}

    private static Stream<Map<String, String>> margins(Map<String, String> place) {
        List<Map.Entry<String, String>> categories = List.copyOf(place.entrySet());
        return IntStream.range(0, 1 << categories.size()).mapToObj(chosen -> {
            var margin = new HashMap<String, String>();
            for (int i = 0; i < categories.size(); i++) {
                if ((chosen & 1 << i) != 0) {
                    margin.put(categories.get(i).getKey(), categories.get(i).getValue());
                }
            }
            return Map.copyOf(margin);
        });
    }

    /** Sick hours with their split by length as one more dimension: it adds up to them. */
    private Map<Map<String, String>, Figure> hours() {
        var table = figures(tally -> contributed(tally.persons(), tally.absent(), tally.planned()));
        tallies.forEach((place, tally) -> {
            for (Band band : Band.values()) {
                table.put(
                        with(place, band),
                        contributed(tally.persons(), tally.absentByBand().get(band.ordinal()), tally.planned()));
            }
        });
        return table;
    }

    private Map<Map<String, String>, Figure> figures(Function<Tally, Figure> figure) {
        var table = new HashMap<Map<String, String>, Figure>();
        tallies.forEach((place, tally) -> table.put(place, figure.apply(tally)));
        return table;
    }

    /** To whom fewer than three contribute counts as about nobody, which is always too few. */
    private static Figure contributed(long persons, long contributing, BigDecimal planned) {
        return new Figure(planned.signum(), contributing < CONTRIBUTING ? 0 : persons, null);
    }

    private static Map<String, String> with(Map<String, String> place, Band band) {
        var split = new HashMap<>(place);
        split.put(BAND, band.label());
        return Map.copyOf(split);
    }

    /** With the margins of the dimensions asked for, the total included. */
    List<AbsenceCell> by(Set<AbsenceDimension> dimensions, Set<Definition> measures, int maxDays) {
        Set<String> asked =
                dimensions.stream().map(AbsenceDimension::name).collect(java.util.stream.Collectors.toSet());
        return tallies.keySet().stream()
                .filter(place -> asked.containsAll(place.keySet()))
                .sorted(Comparator.<Map<String, String>>comparingInt(Map::size)
                        .thenComparing(place -> new TreeMap<>(place).toString()))
                .flatMap(place -> measures.stream().sorted().flatMap(measure -> cells(place, measure, maxDays)))
                .toList();
    }

    private Stream<AbsenceCell> cells(Map<String, String> place, Definition measure, int maxDays) {
        if (measure != Definition.sickLeaveByLength) {
            return Stream.of(cell(place, measure, maxDays));
        }
        return Stream.of(Band.values())
                .map(band -> cell(
                        new TreeMap<>(with(place, band)),
                        measure,
                        Definition.byLength(tally(place), band),
                        hiddenHours.get(with(place, band))));
    }

    /** The seven of the law, from which more than one follows where the program has employees. */
    List<KeyFigure> keyFigures() {
        var figures = new ArrayList<KeyFigure>();
        add(figures, 1, Map.of(), Definition.sickLeave);
        add(figures, 2, Map.of(), Definition.longTermShare);
        add(figures, 3, Map.of("gender", "woman"), Definition.sickLeave);
        add(figures, 4, Map.of("gender", "man"), Definition.sickLeave);
        add(figures, 5, Map.of("ageBand", "-29"), Definition.sickLeave);
        add(figures, 6, Map.of("ageBand", "30-49"), Definition.sickLeave);
        add(figures, 7, Map.of("ageBand", "50-"), Definition.sickLeave);
        return figures;
    }

    private void add(List<KeyFigure> figures, int number, Map<String, String> place, Definition measure) {
        if (tallies.containsKey(place)) {
            figures.add(new KeyFigure(number, cell(place, measure, Definition.SHORT)));
        }
    }

    private Tally tally(Map<String, String> place) {
        return tallies.getOrDefault(place, Tally.NOTHING);
    }

    private AbsenceCell cell(Map<String, String> place, Definition measure, int maxDays) {
        return cell(
                new TreeMap<>(place),
                measure,
                measure.of(tally(place), year, maxDays),
                verdict(place, measure, maxDays));
    }

    private @Nullable Suppression verdict(Map<String, String> place, Definition measure, int maxDays) {
        return switch (measure) {
            case sickLeave, frequency, headCount -> hiddenHours.get(place);
            case longTermShare -> either(hiddenHours.get(place), hiddenHours.get(with(place, Band.DAYS_60_OR_MORE)));
            case shortTerm -> shortTermVerdict(place, maxDays);
            case repeated -> hiddenRepeated.get(place);
            case danishAbsence -> either(hiddenHours.get(place), hiddenEnded.get(place));
            case sickLeaveByLength -> throw new IllegalArgumentException("Of one band");
        };
    }

    /** Shown where all its bands are: it is then only their sum. */
    private @Nullable Suppression shortTermVerdict(Map<String, String> place, int maxDays) {
        Suppression verdict = hiddenHours.get(place);
        for (Band band : Band.values()) {
            if (band.isWithin(maxDays)) {
                verdict = either(verdict, hiddenHours.get(with(place, band)));
            }
        }
        return verdict;
    }

    private static @Nullable Suppression either(@Nullable Suppression one, @Nullable Suppression other) {
        return one != null ? one : other;
    }

    private static AbsenceCell cell(
            Map<String, String> dimensions, Definition measure, Ratio ratio, @Nullable Suppression hidden) {
        boolean shown = hidden == null;
        return new AbsenceCell(
                dimensions,
                measure,
                measure.id(),
                measure.version(),
                shown ? ratio.value().map(AbsenceFigures::rounded).orElse(null) : null,
                shown ? rounded(ratio.numerator()) : null,
                shown ? rounded(ratio.denominator()) : null,
                hidden);
    }

    private static BigDecimal rounded(BigDecimal number) {
        BigDecimal rounded = number.setScale(DIGITS, RoundingMode.HALF_UP).stripTrailingZeros();
        return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
    }
}
