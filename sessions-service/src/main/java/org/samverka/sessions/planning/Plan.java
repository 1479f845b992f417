package org.samverka.sessions.planning;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.contracts.rest.Refused;
import org.samverka.sessions.planning.Wish.Municipality;

/** A wish, its days and how good they are. */
record Plan(
        UUID id,
        long position,
        String program,
        Wish wish,
        State state,
        @Nullable Integer clashes,
        @Nullable Long cost,
        @Nullable Long firstCost,
        @Nullable BigDecimal seconds,
        int version,
        List<Day> days) {

    @Schema(name = "SessionPlanState")
    enum State {
        waiting,
        solving,
        proposed,
        failed,
        adopted
    }

    /** @param supplierId and date: none until it has been placed */
    record Day(
            int n,
            String municipality,
            @Nullable UUID supplierId,
            @Nullable LocalDate date,
            boolean pinned,
            @Nullable UUID sessionId) {}

    /**
     * What takes up teams and rooms apart from the plan itself.
     *
     * @param days by team or room
     */
    record Taken(Map<UUID, Set<LocalDate>> days) {
        boolean is(@Nullable UUID teamOrRoom, LocalDate date) {
            return on(teamOrRoom).contains(date);
        }

        Set<LocalDate> on(@Nullable UUID teamOrRoom) {
            return teamOrRoom == null ? Set.of() : days.getOrDefault(teamOrRoom, Set.of());
        }
    }

    static NotKnown unknown() {
        return new NotKnown("There is no such session plan in the programs assigned to you");
    }

    /** Its days in the order of their numbers, each municipality's together. */
    static List<Day> daysOf(Wish wish) {
        var days = new ArrayList<Day>();
        for (Municipality municipality : wish.municipalities()) {
            for (int i = 0; i < municipality.days(); i++) {
                days.add(new Day(days.size() + 1, municipality.key(), null, null, false, null));
            }
        }
        return days;
    }

    /** As the search wants it: what a team cannot do is not among the slots. */
    Roster roster(Taken taken) {
        List<LocalDate> workdays = wish.workdays();
        var slots = new ArrayList<Slot>();
        for (int team = 0; team < wish.teams().size(); team++) {
            Wish.Team one = wish.teams().get(team);
            for (LocalDate date : workdays) {
                if (!one.unavailable().contains(date) && !taken.is(one.supplierId(), date)) {
                    slots.add(new Slot(team, date));
                }
            }
        }
        if (slots.isEmpty()) {
            throw new NothingFree();
        }
        Map<String, Municipality> municipalities = municipalities();
        List<PlanDay> placed =
                days.stream().map(day -> planDay(day, municipalities, taken)).toList();
        new FirstPlan(workdays, slots).fill(placed, wish.teams().size());
        return new Roster(slots, placed);
    }

    private PlanDay planDay(Day day, Map<String, Municipality> municipalities, Taken taken) {
        Municipality municipality = requireNonNull(municipalities.get(day.municipality()));
        Slot slot =
                day.supplierId() == null || day.date() == null ? null : new Slot(team(day.supplierId()), day.date());
        return new PlanDay(day.n(), municipality, taken.on(municipality.roomId()), slot, day.pinned());
    }

    Map<String, Municipality> municipalities() {
        var municipalities = new HashMap<String, Municipality>();
        wish.municipalities().forEach(each -> municipalities.put(each.key(), each));
        return municipalities;
    }

    private int team(UUID supplier) {
        for (int team = 0; team < wish.teams().size(); team++) {
            if (wish.teams().get(team).supplierId().equals(supplier)) {
                return team;
            }
        }
        throw new Invalid("/supplierId", "not-in-the-plan", "Choose one of the plan's teams");
    }

    Plan with(Day moved) {
        List<Day> now = new ArrayList<>(days);
        now.set(moved.n() - 1, moved);
        return new Plan(id, position, program, wish, state, clashes, cost, firstCost, seconds, version, now);
    }

    List<Day> with(Roster solved) {
        return solved.days.stream()
                .map(day -> new Day(
                        day.n,
                        day.municipality().key(),
                        wish.teams().get(day.team()).supplierId(),
                        day.date(),
                        day.pinned,
                        null))
                .toList();
    }

    /** Refuses, by name, what the day would clash with if it were held then and by that team. */
    void checkMove(Day moved, Taken taken) {
        if (state != State.proposed) {
            throw new NotProposed(state);
        }
        UUID team = moved.supplierId();
        LocalDate date = moved.date();
        if (team == null || date == null) {
            throw new Invalid("/date", "not-null", "Say when and by which team it is held");
        }
        if (date.isBefore(wish.from()) || date.isAfter(wish.to())) {
            throw new Invalid(
                    "/date", "outside-the-period", "Choose a day from %s to %s".formatted(wish.from(), wish.to()));
        }
        if (!Holidays.of(wish.zone()).isWorkday(date)) {
            throw new Invalid("/date", "no-workday", "Choose a day that is neither a weekend nor a public holiday");
        }
        if (wish.teams().get(team(team)).unavailable().contains(date) || taken.is(team, date)) {
            throw new DayTaken("The team cannot come on %s".formatted(date));
        }
        Municipality municipality = requireNonNull(municipalities().get(moved.municipality()));
        if (taken.is(municipality.roomId(), date)) {
            throw new DayTaken("The room in %s is taken on %s".formatted(moved.municipality(), date));
        }
        int there = 0;
        for (Day other : days) {
            if (other.n() == moved.n() || !date.equals(other.date())) {
                continue;
            }
            if (team.equals(other.supplierId())) {
                throw new DayTaken("The team is in %s on %s (day %d)".formatted(other.municipality(), date, other.n()));
            }
            there += other.municipality().equals(moved.municipality()) ? 1 : 0;
        }
        if (there >= municipality.parallel()) {
            throw new DayTaken("%s has %d already on %s".formatted(moved.municipality(), there, date));
        }
    }

    /** What a coordinator wants to know of it at a glance. */
    record Figures(int changes, int kilometers, int fewestOfATeam, int mostOfATeam, int mostInAWeek) {}

    @Nullable
    Figures figures() {
        if (days.stream().anyMatch(day -> day.date() == null)) {
            return null;
        }
        Map<UUID, List<Day>> byTeam = new HashMap<>();
        Map<String, Integer> byWeek = new HashMap<>();
        wish.teams().forEach(team -> byTeam.put(team.supplierId(), new ArrayList<>()));
        for (Day day : days) {
            byTeam.computeIfAbsent(requireNonNull(day.supplierId()), team -> new ArrayList<>())
                    .add(day);
            byWeek.merge(new Slot(0, requireNonNull(day.date())).isoWeek(), 1, Integer::sum);
        }
        Map<String, Municipality> municipalities = municipalities();
        int changes = 0;
        int kilometers = 0;
        for (List<Day> team : byTeam.values()) {
            team.sort(Comparator.comparing(Day::date));
            for (int i = 1; i < team.size(); i++) {
                String here = team.get(i - 1).municipality();
                String there = team.get(i).municipality();
                if (!here.equals(there)) {
                    changes++;
                    kilometers += requireNonNull(municipalities.get(here))
                            .kilometersTo(requireNonNull(municipalities.get(there)));
                }
            }
        }
        return new Figures(
                changes,
                kilometers,
                byTeam.values().stream().mapToInt(List::size).min().orElse(0),
                byTeam.values().stream().mapToInt(List::size).max().orElse(0),
                byWeek.values().stream().mapToInt(Integer::intValue).max().orElse(0));
    }

    /** Refuses to make sessions of what is not ready to become any. */
    void checkAdoptable() {
        if (state != State.proposed) {
            throw new NotProposed(state);
        }
        if (clashes == null || clashes > 0) {
            throw new PlanHasClashes(clashes == null ? 0 : clashes);
        }
    }

    void checkSolvable() {
        if (state == State.adopted) {
            throw new NotProposed(state);
        }
    }

    /** The suppliers and rooms that it is about. */
    Set<UUID> teamsAndRooms() {
        Set<UUID> ids = new HashSet<>();
        wish.teams().forEach(team -> ids.add(team.supplierId()));
        wish.municipalities().forEach(municipality -> {
            if (municipality.roomId() != null) {
                ids.add(municipality.roomId());
            }
        });
        return ids;
    }

    static final class NothingFree extends Refused {
        NothingFree() {
            super("No team is free on any workday of the period; choose a longer one");
        }
    }

    static final class NotProposed extends Refused {
        NotProposed(State state) {
            super(
                    switch (state) {
                        case adopted -> "The plan has become sessions; change those";
                        case failed -> "There is no plan to speak of; change what is wished and plan anew";
                        default -> "The plan is still being made; come back in a moment";
                    });
        }
    }

    static final class DayTaken extends Refused {
        DayTaken(String message) {
            super(message + "; choose another day or team, or move the other one first");
        }
    }

    static final class PlanHasClashes extends Refused {
        PlanHasClashes(int clashes) {
            super("%d clashes are left; move those days, add teams or lengthen the period, and solve again"
                    .formatted(clashes));
        }
    }
}
