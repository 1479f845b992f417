package org.samverka.sessions.planning;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.samverka.sessions.planning.Plan.State;
import org.samverka.sessions.planning.Plan.Taken;
import org.samverka.sessions.planning.Wish.Municipality;
import org.samverka.sessions.planning.Wish.Team;

/** Wishes for tests; municipalities lie along a road from south to north. */
final class SomeWish {
    static final Taken NOTHING_TAKEN = new Taken(Map.of());

    private SomeWish() {}

    /** So many days by so many teams, shared out over municipalities as equally as can be, in a year. */
    static Wish of(int days, int teams, int municipalities, String from, String to) {
        return new Wish(
                "Recovery day",
                null,
                LocalDate.parse(from),
                LocalDate.parse(to),
                "Europe/Stockholm",
                LocalTime.of(9, 0),
                new BigDecimal("6"),
                30,
                IntStream.range(0, teams)
                        .mapToObj(team -> new Team(new UUID(7, team), Set.of()))
                        .toList(),
                IntStream.range(0, municipalities)
                        .mapToObj(n -> new Municipality(
                                "municipality-" + n,
                                days / municipalities + (n < days % municipalities ? 1 : 0),
                                1,
                                null,
                                56.8 + n * 7.4 / municipalities,
                                13.9 + (n % 3) * 1.5))
                        .toList());
    }

    static Plan plan(Wish wish) {
        return new Plan(
                new UUID(1, 1), 1, "recovery-days", wish, State.proposed, null, null, null, null, 1, Plan.daysOf(wish));
    }

    /** As the search begins. */
    static Plan first(Wish wish) {
        Plan plan = plan(wish);
        return new Plan(
                plan.id(),
                1,
                plan.program(),
                wish,
                State.proposed,
                0,
                0L,
                0L,
                null,
                1,
                plan.with(plan.roster(NOTHING_TAKEN)));
    }

    static Taken taken(UUID teamOrRoom, LocalDate... dates) {
        return new Taken(Collections.singletonMap(teamOrRoom, Set.copyOf(List.of(dates))));
    }
}
