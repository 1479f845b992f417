package org.samverka.sessions.session;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The parts of sessions and what each takes up. Looked at first, so that a clash is named; the database's exclusion
 * constraints decide between two who look at the same time.
 */
@ApplicationScoped
public class Parts {
    private static final int CLASHES_NAMED = 5;

    /** A part as it is to be written. */
    private record Row(Session session, int n, Part part) {}

    /** In the order of time, by session. */
    @WithSession
    public Uni<Map<UUID, List<Part>>> of(Collection<UUID> sessions) {
        if (sessions.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return Panache.getSession()
                .chain(database -> database.createNativeQuery("""
                                select session_id, title, starts_at, hours from session_part
                                where session_id = any(cast(:sessions as uuid[])) order by session_id, n
                                """, Object[].class)
                        .setParameter("sessions", sessions.toArray(UUID[]::new))
                        .getResultList())
                .map(rows -> rows.stream()
                        .collect(groupingBy(
                                row -> (UUID) row[0],
                                mapping(
                                        row -> new Part((String) row[1], (LocalDateTime) row[2], (BigDecimal) row[3]),
                                        toList()))));
    }

    /** Refuses what would put a room, a team or a leader in two places; within the caller's transaction. */
    Uni<Void> check(Map<Session, Timing> wanted, Set<String> programsOfCaller) {
        List<Row> rows = rows(wanted);
        return Panache.getSession()
                .chain(database -> database.createNativeQuery("""
                                select case when p.room_id = w.room then 'room' when p.supplier_id = w.supplier then 'supplier' else 'leader' end,
                                    s.program, s.title, p.starts_at, p.hours
                                from unnest(cast(:froms as text[]), cast(:untils as text[]), cast(:rooms as uuid[]), cast(:suppliers as uuid[]), cast(:leaders as uuid[]))
                                    with ordinality as w (starts, ends, room, supplier, leader, n)
                                join session_part p on p.takes_place
                                    and p.during && tstzrange(cast(w.starts as timestamptz), cast(w.ends as timestamptz))
                                    and (p.room_id = w.room or p.supplier_id = w.supplier or p.leader_id = w.leader)
                                    and not p.session_id = any(cast(:own as uuid[]))
                                join session s on s.id = p.session_id
                                union all
                                select case b.owner_kind when 'team' then 'supplier' when 'person' then 'leader' else 'room' end,
                                    null, null, lower(b.during) at time zone w.zone,
                                    cast(round(extract(epoch from upper(b.during) - lower(b.during)) / 3600, 2) as numeric)
                                from unnest(cast(:froms as text[]), cast(:untils as text[]), cast(:rooms as uuid[]), cast(:suppliers as uuid[]), cast(:leaders as uuid[]), cast(:zones as text[]))
                                    as w (starts, ends, room, supplier, leader, zone)
                                join blocked_time b on b.during && tstzrange(cast(w.starts as timestamptz), cast(w.ends as timestamptz))
                                    and (b.owner_kind, b.owner) in (('room', w.room), ('team', w.supplier), ('person', w.leader))
                                order by 4 limit :most
                                """, Object[].class)
                        .setParameter(
                                "froms",
                                texts(
                                        rows,
                                        row -> row.part()
                                                .from(row.session().zone())
                                                .toString()))
                        .setParameter(
                                "untils",
                                texts(
                                        rows,
                                        row -> row.part()
                                                .until(row.session().zone())
                                                .toString()))
                        .setParameter("zones", texts(rows, row -> row.session().zone()))
                        .setParameter("rooms", ids(rows, row -> row.session().roomId()))
                        .setParameter(
                                "suppliers", ids(rows, row -> row.session().supplierId()))
                        .setParameter("leaders", ids(rows, row -> row.session().leaderId()))
                        .setParameter("own", ids(rows, row -> row.session().id()))
                        .setParameter("most", CLASHES_NAMED)
                        .getResultList())
                .invoke(clashes -> refuse(clashes, programsOfCaller))
                .replaceWithVoid();
    }

    private static void refuse(List<Object[]> clashes, Set<String> programsOfCaller) {
        if (!clashes.isEmpty()) {
            throw Clash.with(
                    clashes.stream()
                            .map(row -> new Clash.With(
                                    (String) row[0],
                                    (String) row[1],
                                    (String) row[2],
                                    new Part(null, (LocalDateTime) row[3], (BigDecimal) row[4])))
                            .toList(),
                    programsOfCaller);
        }
    }

    /** Within the caller's transaction. */
    Uni<Void> insert(Map<Session, Timing> timings) {
        List<Row> rows = rows(timings);
        return Panache.getSession()
                .chain(database -> database.createNativeQuery("""
                                insert into session_part (session_id, n, title, starts_at, hours, during, room_id, supplier_id, leader_id, takes_place)
                                select session, n, title, cast(starts_at as timestamp), hours,
                                    tstzrange(cast(starts as timestamptz), cast(ends as timestamptz)), room, supplier, leader, true
                                from unnest(cast(:sessions as uuid[]), cast(:ns as int[]), cast(:titles as text[]), cast(:locals as text[]), cast(:hours as numeric[]),
                                        cast(:froms as text[]), cast(:untils as text[]), cast(:rooms as uuid[]), cast(:suppliers as uuid[]), cast(:leaders as uuid[]))
                                    as part (session, n, title, starts_at, hours, starts, ends, room, supplier, leader)
                                order by starts, session, n
                                """)
                        .setParameter("sessions", ids(rows, row -> row.session().id()))
                        .setParameter("ns", rows.stream().map(Row::n).toArray(Integer[]::new))
                        .setParameter("titles", texts(rows, row -> row.part().title()))
                        .setParameter(
                                "locals",
                                texts(rows, row -> row.part().startsAt().toString()))
                        .setParameter(
                                "hours",
                                rows.stream().map(row -> row.part().hours()).toArray(BigDecimal[]::new))
                        .setParameter(
                                "froms",
                                texts(
                                        rows,
                                        row -> row.part()
                                                .from(row.session().zone())
                                                .toString()))
                        .setParameter(
                                "untils",
                                texts(
                                        rows,
                                        row -> row.part()
                                                .until(row.session().zone())
                                                .toString()))
                        .setParameter("rooms", ids(rows, row -> row.session().roomId()))
                        .setParameter(
                                "suppliers", ids(rows, row -> row.session().supplierId()))
                        .setParameter("leaders", ids(rows, row -> row.session().leaderId()))
                        .executeUpdate())
                .replaceWithVoid();
    }

    private static List<Row> rows(Map<Session, Timing> timings) {
        var rows = new ArrayList<Row>();
        timings.forEach((session, timing) -> {
            for (int i = 0; i < timing.parts().size(); i++) {
                rows.add(new Row(session, i + 1, timing.parts().get(i)));
            }
        });
        return rows;
    }

    private interface Text {
        @Nullable
        String of(Row row);
    }

    private static @Nullable String[] texts(List<Row> rows, Text text) {
        return rows.stream().map(text::of).toArray(String[]::new);
    }

    private interface Id {
        @Nullable
        UUID of(Row row);
    }

    private static @Nullable UUID[] ids(List<Row> rows, Id id) {
        return rows.stream().map(id::of).toArray(UUID[]::new);
    }

    /** Within the caller's transaction. */
    Uni<Void> replace(Map<Session, Timing> timings) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery(
                                "delete from session_part where session_id = any(cast(:sessions as uuid[]))")
                        .setParameter(
                                "sessions",
                                timings.keySet().stream().map(Session::id).toArray(UUID[]::new))
                        .executeUpdate())
                .chain(() -> insert(timings));
    }

    /** What will not take place takes up nothing; within the caller's transaction. */
    Uni<Void> free(Collection<UUID> sessions) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery(
                                "update session_part set takes_place = false where session_id = any(cast(:sessions as uuid[]))")
                        .setParameter("sessions", sessions.toArray(UUID[]::new))
                        .executeUpdate())
                .replaceWithVoid();
    }
}
