package org.samverka.reporting.release;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.ParticipantEvent.Goal;
import org.samverka.contracts.ReportingEvent.GoalState;
import org.samverka.reporting.disclosure.DisclosureControl;
import org.samverka.reporting.disclosure.Figure;
import org.samverka.reporting.disclosure.Minimum;
import org.samverka.reporting.disclosure.Suppression;
import org.samverka.reporting.release.Content.FrozenGoal;
import org.samverka.reporting.release.Release.Full;
import org.samverka.reporting.release.ReleasedFigure.Said;
import org.samverka.reporting.release.ReleasedFigure.Unit;
import org.samverka.reporting.release.ReportKind.Part;

/** Releases of the five programs as their definitions are, with figures that chance made, the same each time. */
public final class Synthetic {
    private static final Minimum MINIMUM = new Minimum(7);
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final JsonNode definition;
    private final Random random = new Random(7);
    private final List<ReleasedFigure> figures = new ArrayList<>();

    private Synthetic(JsonNode definition) {
        this.definition = definition;
    }

    public static Full release(String program, ReportKind kind) {
        String canonical = content(program, kind).canonical();
        return new Full(
                new Release(
                        UUID.nameUUIDFromBytes(new byte[] {(byte) kind.ordinal()}),
                        1,
                        program,
                        kind,
                        1,
                        null,
                        null,
                        LocalDate.of(2026, 8, 14),
                        kind == ReportKind.absence_disclosure ? 2025 : null,
                        Content.hash(canonical),
                        "00000000-0000-4000-8000-000000000001",
                        "coordinator",
                        Instant.parse("2026-08-14T09:00:00Z")),
                canonical);
    }

    static Content content(String program, ReportKind kind) {
        try {
            return new Synthetic(YAML.readTree(new File("../deploy/programs/" + program + ".yaml"))).content(kind);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Content content(ReportKind kind) {
        var groups = new TreeMap<String, String>();
        definition
                .path("targetGroups")
                .forEach(group ->
                        groups.put(group.get("key").asText(), group.get("name").asText()));
        List<Goal> goals = definition.has("goals")
                ? YAML.convertValue(definition.get("goals"), new TypeReference<>() {})
                : List.of();
        if (kind.holds(Part.statistics)) {
            people(groups);
        }
        List<FrozenGoal> frozen =
                kind.holds(Part.goals) ? goals.stream().map(this::goal).toList() : List.of();
        if (kind.holds(Part.effects)) {
            goals.stream()
                    .filter(goal -> "relative-change".equals(goal.metric()))
                    .forEach(this::effect);
        }
        if (kind.holds(Part.absence)) {
            absence();
        }
        JsonNode funding = definition.path("funding");
        boolean funded = kind.holds(Part.funding) && funding.hasNonNull("total");
        if (funded) {
            Funding.figures(new Funding(
                            funding.at("/total/amount").asText(),
                            funding.at("/granted/amount")
                                    .asText(funding.at("/total/amount").asText()),
                            null,
                            funding.at("/total/currency").asText()))
                    .forEach(figures::add);
        }
        figures.sort(Comparator.comparing(ReleasedFigure::id));
        return new Content(
                Content.FORMAT,
                definition.get("key").asText(),
                definition.get("name").asText(),
                LocalDate.parse(definition.at("/period/from").asText()),
                LocalDate.parse(definition.at("/period/to").asText()),
                kind,
                kind.holds(Part.absence) ? 2025 : null,
                funded ? funding.at("/total/currency").asText() : null,
                groups,
                frozen,
                figures);
    }

    private List<String> organizations() {
        var keys = new ArrayList<String>();
        definition
                .path("organizations")
                .forEach(each -> keys.add(each.get("key").asText()));
        return keys;
    }

    private void people(Map<String, String> groups) {
        var table = new HashMap<Map<String, String>, Long>();
        for (String group : groups.keySet()) {
            for (String organization : organizations()) {
                add(table, group, organization, "woman", random.nextInt(60));
                add(table, group, organization, "man", random.nextInt(9));
            }
        }
        table.merge(Map.of(), 0L, Long::sum);
        count("enrolled", table);
        var heads = new HashMap<Map<String, String>, Long>();
        table.forEach((place, n) -> {
            if (!place.containsKey("targetGroup")) {
                heads.put(place, n - n / 10);
            }
        });
        count("headCount", heads);
        figures.add(
                ReleasedFigure.of(Part.statistics, "sessions", Map.of(), Unit.count, Said.value(new BigDecimal(84))));
        figures.add(ReleasedFigure.of(
                Part.statistics, "hours", Map.of(), Unit.hours, Said.value(new BigDecimal("12345.5"))));
        for (String item : List.of("relevance", "usefulness", "intent-to-apply", "accessibility")) {
            share(Part.statistics, "agreement", Map.of("item", item), 70 + random.nextInt(25));
            share(Part.statistics, "agreement", Map.of("item", item, "gender", "woman"), 70 + random.nextInt(25));
            figures.add(ReleasedFigure.of(
                    Part.statistics,
                    "agreement",
                    Map.of("item", item, "gender", "man"),
                    Unit.share,
                    Said.hidden(Suppression.homogeneous)));
        }
    }

    private static void add(Map<Map<String, String>, Long> table, String group, String unit, String gender, long n) {
        for (int chosen = 0; chosen < 8; chosen++) {
            var place = new HashMap<String, String>();
            if ((chosen & 1) != 0) {
                place.put("targetGroup", group);
            }
            if ((chosen & 2) != 0) {
                place.put("organization", unit);
            }
            if ((chosen & 4) != 0) {
                place.put("gender", gender);
            }
            table.merge(Map.copyOf(place), n, Long::sum);
        }
    }

    private void count(String of, Map<Map<String, String>, Long> table) {
        var people = new HashMap<Map<String, String>, Figure>();
        table.forEach((place, n) -> people.put(place, Figure.of(n)));
        Map<Map<String, String>, Suppression> hidden = new DisclosureControl(MINIMUM).hide(people);
        table.forEach((place, n) -> {
            if (place.size() <= 2) {
                Suppression why = hidden.get(place);
                figures.add(ReleasedFigure.of(
                        Part.statistics,
                        of,
                        place,
                        Unit.count,
                        why == null ? Said.value(BigDecimal.valueOf(MINIMUM.step(n))) : Said.hidden(why)));
            }
        });
    }

    private void share(Part part, String of, Map<String, String> place, int percent) {
        var of200 = BigDecimal.valueOf(200);
        BigDecimal yes = BigDecimal.valueOf(percent * 2L);
        figures.add(ReleasedFigure.of(
                part, of, place, Unit.share, Said.ratio(yes.divide(of200, 4, RoundingMode.HALF_UP), yes, of200, null)));
    }

    private FrozenGoal goal(Goal goal) {
        GoalState state = GoalState.values()[random.nextInt(GoalState.values().length)];
        boolean open = state == GoalState.not_computable || state == GoalState.withheld;
        @Nullable String reason = open ? (state == GoalState.withheld ? "too-few-people" : "nobody-answered") : null;
        if (open || goal.threshold() == null) {
            figures.add(ReleasedFigure.of(
                    Part.goals,
                    goal.key(),
                    Map.of(),
                    Unit.count,
                    Said.value(null).because(reason)));
        } else if ("share".equals(goal.metric())) {
            share(Part.goals, goal.key(), Map.of(), 60 + random.nextInt(40));
            share(Part.goals, goal.key(), Map.of("gender", "woman"), 60 + random.nextInt(40));
        } else {
            figures.add(ReleasedFigure.of(
                    Part.goals,
                    goal.key(),
                    Map.of(),
                    "relative-change".equals(goal.metric()) ? Unit.change : Unit.count,
                    Said.value(goal.threshold())));
        }
        return new FrozenGoal(
                goal.key(),
                goal.wording(),
                goal.metric(),
                goal.measure(),
                goal.targetGroup(),
                Numbers.plain(goal.threshold()),
                Numbers.plain(goal.tolerance()),
                state,
                reason,
                Numbers.plain(goal.threshold()),
                null,
                null);
    }

    private void effect(Goal goal) {
        String about = goal.targetGroup() + "/" + goal.measure() + "/";
        var before = new BigDecimal("0.038216");
        figures.add(total(about + "before", Unit.share, Said.value(before)));
        figures.add(total(about + "after", Unit.share, Said.value(new BigDecimal("0.024911"))));
        figures.add(total(
                about + "change",
                Unit.change,
                Said.value(new BigDecimal("-0.3481")).within(new BigDecimal("-0.4602"), new BigDecimal("-0.2208"))));
        figures.add(total(
                about + "differenceInDifferences",
                Unit.points,
                Said.value(new BigDecimal("-0.0097")).within(new BigDecimal("-0.0152"), new BigDecimal("-0.0041"))));
    }

    private static ReleasedFigure total(String of, Unit unit, Said said) {
        return ReleasedFigure.of(Part.effects, of, Map.of(), unit, said.by("sick-leave-short-term/1"));
    }

    private void absence() {
        var places = new ArrayList<Map<String, String>>();
        places.add(Map.of());
        organizations().forEach(organization -> places.add(Map.of("organization", organization)));
        for (Map<String, String> place : places) {
            absent("sickLeave", place);
            absent("longTermShare", place);
            for (String gender : List.of("woman", "man")) {
                absent("sickLeave", with(place, "gender", gender));
            }
            for (String band : List.of("-29", "30-49", "50-")) {
                absent("sickLeave", with(place, "ageBand", band));
            }
        }
    }

    private static Map<String, String> with(Map<String, String> place, String dimension, String category) {
        var more = new HashMap<>(place);
        more.put(dimension, category);
        return more;
    }

    private void absent(String of, Map<String, String> place) {
        boolean hidden = place.size() == 2 && random.nextInt(4) == 0;
        var planned = BigDecimal.valueOf(40_000 + random.nextInt(9000));
        BigDecimal sick = BigDecimal.valueOf(1500 + random.nextInt(2000));
        figures.add(ReleasedFigure.of(
                Part.absence,
                "2025/" + of,
                place,
                Unit.share,
                (hidden
                                ? Said.hidden(Suppression.primary)
                                : Said.ratio(sick.divide(planned, 6, RoundingMode.HALF_UP), sick, planned, null))
                        .by("se-sick-leave/1")));
    }
}
