package org.samverka.sessions.planning;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.samverka.sessions.planning.Wish.Municipality;

/**
 * A plan to begin the search with: municipalities one after the other, each near the one before, are dealt out so that
 * teams hold equally many days in a row of their own, evenly spread over the period.
 */
final class FirstPlan {
    private final List<LocalDate> workdays;
    private final List<Slot> slots;
    private final Set<Slot> free;
    private final Map<String, Map<LocalDate, Integer>> held = new HashMap<>();

    /** @param slots on which teams can come */
    FirstPlan(List<LocalDate> workdays, List<Slot> slots) {
        this.workdays = workdays;
        this.slots = slots;
        this.free = new HashSet<>(slots);
    }

    /** Gives each day that has none a slot; those that have one keep it. */
    void fill(List<PlanDay> days, int teams) {
        List<PlanDay> open = new ArrayList<>();
        for (PlanDay day : days) {
            if (day.slot == null) {
                open.add(day);
            } else {
                take(day, day.slot);
            }
        }
        List<PlanDay> route = route(open);
        int perTeam = (route.size() + teams - 1) / teams;
        for (int i = 0; i < route.size(); i++) {
            int inRow = i % perTeam;
            int wished = (int) ((long) inRow * workdays.size() / perTeam);
            PlanDay day = route.get(i);
            take(day, choose(day, i / perTeam, wished));
        }
    }

    private static List<PlanDay> route(List<PlanDay> days) {
        Map<Municipality, List<PlanDay>> waiting = new java.util.LinkedHashMap<>();
        days.stream()
                .sorted(Comparator.comparing((PlanDay day) -> day.municipality().key())
                        .thenComparing(day -> day.n))
                .forEach(day -> waiting.computeIfAbsent(day.municipality(), one -> new ArrayList<>())
                        .add(day));
        var route = new ArrayList<PlanDay>();
        @Nullable Municipality here = null;
        while (!waiting.isEmpty()) {
            Municipality from = here;
            Municipality next = waiting.keySet().stream()
                    .min(Comparator.comparingInt(there -> from == null ? 0 : from.kilometersTo(there)))
                    .orElseThrow();
            List<PlanDay> there = waiting.remove(next);
            if (there != null) {
                route.addAll(there);
            }
            here = next;
        }
        return route;
    }

    /** The team's slot nearest to the wished day on which the municipality has room; else any team's; else a clash. */
    private Slot choose(PlanDay day, int team, int wished) {
        for (int away = 0; away < workdays.size(); away++) {
            for (int index : new int[] {wished + away, wished - away}) {
                if (index >= 0 && index < workdays.size()) {
                    var slot = new Slot(team, workdays.get(index));
                    if (free.contains(slot) && hasRoom(day, slot.date())) {
                        return slot;
                    }
                }
            }
        }
        return slots.stream()
                .filter(slot -> free.contains(slot) && hasRoom(day, slot.date()))
                .findFirst()
                .or(() -> slots.stream().filter(free::contains).findFirst())
                .orElse(slots.get(0));
    }

    private boolean hasRoom(PlanDay day, LocalDate date) {
        int there = held.getOrDefault(day.municipality().key(), Map.of()).getOrDefault(date, 0);
        return there < day.municipality().parallel() && !day.taken.contains(date);
    }

    private void take(PlanDay day, Slot slot) {
        day.slot = slot;
        free.remove(slot);
        held.computeIfAbsent(day.municipality().key(), key -> new HashMap<>()).merge(slot.date(), 1, Integer::sum);
    }
}
