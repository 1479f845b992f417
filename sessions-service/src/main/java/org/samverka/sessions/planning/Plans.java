package org.samverka.sessions.planning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.sessions.planning.Plan.Day;
import org.samverka.sessions.planning.Plan.State;
import org.samverka.sessions.planning.Plan.Taken;

/** The plans there are, and what takes up the teams and rooms besides. */
@ApplicationScoped
class Plans {
    private static final String COLUMNS =
            "id, position, program, wish, state, clashes, cost, first_cost, seconds, version";

    private final ObjectMapper json;

    Plans(ObjectMapper json) {
        this.json = json;
    }

    /** Within the caller's transaction. */
    Uni<Plan> add(String program, Wish wish) {
        var plan = new Plan(
                UUID.randomUUID(), 0, program, wish, State.waiting, null, null, null, null, 1, Plan.daysOf(wish));
        return Panache.getSession()
                .chain(database -> database.createNativeQuery("""
                                insert into session_plan (id, program, wish, state, version)
                                values (:id, :program, :wish, 'waiting', 1)
                                """)
                        .setParameter("id", plan.id())
                        .setParameter("program", program)
                        .setParameter("wish", write(wish))
                        .executeUpdate())
                .chain(() -> keep(plan.id(), plan.days()))
                .replaceWith(plan);
    }

    @WithSession
    Uni<Plan> known(UUID id) {
        return one("select " + COLUMNS + " from session_plan where id = :id", id);
    }

    /** Within the caller's transaction. */
    Uni<Plan> locked(UUID id) {
        return one("select " + COLUMNS + " from session_plan where id = :id for update", id);
    }

    private Uni<Plan> one(String query, UUID id) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery(query, Object[].class)
                        .setParameter("id", id)
                        .getSingleResultOrNull())
                .onItem()
                .ifNull()
                .failWith(Plan::unknown)
                .chain(row -> days(id).map(days -> read(row, days)));
    }

    /** Without their days. */
    @WithSession
    Uni<List<Plan>> list(String program, PageQuery page) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery(
                                "select " + COLUMNS + " from session_plan"
                                        + " where program = :program and position > :after order by position limit :rows",
                                Object[].class)
                        .setParameter("program", program)
                        .setParameter("after", page.after())
                        .setParameter("rows", page.rows())
                        .getResultList())
                .map(rows -> rows.stream().map(row -> read(row, List.of())).toList());
    }

    private Plan read(Object[] row, List<Day> days) {
        return new Plan(
                (UUID) row[0],
                ((Number) row[1]).longValue(),
                (String) row[2],
                wish((String) row[3]),
                State.valueOf((String) row[4]),
                (Integer) row[5],
                (Long) row[6],
                (Long) row[7],
                (BigDecimal) row[8],
                (Integer) row[9],
                days);
    }

    private static Uni<List<Day>> days(UUID plan) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery("""
                                select n, municipality, supplier_id, date, pinned, session_id from session_plan_day
                                where plan_id = :plan order by n
                                """, Object[].class)
                        .setParameter("plan", plan)
                        .getResultList())
                .map(rows -> rows.stream().map(Plans::day).toList());
    }

    private static Day day(Object[] row) {
        return new Day(
                (Integer) row[0], (String) row[1], (UUID) row[2], (LocalDate) row[3], (Boolean) row[4], (UUID) row[5]);
    }

    /** All of them anew, or some; within the caller's transaction. */
    Uni<Void> keep(UUID plan, List<Day> days) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery("""
                                insert into session_plan_day (plan_id, n, municipality, supplier_id, date, pinned, session_id)
                                select :plan, n, municipality, supplier, cast(date as date), pinned, session
                                from unnest(cast(:ns as int[]), cast(:municipalities as text[]), cast(:suppliers as uuid[]), cast(:dates as text[]), cast(:pinned as boolean[]), cast(:sessions as uuid[]))
                                    as day (n, municipality, supplier, date, pinned, session)
                                on conflict (plan_id, n) do update
                                set supplier_id = excluded.supplier_id, date = excluded.date, pinned = excluded.pinned, session_id = excluded.session_id
                                """)
                        .setParameter("plan", plan)
                        .setParameter("ns", days.stream().map(Day::n).toArray(Integer[]::new))
                        .setParameter(
                                "municipalities",
                                days.stream().map(Day::municipality).toArray(String[]::new))
                        .setParameter(
                                "suppliers", days.stream().map(Day::supplierId).toArray(UUID[]::new))
                        .setParameter(
                                "dates",
                                days.stream()
                                        .map(day -> day.date() == null
                                                ? null
                                                : day.date().toString())
                                        .toArray(String[]::new))
                        .setParameter("pinned", days.stream().map(Day::pinned).toArray(Boolean[]::new))
                        .setParameter(
                                "sessions", days.stream().map(Day::sessionId).toArray(UUID[]::new))
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** Within the caller's transaction; its version rises. */
    Uni<Void> become(UUID plan, State state, @Nullable Integer clashes, @Nullable Long cost) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery("""
                                update session_plan set state = :state, clashes = cast(:clashes as int), cost = cast(:cost as bigint),
                                    version = version + 1, beat_at = null
                                where id = :id
                                """)
                        .setParameter("state", state.name())
                        .setParameter("clashes", clashes)
                        .setParameter("cost", cost)
                        .setParameter("id", plan)
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** The next plan that nobody works on; whoever takes it says every few seconds that they still do. */
    @WithTransaction
    Uni<@Nullable UUID> claim() {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery("""
                        with next as (
                            select id from session_plan
                            where state = 'waiting' or state = 'solving' and beat_at < current_timestamp - interval '30 seconds'
                            order by position limit 1 for update skip locked
                        ), claimed as (
                            update session_plan set state = 'solving', beat_at = current_timestamp, seconds = 0
                            where id in (select id from next) returning id
                        )
                        select id from claimed
                        """, UUID.class).getSingleResultOrNull());
    }

    /** How far a search has come. */
    @WithTransaction
    Uni<Void> beat(UUID plan, int clashes, long cost, long firstCost, BigDecimal seconds) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery("""
                                update session_plan set clashes = :clashes, cost = :cost, first_cost = :firstCost, seconds = :seconds, beat_at = current_timestamp
                                where id = :id and state = 'solving'
                                """)
                        .setParameter("clashes", clashes)
                        .setParameter("cost", cost)
                        .setParameter("firstCost", firstCost)
                        .setParameter("seconds", seconds)
                        .setParameter("id", plan)
                        .executeUpdate())
                .replaceWithVoid();
    }

    /**
     * On which days of the wish's period the teams and rooms are taken: by sessions all day, by their own calendars when
     * those block the hours that are wished for. Within a session of the database.
     */
    Uni<Taken> taken(Wish wish, Collection<UUID> teamsAndRooms) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery("""
                                select distinct taken.id, cast(day as date)
                                from session_part p
                                cross join lateral (values (p.supplier_id), (p.room_id)) as taken (id)
                                cross join lateral generate_series(
                                    date_trunc('day', lower(p.during) at time zone :zone),
                                    (upper(p.during) - interval '1 microsecond') at time zone :zone, interval '1 day') as day
                                where p.takes_place and taken.id = any(cast(:ids as uuid[]))
                                    and p.during && tstzrange(cast(cast(:from as text) as timestamp) at time zone :zone, cast(cast(:to as text) as timestamp) at time zone :zone)
                                union
                                select b.owner, cast(day as date)
                                from blocked_time b
                                cross join lateral generate_series(
                                    greatest(date_trunc('day', lower(b.during) at time zone :zone) - interval '1 day', cast(cast(:from as text) as timestamp)),
                                    least(upper(b.during) at time zone :zone, cast(cast(:to as text) as timestamp)), interval '1 day') as day
                                where b.owner_kind in ('team', 'room') and b.owner = any(cast(:ids as uuid[]))
                                    and b.during && tstzrange((day + cast(cast(:start as text) as interval)) at time zone :zone,
                                        (day + cast(cast(:start as text) as interval)) at time zone :zone + cast(:hours as float8) * interval '1 hour')
                                """, Object[].class)
                        .setParameter("zone", wish.zone())
                        .setParameter("ids", teamsAndRooms.toArray(UUID[]::new))
                        .setParameter("from", wish.from().atStartOfDay().toString())
                        .setParameter("to", wish.to().plusDays(1).atStartOfDay().toString())
                        .setParameter("start", wish.startTime().toString())
                        .setParameter("hours", wish.hours().doubleValue())
                        .getResultList())
                .map(Plans::taken);
    }

    private static Taken taken(List<Object[]> rows) {
        Map<UUID, Set<LocalDate>> days = new HashMap<>();
        rows.forEach(row ->
                days.computeIfAbsent((UUID) row[0], id -> new HashSet<>()).add((LocalDate) row[1]));
        return new Taken(days);
    }

    private String write(Wish wish) {
        try {
            return json.writeValueAsString(wish);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Wish wish(String text) {
        try {
            return json.readValue(text, Wish.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
