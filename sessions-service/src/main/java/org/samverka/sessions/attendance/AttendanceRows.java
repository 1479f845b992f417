package org.samverka.sessions.attendance;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.delivery.Writes;
import org.samverka.sessions.attendance.Attendance.Party;
import org.samverka.sessions.session.Session;

/** How attendance is stored; within the transaction that holds the session's lock. */
final class AttendanceRows {
    private static final String COLUMNS = """
            select a.position, a.person_id, a.pseudonym, a.version, a.at, a.participant_attested, a.leader_attested, p.n, p.hours
            from attendance a left join attendance_part p on p.session_id = a.session_id and p.person_id = a.person_id
            """;

    private AttendanceRows() {}

    /** A stored attendance and its place in lists. */
    record Row(long position, Attendance attendance) {}

    /** Where a change comes from. */
    enum Source {
        LIST("list"),
        CHECK_IN("check-in"),
        UPLOAD("upload");

        private final String wireName;

        Source(String wireName) {
            this.wireName = wireName;
        }
    }

    static Uni<Map<UUID, Attendance>> of(UUID session, Collection<UUID> people) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery(
                                COLUMNS
                                        + "where a.session_id = :session and a.person_id = any(:people) order by a.position",
                                Object[].class)
                        .setParameter("session", session)
                        .setParameter("people", people.toArray(UUID[]::new))
                        .getResultList())
                .map(AttendanceRows::byPerson);
    }

    static Uni<Map<UUID, Attendance>> all(UUID session) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery(
                                COLUMNS + "where a.session_id = :session order by a.position", Object[].class)
                        .setParameter("session", session)
                        .getResultList())
                .map(AttendanceRows::byPerson);
    }

    static Uni<List<Row>> page(Mutiny.Session database, UUID session, long after, int rows) {
        return database.createNativeQuery(COLUMNS + """
                                where a.session_id = :session and a.position in (
                                    select b.position from attendance b where b.session_id = :session and b.position > :after
                                    order by b.position limit :rows)
                                order by a.position, p.n""", Object[].class)
                .setParameter("session", session)
                .setParameter("after", after)
                .setParameter("rows", rows)
                .getResultList()
                .map(AttendanceRows::read);
    }

    private static Map<UUID, Attendance> byPerson(List<Object[]> rows) {
        var byPerson = new LinkedHashMap<UUID, Attendance>();
        read(rows).forEach(row -> byPerson.put(row.attendance().personId(), row.attendance()));
        return byPerson;
    }

    private static List<Row> read(List<Object[]> rows) {
        var read = new LinkedHashMap<Long, Row>();
        for (Object[] row : rows) {
            Row known = read.computeIfAbsent(((Number) row[0]).longValue(), position -> row(position, row));
            if (row[7] != null) {
                known.attendance().parts().put((Integer) row[7], (BigDecimal) row[8]);
            }
        }
        return new ArrayList<>(read.values());
    }

    private static Row row(long position, Object[] row) {
        return new Row(
                position,
                new Attendance(
                        (UUID) row[1],
                        (UUID) row[2],
                        new TreeMap<>(),
                        (Integer) row[3],
                        instant(row[4]),
                        (Integer) row[5],
                        (Integer) row[6]));
    }

    static Instant instant(Object value) {
        return value instanceof OffsetDateTime time ? time.toInstant() : (Instant) value;
    }

    /**
     * @param dates of the session's parts, by number
     * @param reasons why somebody's is corrected, by person
     */
    static void keep(
            Session session,
            List<Attendance> changed,
            Map<Integer, LocalDate> dates,
            Map<UUID, String> reasons,
            Source source,
            String by,
            Writes writes) {
        var parameters = new HashMap<String, Object>();
        parameters.put("session", session.id());
        parameters.put("people", ids(changed, Attendance::personId));
        parameters.put("pseudonyms", ids(changed, Attendance::pseudonym));
        parameters.put("hours", changed.stream().map(Attendance::hours).toArray(BigDecimal[]::new));
        parameters.put("versions", numbers(changed, Attendance::version));
        parameters.put(
                "times", changed.stream().map(each -> each.at().toString()).toArray(String[]::new));
        writes.add("""
                recorded as (
                    insert into attendance (session_id, person_id, pseudonym, hours, version, at)
                    select :session, person_id, pseudonym, hours, version, cast(at as timestamptz)
                    from unnest(cast(:people as uuid[]), cast(:pseudonyms as uuid[]), cast(:hours as numeric[]), cast(:versions as int[]), cast(:times as text[]))
                        with ordinality as mark (person_id, pseudonym, hours, version, at, n)
                    order by n
                    on conflict (session_id, person_id) do update
                    set hours = excluded.hours, version = excluded.version, at = excluded.at)""", parameters);
        keepParts(session, changed, dates, writes);
        keepChanges(session, changed, reasons, source, by, writes);
    }

    private static void keepParts(
            Session session, List<Attendance> changed, Map<Integer, LocalDate> dates, Writes writes) {
        var people = new ArrayList<UUID>();
        var numbers = new ArrayList<Integer>();
        var days = new ArrayList<String>();
        var hours = new ArrayList<BigDecimal>();
        for (Attendance attendance : changed) {
            attendance.parts().forEach((n, some) -> {
                people.add(attendance.personId());
                numbers.add(n);
                days.add(String.valueOf(dates.get(n)));
                hours.add(some);
            });
        }
        writes.add(
                """
                parts as (
                    insert into attendance_part (session_id, program, person_id, n, date, hours)
                    select :partSession, :partProgram, person_id, n, cast(date as date), hours
                    from unnest(cast(:partPeople as uuid[]), cast(:partNumbers as int[]), cast(:partDates as text[]), cast(:partHours as numeric[]))
                        as part (person_id, n, date, hours)
                    on conflict (session_id, person_id, n) do update set hours = excluded.hours, date = excluded.date)""",
                Map.of(
                        "partSession", session.id(),
                        "partProgram", session.program(),
                        "partPeople", people.toArray(UUID[]::new),
                        "partNumbers", numbers.toArray(Integer[]::new),
                        "partDates", days.toArray(String[]::new),
                        "partHours", hours.toArray(BigDecimal[]::new)));
    }

    private static void keepChanges(
            Session session,
            List<Attendance> changed,
            Map<UUID, String> reasons,
            Source source,
            String by,
            Writes writes) {
        writes.add(
                """
                history as (
                    insert into attendance_change (session_id, person_id, version, hours, source, by, reason)
                    select :changeSession, person_id, version, hours, :changeSource, :changeBy, reason
                    from unnest(cast(:changePeople as uuid[]), cast(:changeVersions as int[]), cast(:changeHours as numeric[]), cast(:changeReasons as text[]))
                        as change (person_id, version, hours, reason))""",
                Map.of(
                        "changeSession", session.id(),
                        "changeSource", source.wireName,
                        "changeBy", by,
                        "changePeople", ids(changed, Attendance::personId),
                        "changeVersions", numbers(changed, Attendance::version),
                        "changeHours", changed.stream().map(Attendance::hours).toArray(BigDecimal[]::new),
                        "changeReasons",
                                changed.stream()
                                        .map(each -> reasons.get(each.personId()))
                                        .toArray(String[]::new)));
    }

    static void keepAttested(UUID session, List<Attendance> attested, Party party, String by, Writes writes) {
        writes.add(
                """
                attested as (
                    update attendance set %s_attested = version
                    where session_id = :attestedSession and person_id = any(cast(:attestedPeople as uuid[])))
                """.formatted(party),
                Map.of("attestedSession", session, "attestedPeople", ids(attested, Attendance::personId)));
        writes.add(
                """
                attestations as (
                    insert into attestation (session_id, person_id, version, party, by)
                    select :attestationSession, person_id, version, :attestationParty, :attestationBy
                    from unnest(cast(:attestationPeople as uuid[]), cast(:attestationVersions as int[])) as a (person_id, version)
                    on conflict do nothing)""",
                Map.of(
                        "attestationSession", session,
                        "attestationParty", party.name(),
                        "attestationBy", by,
                        "attestationPeople", ids(attested, Attendance::personId),
                        "attestationVersions", numbers(attested, Attendance::version)));
    }

    private static UUID[] ids(List<Attendance> all, Function<Attendance, UUID> id) {
        return all.stream().map(id).toArray(UUID[]::new);
    }

    private static Integer[] numbers(List<Attendance> all, ToIntFunction<Attendance> number) {
        return all.stream().map(number::applyAsInt).toArray(Integer[]::new);
    }

    /** What was recorded at some time, and by whom: the account, never a name. */
    record Past(
            int version,
            BigDecimal hours,
            String source,
            String by,
            Instant at,
            @Nullable String reason) {}

    static Uni<List<Past>> history(UUID session, UUID person) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery("""
                                select version, hours, source, by, at, reason from attendance_change
                                where session_id = :session and person_id = :person order by version
                                """, Object[].class)
                        .setParameter("session", session)
                        .setParameter("person", person)
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row -> new Past(
                                (Integer) row[0],
                                (BigDecimal) row[1],
                                (String) row[2],
                                (String) row[3],
                                instant(row[4]),
                                (String) row[5]))
                        .toList());
    }
}
