package org.samverka.reporting.statistics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.samverka.reporting.disclosure.Figure;
import org.samverka.reporting.disclosure.Share;
import org.samverka.reporting.statistics.Cells.ShownShare;
import org.samverka.reporting.statistics.Cube.Tally;

/** The table of each measure with all its margins, and how many people are behind each cell. */
final class Tables {
    private static final String TARGET_GROUP = Dimension.targetGroup.name();
    private static final String MONTH = Dimension.month.name();
    /** What people have beside gender, in whatever target groups they are. */
    private static final Set<String> OF_PEOPLE = Set.of(
            Dimension.gender.name(),
            TARGET_GROUP,
            Dimension.organization.name(),
            Dimension.ageBand.name(),
            Dimension.role.name(),
            Dimension.fullTime.name());

    private final Cube cube;
    private final Map<Series, Map<Map<String, String>, ShownShare>> shownShares;
    private final Map<Map<String, String>, Long> respondents;

    record Series(Measure measure, String item) {}

    Tables(Cube cube, List<ShownShare> shownShares) {
        this.cube = cube;
        this.shownShares = shownShares.stream()
                .collect(Collectors.groupingBy(
                        share -> new Series(share.measure(), share.item()),
                        Collectors.toMap(ShownShare::place, share -> share)));
        this.respondents = cube.largest(Measure.answers);
    }

    Map<Map<String, String>, Tally> tallies(Measure measure, String item) {
        return switch (measure) {
            case headCount -> heads();
            case hours -> cube.of(Measure.attendances);
            case agreement, score, inRiskZone, responseRate -> cube.of(measure, item);
            default -> cube.of(measure);
        };
    }

    /** Without heads in target groups, which are places. */
    Map<Map<String, String>, Figure> figures(Measure measure, String item) {
        var figures = new HashMap<Map<String, String>, Figure>();
        tallies(measure, item).forEach((place, tally) -> {
            if (measure != Measure.headCount || !place.containsKey(TARGET_GROUP)) {
                figures.put(place, figure(measure, item, place, tally));
            }
        });
        return figures;
    }

    private Figure figure(Measure measure, String item, Map<String, String> place, Tally tally) {
        return switch (measure) {
            case agreement, inRiskZone, score -> shareFigure(measure, item, place, tally);
            case responseRate -> {
                long answered = Math.min(tally.n(), answers(item, place));
                yield new Figure(tally.n(), answered, new Share(answered, tally.n()));
            }
            default -> new Figure(tally.n(), people(measure, place, tally.n()), null);
        };
    }

    /** A share that was never shown is of too few; one that is shown is judged as it is shown. */
    private Figure shareFigure(Measure measure, String item, Map<String, String> place, Tally tally) {
        ShownShare shown = shown(measure, item, place);
        long people = shown == null ? 0 : Math.min(shown.n(), peopleBehind(measure, place));
        if (measure == Measure.score) {
            return new Figure(tally.n(), people, null);
        }
        Share current = new Share(tally.amount().longValueExact(), tally.n());
        return new Figure(tally.n(), people, shown == null ? current : shown.share());
    }

    private long peopleBehind(Measure measure, Map<String, String> place) {
        return measure == Measure.inRiskZone
                ? cube.of(Measure.screened, "")
                        .getOrDefault(place, Tally.NOTHING)
                        .n()
                : respondents.getOrDefault(place, 0L);
    }

    @Nullable
    ShownShare shown(Measure measure, String item, Map<String, String> place) {
        return shownShares.getOrDefault(new Series(measure, item), Map.of()).get(place);
    }

    long answers(String survey, Map<String, String> place) {
        return cube.of(Measure.answers, survey)
                .getOrDefault(place, Tally.NOTHING)
                .n();
    }

    /** A person is in a target group once, and in the program once, however many groups they are in. */
    private Map<Map<String, String>, Tally> heads() {
        var heads = new HashMap<Map<String, String>, Tally>();
        cube.of(Measure.headCount).forEach((place, tally) -> heads.put(without(place, TARGET_GROUP), tally));
        cube.of(Measure.enrolled).forEach((place, tally) -> {
            if (place.containsKey(TARGET_GROUP) && OF_PEOPLE.containsAll(place.keySet())) {
                heads.put(place, tally);
            }
        });
        return heads;
    }

    /**
     * How many people a count is about, at the least. Where it counts what people do, it is about no more than belong
     * there: fifteen visits of three men are about three. Of answers it is as many as answered one survey: whether those
     * who answered two are the same cannot be known.
     */
    private long people(Measure measure, Map<String, String> place, long n) {
        return switch (measure) {
            case bookings, attendances, hours -> Math.min(n, population(without(place, MONTH)));
            case answers -> respondents.getOrDefault(place, 0L);
            default -> n;
        };
    }

    private long population(Map<String, String> place) {
        boolean anyGroup = place.getOrDefault(TARGET_GROUP, "").isEmpty();
        Map<Map<String, String>, Tally> people =
                anyGroup ? cube.of(Measure.headCount, "") : cube.of(Measure.enrolled, "");
        return people.getOrDefault(anyGroup ? without(place, TARGET_GROUP) : place, Tally.NOTHING)
                .n();
    }

    private static Map<String, String> without(Map<String, String> place, String dimension) {
        if (!place.containsKey(dimension)) {
            return place;
        }
        var rest = new HashMap<>(place);
        rest.remove(dimension);
        return Map.copyOf(rest);
    }
}
