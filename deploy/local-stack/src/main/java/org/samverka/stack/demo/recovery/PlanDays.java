package org.samverka.stack.demo.recovery;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.samverka.stack.demo.recovery.RecoveryDays.EMPLOYEES;
import static org.samverka.stack.demo.recovery.RecoveryDays.PROGRAM;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.samverka.stack.Listener;
import org.samverka.stack.demo.api.Answer;
import org.samverka.stack.demo.api.Api;
import org.samverka.stack.demo.api.Platform;
import org.samverka.stack.demo.check.Checks;
import org.samverka.stack.demo.check.Patience;
import org.samverka.stack.demo.programs.Roster;

/** The platform proposes who holds which of the days when; the coordinator looks at the plan and makes sessions of it. */
final class PlanDays {
    private static final String TITLE = "Återhämtningsdag";
    private static final int DAYS = 309;
    private static final int TEAMS = 8;
    private static final Set<DayOfWeek> WEEKEND = Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);

    /** Åsele and Ljungby; the others lie between them. */
    private static final double[] NORTH = {64.16, 17.35};

    private static final double[] SOUTH = {56.83, 13.94};

    private final Checks checks;
    private final List<String> municipalities;
    private final Api coordinator;

    PlanDays(Platform platform, Checks checks, Roster roster) {
        this.checks = checks;
        this.municipalities = List.copyOf(roster.byOrganization().keySet());
        this.coordinator = platform.as("coordinator", Listener.SESSIONS);
    }

    /** @param session that the day has become */
    record Day(int n, String municipality, String team, LocalDate on, String session) {
        static Day of(JsonNode day) {
            return new Day(
                    day.path("n").asInt(),
                    day.path("municipality").asText(),
                    day.path("supplierId").asText(),
                    LocalDate.parse(day.path("date").asText()),
                    day.path("sessionId").asText());
        }
    }

    List<Day> play() {
        checks.step("Plan %d recovery days: %d expert teams, %d municipalities, one year"
                .formatted(DAYS, TEAMS, municipalities.size()));
        JsonNode plan = known();
        if (plan.path("state").asText().equals("adopted")) {
            checks.note("the plan has become sessions already");
            return days(plan);
        }
        JsonNode proposed = Patience.A_WHILE.until(
                () -> plan(plan), found -> !Set.of("waiting", "solving").contains(state(found)));
        checks.equal(
                "days proposed, clashes",
                DAYS + ", 0",
                proposed.path("days").asInt() + ", " + proposed.path("clashes").asText());
        JsonNode figures = proposed.path("figures");
        checks.note("the teams change municipality %s times (%s km), each holds %s to %s days, %s at most in a week"
                .formatted(
                        figures.path("changes").asText(),
                        figures.path("kilometers").asText(),
                        figures.path("fewestOfATeam").asText(),
                        figures.path("mostOfATeam").asText(),
                        figures.path("mostInAWeek").asText()));
        check(days(proposed));
        adjust(proposed, days(proposed));
        adopt(proposed);
        return days(proposed);
    }

    private JsonNode known() {
        return coordinator.all("/programs/%s/session-plans".formatted(PROGRAM)).stream()
                .filter(plan -> plan.path("title").asText().equals(TITLE))
                .filter(plan -> !state(plan).equals("failed"))
                .findFirst()
                .orElseGet(this::wish);
    }

    private static String state(JsonNode plan) {
        return plan.path("state").asText();
    }

    private JsonNode plan(JsonNode plan) {
        return coordinator
                .get("/session-plans/" + plan.path("id").asText())
                .require(200)
                .body();
    }

    private List<Day> days(JsonNode plan) {
        return coordinator
                .all("/session-plans/%s/days".formatted(plan.path("id").asText()))
                .stream()
                .map(Day::of)
                .toList();
    }

    /** The program may still be on its way to the service. */
    private JsonNode wish() {
        List<Map<String, Object>> teams = new ArrayList<>();
        teams().forEach(team -> teams.add(Map.of("supplierId", team)));
        List<Map<String, Object>> places = new ArrayList<>();
        wanted().forEach((municipality, days) -> places.add(place(municipality, days, places.size())));
        Map<String, Object> wish = new LinkedHashMap<>();
        wish.put("title", TITLE);
        wish.put("targetGroup", EMPLOYEES);
        wish.put("from", "2022-01-10");
        wish.put("to", "2022-12-16");
        wish.put("zone", "Europe/Stockholm");
        wish.put("startTime", "09:00");
        wish.put("hours", HoldDays.HOURS);
        wish.put("capacity", 40);
        wish.put("teams", teams);
        wish.put("municipalities", places);
        return Patience.MOMENTS
                .until(
                        () -> coordinator.post(
                                "/programs/%s/session-plans".formatted(PROGRAM), "plan/" + PROGRAM, wish),
                        found -> !found.is(404) && !found.is(422))
                .require(201)
                .body();
    }

    private List<String> teams() {
        Map<String, String> known = new TreeMap<>();
        coordinator
                .all("/suppliers")
                .forEach(team ->
                        known.put(team.path("name").asText(), team.path("id").asText()));
        List<String> teams = new ArrayList<>();
        for (int i = 1; i <= TEAMS; i++) {
            String name = "Expertteam " + i;
            teams.add(known.computeIfAbsent(name, this::add));
        }
        return teams;
    }

    private String add(String team) {
        return coordinator
                .post(
                        "/suppliers",
                        "supplier/" + team,
                        Map.of(
                                "name",
                                team,
                                "organization",
                                "kc-group",
                                "competences",
                                List.of("återhämtning"),
                                "languages",
                                List.of("sv")))
                .require(201)
                .text("id");
    }

    /** As even as can be. */
    private Map<String, Integer> wanted() {
        Map<String, Integer> wanted = new TreeMap<>();
        for (int i = 0; i < municipalities.size(); i++) {
            int more = i < DAYS % municipalities.size() ? 1 : 0;
            wanted.put(municipalities.get(i), DAYS / municipalities.size() + more);
        }
        return wanted;
    }

    private Map<String, Object> place(String municipality, int days, int n) {
        double southward = (double) n / Math.max(1, municipalities.size() - 1);
        return Map.of(
                "key",
                municipality,
                "days",
                days,
                "latitude",
                between(NORTH[0], SOUTH[0], southward),
                "longitude",
                between(NORTH[1], SOUTH[1], southward));
    }

    private static double between(double from, double to, double share) {
        return Math.round((from + (to - from) * share) * 100) / 100.0;
    }

    /** By the days alone, whatever the plan says of itself. */
    private void check(List<Day> days) {
        checks.equal(
                "expert teams that hold some",
                (long) TEAMS,
                days.stream().map(Day::team).distinct().count());
        Map<String, Integer> held = new TreeMap<>();
        days.forEach(day -> held.merge(day.municipality(), 1, Integer::sum));
        checks.holds("each municipality has as many days as it wants", held.equals(wanted()), held.size());
        checks.equal("teams that would be in two places", 0L, twice(days, day -> day.team() + day.on()));
        checks.equal("municipalities with two teams on a day", 0L, twice(days, day -> day.municipality() + day.on()));
        checks.equal(
                "days on weekends",
                0L,
                days.stream()
                        .filter(day -> WEEKEND.contains(day.on().getDayOfWeek()))
                        .count());
    }

    private static long twice(List<Day> days, Function<Day, String> what) {
        return days.stream().collect(groupingBy(what, counting())).values().stream()
                .filter(number -> number > 1)
                .count();
    }

    /** A coordinator who would have a team in two places is told so. */
    private void adjust(JsonNode plan, List<Day> days) {
        Day first = days.get(0);
        Day other = days.get(days.size() - 1);
        Answer refused = coordinator.patch(
                "/session-plans/%s/days/%d".formatted(plan.path("id").asText(), first.n()),
                Map.of("date", other.on().toString(), "supplierId", other.team()));
        checks.equal(
                "moving a day to when its team is elsewhere", "409 day-taken", refused.status() + " " + refused.code());
        coordinator
                .patch(
                        "/session-plans/%s/days/%d".formatted(plan.path("id").asText(), first.n()),
                        Map.of("pinned", true))
                .require(200);
    }

    private void adopt(JsonNode plan) {
        String id = plan.path("id").asText();
        long began = System.nanoTime();
        coordinator
                .post("/session-plans/%s/sessions".formatted(id), "adopt/" + id, Map.of())
                .require(201);
        checks.holds(
                "all days have become sessions, as drafts",
                days(plan).stream()
                        .noneMatch(
                                day -> day.session().isEmpty() || day.session().equals("null")),
                Checks.seconds(System.nanoTime() - began));
    }
}
