package org.samverka.reporting.statistics;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.samverka.reporting.disclosure.DisclosureControl;
import org.samverka.reporting.disclosure.Figure;
import org.samverka.reporting.disclosure.Share;
import org.samverka.reporting.disclosure.Suppression;
import org.samverka.reporting.statistics.Cube.Tally;

/**
 * What disclosure control hides of a program's cube. It is decided over all dimensions at once, whichever are asked for,
 * and measures that say the same of a cell hide it together: two questions never show what one would not.
 */
final class HiddenCells {
    private final Cube cube;
    private final Map<Map<String, String>, Tally> heads;
    private final Map<Map<String, String>, Long> respondents;
    private final DisclosureControl control;
    private final Map<Measure, Map<Map<String, String>, Suppression>> decided = new EnumMap<>(Measure.class);

    HiddenCells(Cube cube, DisclosureControl control) {
        this.cube = cube;
        this.heads = cube.of(Measure.headCount);
        this.respondents = cube.largest(Measure.answers);
        this.control = control;
    }

    Map<Map<String, String>, Suppression> of(Measure measure) {
        return decided.computeIfAbsent(measure, this::decide);
    }

    private Map<Map<String, String>, Suppression> decide(Measure measure) {
        return measure == Measure.headCount || measure == Measure.enrolled
                ? ofPeople(measure)
                : control.hide(counts(measure));
    }

    /** Of a target group, heads and places are one and the same number. */
    private Map<Map<String, String>, Suppression> ofPeople(Measure measure) {
        Map<Map<String, String>, Figure> places = counts(Measure.enrolled);
        Map<Map<String, String>, Figure> people = counts(Measure.headCount);
        Map<Map<String, String>, Suppression> hiddenPlaces = control.hide(places);
        Map<Map<String, String>, Suppression> hiddenPeople = control.hide(people, ofGroups(hiddenPlaces));
        while (!ofGroups(hiddenPeople).keySet().equals(ofGroups(hiddenPlaces).keySet())) {
            hiddenPlaces = control.hide(places, ofGroups(hiddenPeople));
            hiddenPeople = control.hide(people, ofGroups(hiddenPlaces));
        }
        return measure == Measure.headCount ? hiddenPeople : hiddenPlaces;
    }

    private static Map<Map<String, String>, Suppression> ofGroups(Map<Map<String, String>, Suppression> hidden) {
        var ofGroups = new HashMap<>(hidden);
        ofGroups.keySet().removeIf(place -> !Cube.isOfGroup(place));
        return ofGroups;
    }

    /** @param shown the shares as they are shown, by place */
    Map<Map<String, String>, Suppression> ofAgreement(String item, Map<Map<String, String>, Share> shown) {
        Map<Map<String, String>, Figure> figures =
                figures(cube.of(Measure.agreement, item), (place, tally) -> share(place, tally, shown.get(place)));
        return control.hide(figures, of(Measure.answers));
    }

    /** A share that was never shown is of too few; one that is shown is judged as it is shown. */
    private Figure share(Map<String, String> place, Tally tally, @Nullable Share shown) {
        if (shown == null) {
            return new Figure(tally.n(), 0, new Share(tally.amount().longValueExact(), tally.n()));
        }
        return new Figure(tally.n(), Math.min(shown.denominator(), respondents.getOrDefault(place, 0L)), shown);
    }

    private Map<Map<String, String>, Figure> counts(Measure measure) {
        return figures(
                cube.of(measure), (place, tally) -> new Figure(tally.n(), people(measure, place, tally.n()), null));
    }

    /**
     * How many people a count is about, at the least. Where it counts what people do, it is about no more than belong
     * there: fifteen visits of three men are about three. Of answers it is as many as answered one survey: whether those
     * who answered two are the same cannot be known.
     */
    private long people(Measure measure, Map<String, String> place, long n) {
        return switch (measure) {
            case bookings, attendances, hours ->
                Math.min(
                        n,
                        heads.getOrDefault(Cube.ofPeople(place), Tally.NOTHING).n());
            case answers -> respondents.getOrDefault(place, 0L);
            default -> n;
        };
    }

    private static Map<Map<String, String>, Figure> figures(
            Map<Map<String, String>, Tally> tallies, BiFunction<Map<String, String>, Tally, Figure> figure) {
        var figures = new HashMap<Map<String, String>, Figure>();
        tallies.forEach((place, tally) -> figures.put(place, figure.apply(place, tally)));
        return figures;
    }
}
