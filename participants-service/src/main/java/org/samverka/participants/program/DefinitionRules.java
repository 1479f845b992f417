package org.samverka.participants.program;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Invalid;

/**
 * What a schema cannot say of a definition: that what refers to something finds it, and that amounts, days and sizes fit
 * each other. Reads documents that break the schema too, so that everything wrong is said at once.
 */
final class DefinitionRules {
    private static final Set<String> TAKING_PART = Set.of("owner", "participating");

    private final JsonNode document;
    private final List<Invalid.Error> errors = new ArrayList<>();
    private final Set<String> groups;
    private final Set<String> tracks;
    private final @Nullable LocalDate first;
    private final @Nullable LocalDate last;

    private DefinitionRules(JsonNode document) {
        this.document = document;
        groups = keys(document.path("targetGroups"));
        tracks = keys(document.path("tracks"));
        first = day(document.path("period").path("from"));
        last = day(document.path("period").path("to"));
    }

    /** @param key the program that the document shall define */
    static List<Invalid.Error> broken(String key, JsonNode document) {
        var rules = new DefinitionRules(document);
        rules.check(key);
        return rules.errors;
    }

    private void check(String key) {
        if (document.path("key").isTextual() && !document.path("key").asText().equals(key)) {
            wrong("/key", "other-key", "The key in the path is " + key);
        }
        String zone = document.path("zone").asText("");
        if (document.path("zone").isTextual() && !ZoneId.getAvailableZoneIds().contains(zone)) {
            wrong("/zone", "unknown-zone", "Name an IANA zone, such as Europe/Stockholm");
        }
        inOrder(first, last, "/period/to", "before-start", "The last day lies before the first");
        within(day(document.path("effectiveFrom")), "/effectiveFrom");
        for (String list : List.of(
                "targetGroups", "tracks", "rounds", "grants", "planned", "goals", "requirements", "dissemination")) {
            once(document.path(list), "/" + list);
        }
        checkOrganizations();
        checkFunding();
        forEach("targetGroups", this::checkTargetGroup);
        checkPrerequisitesEnd();
        forEach("tracks", this::checkTrack);
        forEach("rounds", this::checkRound);
        forEach("planned", this::checkPlanned);
        forEach("goals", this::checkGoal);
    }

    private void checkOrganizations() {
        var seen = new HashSet<String>();
        var takesPart = new ArrayList<String>();
        forEach("organizations", (organization, at) -> {
            String role = organization.path("role").asText("");
            if (!seen.add(organization.path("key").asText("") + " " + role)) {
                wrong(at + "/key", "twice", "The organization has this role already");
            }
            if (TAKING_PART.contains(role)) {
                takesPart.add(organization.path("key").asText(""));
            }
        });
        if (document.path("organizations").size() > 0
                && takesPart.isEmpty()
                && document.path("rounds").isEmpty()) {
            wrong(
                    "/organizations",
                    "nobody-takes-part",
                    "Nobody could be enrolled: name an owner or a participating organization, or a round to apply in");
        }
    }

    private void checkFunding() {
        JsonNode total = document.path("funding").path("total");
        JsonNode granted = document.path("funding").path("granted");
        if (!total.isObject() || !granted.isObject()) {
            return;
        }
        if (!total.path("currency").equals(granted.path("currency"))) {
            wrong(
                    "/funding/granted/currency",
                    "other-currency",
                    "The budget is in " + total.path("currency").asText());
            return;
        }
        BigDecimal whole = amount(total);
        BigDecimal part = amount(granted);
        if (whole != null && part != null && part.compareTo(whole) > 0) {
            wrong("/funding/granted/amount", "more-than-total", "More is granted than the budget has in all");
        }
    }

    private void checkTargetGroup(JsonNode group, String at) {
        String key = group.path("key").asText("");
        Integer planned = whole(group.path("plannedSize"));
        Integer women = whole(group.path("plannedWomen"));
        Integer men = whole(group.path("plannedMen"));
        if (planned != null && (women == null ? 0L : women) + (men == null ? 0L : men) > planned) {
            wrong(at + "/plannedSize", "less-than-parts", "Fewer than the women and men that are planned");
        }
        noMoreThan(group.path("seats"), group.path("seatsPerOrganization"), at + "/seatsPerOrganization", "the group");
        JsonNode mix = group.path("roleMix");
        if (mix.isObject()) {
            int team = mix.path("leaders").asInt(0) + mix.path("employees").asInt(0);
            Integer seats = whole(group.path("seatsPerOrganization"));
            if (seats != null && team > seats) {
                wrong(at + "/roleMix", "more-than-seats", "An organization has only " + seats + " seats");
            }
            JsonNode leader = group.path("eligibility").path("leader");
            if (leader.isBoolean()
                    && mix.path(leader.asBoolean() ? "employees" : "leaders").asInt(0) > 0) {
                wrong(at + "/roleMix", "not-eligible", "The group's eligibility leaves those out");
            }
        }
        checkEligibleOrganizations(group.path("eligibility").path("organizations"), at + "/eligibility/organizations");
        JsonNode others = group.path("notTogetherWith");
        for (int i = 0; i < others.size(); i++) {
            String place = at + "/notTogetherWith/" + i;
            knownGroup(others.path(i), place);
            if (others.path(i).asText("").equals(key)) {
                wrong(place, "itself", "Everybody in the group is in it");
            }
        }
        JsonNode prerequisites = group.path("prerequisites");
        for (int i = 0; i < prerequisites.size(); i++) {
            if (isHere(prerequisites.path(i))) {
                knownGroup(prerequisites.path(i).path("targetGroup"), at + "/prerequisites/" + i + "/targetGroup");
            }
        }
        checkCompletion(group.path("completion"), at + "/completion");
    }

    /** Organizations that apply are not named in the definition. */
    private void checkEligibleOrganizations(JsonNode eligible, String at) {
        if (!document.path("rounds").isEmpty()) {
            return;
        }
        Set<String> takingPart = stream(document.path("organizations"))
                .filter(organization ->
                        TAKING_PART.contains(organization.path("role").asText("")))
                .map(organization -> organization.path("key").asText(""))
                .collect(Collectors.toSet());
        for (int i = 0; i < eligible.size(); i++) {
            if (!takingPart.contains(eligible.path(i).asText(""))) {
                wrong(at + "/" + i, "not-taking-part", "The organization does not take part in the program");
            }
        }
    }

    private void checkCompletion(JsonNode completion, String at) {
        if (!completion.isObject()) {
            return;
        }
        Integer sessions = whole(completion.path("sessions"));
        Integer of = whole(completion.path("ofSessions"));
        if (sessions == null && completion.path("hours").isMissingNode()) {
            wrong(at, "required", "Say how many sessions or hours complete it");
        }
        if (of != null && (sessions == null || sessions > of)) {
            wrong(at + "/sessions", "more-than-held", "Ask for at most the %d sessions that are held".formatted(of));
        }
    }

    private boolean isHere(JsonNode prerequisite) {
        JsonNode program = prerequisite.path("program");
        return program.isMissingNode() || program.equals(document.path("key"));
    }

    /** Whoever must complete a group to get into it never does. */
    private void checkPrerequisitesEnd() {
        var required = new HashMap<String, Set<String>>();
        forEach(
                "targetGroups",
                (group, at) -> required.put(
                        group.path("key").asText(""),
                        stream(group.path("prerequisites"))
                                .filter(this::isHere)
                                .filter(prerequisite ->
                                        prerequisite.path("kind").asText("").equals("completed"))
                                .map(prerequisite ->
                                        prerequisite.path("targetGroup").asText(""))
                                .collect(Collectors.toSet())));
        forEach("targetGroups", (group, at) -> {
            if (leadsTo(group.path("key").asText(""), required)) {
                wrong(at + "/prerequisites", "circle", "Nobody can get in: what must be completed asks for this group");
            }
        });
    }

    private static boolean leadsTo(String group, Map<String, Set<String>> required) {
        var seen = new HashSet<String>();
        var next = new ArrayList<>(required.getOrDefault(group, Set.of()));
        while (!next.isEmpty()) {
            String one = next.remove(next.size() - 1);
            if (one.equals(group)) {
                return true;
            }
            if (seen.add(one)) {
                next.addAll(required.getOrDefault(one, Set.of()));
            }
        }
        return false;
    }

    private void checkTrack(JsonNode track, String at) {
        JsonNode followers = track.path("targetGroups");
        for (int i = 0; i < followers.size(); i++) {
            knownGroup(followers.path(i), at + "/targetGroups/" + i);
        }
        once(track.path("modules"), at + "/modules");
    }

    private void checkRound(JsonNode round, String at) {
        knownGroup(round.path("targetGroup"), at + "/targetGroup");
        LocalDate opens = day(round.path("opens"));
        LocalDate closes = day(round.path("closes"));
        LocalDate release = day(round.path("releaseUnusedOn"));
        inOrder(opens, closes, at + "/closes", "before-start", "The round closes before it opens");
        inOrder(closes, last, at + "/closes", "after-end", "The program is over by then");
        inOrder(
                closes == null ? null : closes.plusDays(1),
                release,
                at + "/releaseUnusedOn",
                "before-close",
                "Seats are still applied for on that day");
        within(release, at + "/releaseUnusedOn");
        stream(document.path("targetGroups"))
                .filter(group ->
                        group.path("key").isTextual() && group.path("key").equals(round.path("targetGroup")))
                .forEach(group -> {
                    JsonNode seats = round.path("seatsPerOrganization");
                    noMoreThan(group.path("seats"), seats, at + "/seatsPerOrganization", "the group");
                    noMoreThan(
                            group.path("seatsPerOrganization"),
                            seats,
                            at + "/seatsPerOrganization",
                            "an organization in the group");
                    Integer given = whole(seats);
                    int team = group.path("roleMix").path("leaders").asInt(0)
                            + group.path("roleMix").path("employees").asInt(0);
                    if (given != null && team > given) {
                        wrong(at + "/seatsPerOrganization", "less-than-team", "The group's role mix asks for " + team);
                    }
                });
    }

    private void checkPlanned(JsonNode planned, String at) {
        knownGroup(planned.path("targetGroup"), at + "/targetGroup");
        JsonNode track = planned.path("track");
        if (track.isTextual() && !tracks.contains(track.asText())) {
            wrong(at + "/track", "unknown-track", "The program has: " + String.join(", ", tracks));
        }
    }

    private void checkGoal(JsonNode goal, String at) {
        knownGroup(goal.path("targetGroup"), at + "/targetGroup");
        knownGroup(goal.path("population").path("targetGroup"), at + "/population/targetGroup");
        LocalDate frozen = day(goal.path("population").path("frozenOn"));
        inOrder(first, frozen, at + "/population/frozenOn", "before-start", "The program has not begun by then");
        String metric = goal.path("metric").asText("");
        boolean measured = goal.path("measure").isTextual();
        if (measured == metric.isEmpty()) {
            wrong(
                    at + (measured ? "/metric" : "/measure"),
                    "required",
                    "A metric and what it measures go together; leave both out when the goal is not measured");
        }
        JsonNode threshold = goal.path("threshold");
        if (!threshold.isNumber()) {
            return;
        }
        if (metric.isEmpty()) {
            wrong(at + "/metric", "required", "Say what the threshold is of");
        }
        double least = metric.equals("relative-change") ? -1 : 0;
        double most = metric.equals("share") ? 1 : Double.MAX_VALUE;
        if (threshold.asDouble() < least || threshold.asDouble() > most) {
            wrong(at + "/threshold", "out-of-range", "A share is 0 to 1, a change at least -1, a count at least 0");
        }
    }

    private void knownGroup(JsonNode key, String at) {
        if (key.isTextual() && !groups.contains(key.asText())) {
            wrong(at, "unknown-target-group", "The program has: " + String.join(", ", groups));
        }
    }

    private void once(JsonNode list, String at) {
        var seen = new HashSet<String>();
        for (int i = 0; i < list.size(); i++) {
            JsonNode key = list.path(i).path("key");
            if (key.isTextual() && !seen.add(key.asText())) {
                wrong(at + "/" + i + "/key", "twice", "Another one has this key");
            }
        }
    }

    private void noMoreThan(JsonNode most, JsonNode number, String at, String of) {
        Integer limit = whole(most);
        Integer given = whole(number);
        if (limit != null && given != null && given > limit) {
            wrong(at, "more-than-seats", "There are only %d seats for %s".formatted(limit, of));
        }
    }

    private void inOrder(
            @Nullable LocalDate earlier, @Nullable LocalDate later, String at, String code, String detail) {
        if (earlier != null && later != null && later.isBefore(earlier)) {
            wrong(at, code, detail);
        }
    }

    private void within(@Nullable LocalDate day, String at) {
        if (day != null && last != null && day.isAfter(last)) {
            wrong(at, "after-end", "The program is over by then");
        }
    }

    private void wrong(String pointer, String code, String detail) {
        errors.add(new Invalid.Error(pointer, code, detail));
    }

    private interface Check {
        void of(JsonNode item, String pointer);
    }

    private void forEach(String list, Check check) {
        JsonNode items = document.path(list);
        if (!items.isArray()) {
            return;
        }
        for (int i = 0; i < items.size(); i++) {
            check.of(items.path(i), "/" + list + "/" + i);
        }
    }

    private static Set<String> keys(JsonNode list) {
        return stream(list)
                .map(item -> item.path("key"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .collect(Collectors.toCollection(java.util.LinkedHashSet::new));
    }

    private static Stream<JsonNode> stream(JsonNode list) {
        return list.isArray() ? StreamSupport.stream(list.spliterator(), false) : Stream.empty();
    }

    private static @Nullable Integer whole(JsonNode number) {
        return number.isIntegralNumber() && number.canConvertToInt() ? number.asInt() : null;
    }

    private static @Nullable BigDecimal amount(JsonNode money) {
        try {
            return new BigDecimal(money.path("amount").asText(""));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable LocalDate day(JsonNode text) {
        try {
            return text.isTextual() ? LocalDate.parse(text.asText()) : null;
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
