package org.samverka.sessions.attendance;

import static java.util.stream.Collectors.toMap;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.SessionEvent;
import org.samverka.contracts.delivery.Outbox;
import org.samverka.contracts.rest.ETags;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.sessions.attendance.AttendanceSheet.Mark;
import org.samverka.sessions.booking.Bookings;
import org.samverka.sessions.session.Session;
import org.samverka.sessions.session.Sessions;

/** Who was where, for how long. */
@ApplicationScoped
class Attendances {
    private final Sessions sessions;
    private final Bookings bookings;
    private final Outbox outbox;

    Attendances(Sessions sessions, Bookings bookings, Outbox outbox) {
        this.sessions = sessions;
        this.bookings = bookings;
        this.outbox = outbox;
    }

    /** How many marks said something new; {@code version} is that of the session's attendance as a whole. */
    record Outcome(int recorded, int unchanged, int version) {}

    /** A stored attendance and its place in lists. */
    record Row(long position, Attendance attendance) {}

    @WithTransaction
    Uni<Outcome> record(UUID sessionId, List<Mark> marks, @Nullable String ifMatch, Predicate<String> seesProgram) {
        return sessions.locked(sessionId)
                .map(session -> session.seenBy(seesProgram))
                .invoke(session -> ETags.require(ifMatch, session.attendanceVersion()))
                .chain(session -> sheet(session, marks)
                        .map(sheet -> sheet.changedBy(marks))
                        .call(changed -> keep(session, changed))
                        .map(changed -> outcome(session, marks, changed)));
    }

    private Uni<AttendanceSheet> sheet(Session session, List<Mark> marks) {
        List<UUID> people = marks.stream().map(Mark::personId).toList();
        return bookings.pseudonyms(session.id(), people)
                .chain(pseudonyms ->
                        recorded(session, people).map(recorded -> new AttendanceSheet(session, pseudonyms, recorded)));
    }

    private static Uni<Map<UUID, Attendance>> recorded(Session session, List<UUID> people) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery("""
                                select position, person_id, pseudonym, hours, version from attendance
                                where session_id = :session and person_id = any(:people)
                                """, Object[].class)
                        .setParameter("session", session.id())
                        .setParameter("people", people.toArray(UUID[]::new))
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row -> read(row).attendance())
                        .collect(toMap(Attendance::personId, Function.identity())));
    }

    private static Row read(Object[] row) {
        return new Row(
                ((Number) row[0]).longValue(),
                new Attendance((UUID) row[1], (UUID) row[2], (BigDecimal) row[3], (Integer) row[4]));
    }

    private Uni<Void> keep(Session session, List<Attendance> changed) {
        if (changed.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<SessionEvent> events = new ArrayList<>();
        session.attendanceChanged().ifPresent(events::add);
        changed.forEach(attendance -> events.add(attendance.recorded(session)));
        return store(session, changed).chain(() -> outbox.append(events));
    }

    private static Uni<Void> store(Session session, List<Attendance> changed) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery("""
                                insert into attendance (session_id, person_id, pseudonym, hours, version)
                                select :session, person_id, pseudonym, hours, version
                                from unnest(cast(:people as uuid[]), cast(:pseudonyms as uuid[]), cast(:hours as numeric[]), cast(:versions as int[])) with ordinality
                                    as mark (person_id, pseudonym, hours, version, n)
                                order by n
                                on conflict (session_id, person_id) do update
                                set hours = excluded.hours, version = excluded.version
                                """)
                        .setParameter("session", session.id())
                        .setParameter(
                                "people",
                                changed.stream().map(Attendance::personId).toArray(UUID[]::new))
                        .setParameter(
                                "pseudonyms",
                                changed.stream().map(Attendance::pseudonym).toArray(UUID[]::new))
                        .setParameter(
                                "hours", changed.stream().map(Attendance::hours).toArray(BigDecimal[]::new))
                        .setParameter(
                                "versions",
                                changed.stream().map(Attendance::version).toArray(Integer[]::new))
                        .executeUpdate())
                .replaceWithVoid();
    }

    private static Outcome outcome(Session session, List<Mark> marks, List<Attendance> changed) {
        return new Outcome(changed.size(), marks.size() - changed.size(), session.attendanceVersion());
    }

    /** A stretch of a session's attendance, and the version of the whole. */
    record Stretch(int version, List<Row> rows) {}

    @WithSession
    Uni<Stretch> list(UUID sessionId, PageQuery page, Predicate<String> seesProgram) {
        return sessions.known(sessionId)
                .map(session -> session.seenBy(seesProgram))
                .chain(session -> rows(session, page).map(rows -> new Stretch(session.attendanceVersion(), rows)));
    }

    private static Uni<List<Row>> rows(Session session, PageQuery page) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery("""
                                select position, person_id, pseudonym, hours, version from attendance
                                where session_id = :session and position > :after order by position limit :rows
                                """, Object[].class)
                        .setParameter("session", session.id())
                        .setParameter("after", page.after())
                        .setParameter("rows", page.rows())
                        .getResultList())
                .map(rows -> rows.stream().map(Attendances::read).toList());
    }
}
