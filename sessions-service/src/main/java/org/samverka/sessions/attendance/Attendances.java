package org.samverka.sessions.attendance;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.SessionEvent;
import org.samverka.contracts.delivery.Outbox;
import org.samverka.contracts.delivery.Trace;
import org.samverka.contracts.delivery.Writes;
import org.samverka.contracts.rest.ETags;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.sessions.attendance.AttendanceRows.Past;
import org.samverka.sessions.attendance.AttendanceRows.Row;
import org.samverka.sessions.attendance.AttendanceRows.Source;
import org.samverka.sessions.attendance.AttendanceSheet.Taken;
import org.samverka.sessions.booking.Bookings;
import org.samverka.sessions.session.Part;
import org.samverka.sessions.session.Session;

/** Who was where, for how long. */
@ApplicationScoped
class Attendances {
    private final ListedSessions sessions;
    private final Bookings bookings;
    private final Outbox outbox;
    private final Clock clock;

    Attendances(ListedSessions sessions, Bookings bookings, Outbox outbox, Clock clock) {
        this.sessions = sessions;
        this.bookings = bookings;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * How many marks said something new; {@code version} is that of the session's attendance as a whole, {@code refused} what
     * is wrong with marks that were passed over.
     */
    record Outcome(int recorded, int unchanged, int version, List<Invalid.Error> refused) {}

    /** All of a list or nothing. */
    @WithTransaction
    Uni<Outcome> record(UUID id, List<Mark> marks, @Nullable String ifMatch, Reader reader) {
        return sessions.locked(id, reader)
                .invoke(session -> ETags.require(ifMatch, session.attendanceVersion()))
                .chain(session -> write(session, marks, Source.LIST, reader, sheet -> allOrNothing(sheet, marks)));
    }

    private static Taken allOrNothing(AttendanceSheet sheet, List<Mark> marks) {
        List<Attendance> changed = sheet.changedBy(marks);
        return new Taken(changed, marks.size() - changed.size(), List.of());
    }

    /** What was noted without a connection: what can be taken is taken, however often it is sent. */
    @WithTransaction
    Uni<Outcome> upload(UUID id, List<Mark> marks, Reader reader) {
        return sessions.locked(id, reader)
                .chain(session -> write(session, marks, Source.UPLOAD, reader, sheet -> sheet.take(marks, "/rows")));
    }

    /** Somebody arrived; within the caller's transaction, which holds the session's lock. */
    Uni<Outcome> checkIn(Session session, Mark mark, Reader reader) {
        return write(session, List.of(mark), Source.CHECK_IN, reader, sheet -> sheet.take(List.of(mark), ""));
    }

    private interface Take {
        Taken from(AttendanceSheet sheet);
    }

    private Uni<Outcome> write(Session session, List<Mark> marks, Source source, Reader reader, Take take) {
        List<UUID> people = marks.stream().map(Mark::personId).distinct().toList();
        return parts(session)
                .chain(parts -> bookings.pseudonyms(session.id(), people)
                        .chain(pseudonyms -> AttendanceRows.of(session.id(), people)
                                .map(recorded -> new AttendanceSheet(parts, pseudonyms, recorded, clock.instant())))
                        .map(take::from)
                        .call(taken -> keep(session, taken.changed(), dates(parts), reasons(marks), source, reader)))
                .map(taken -> new Outcome(
                        taken.changed().size(), taken.unchanged(), session.attendanceVersion(), taken.errors()));
    }

    Uni<List<Part>> parts(Session session) {
        return sessions.parts(session);
    }

    /** Of the parts, by number. */
    static Map<Integer, LocalDate> dates(List<Part> parts) {
        var dates = new TreeMap<Integer, LocalDate>();
        for (int i = 0; i < parts.size(); i++) {
            dates.put(i + 1, parts.get(i).startsAt().toLocalDate());
        }
        return dates;
    }

    private static Map<UUID, String> reasons(List<Mark> marks) {
        var reasons = new HashMap<UUID, String>();
        for (Mark mark : marks) {
            if (mark.reason() != null) {
                reasons.put(mark.personId(), mark.reason());
            }
        }
        return reasons;
    }

    private Uni<Void> keep(
            Session session,
            List<Attendance> changed,
            Map<Integer, LocalDate> dates,
            Map<UUID, String> reasons,
            Source source,
            Reader reader) {
        if (changed.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<SessionEvent> events = new ArrayList<>();
        session.attendanceChanged().ifPresent(events::add);
        changed.forEach(attendance -> events.add(attendance.recorded(session)));
        var writes = new Writes();
        AttendanceRows.keep(session, changed, dates, reasons, source, reader.name(), writes);
        tell(events, writes);
        return writes.execute();
    }

    /** Along with other effects. */
    void tell(List<? extends SessionEvent> events, Writes writes) {
        String trace = Trace.current();
        outbox.appendEntries(
                events.stream().map(event -> new Outbox.Entry(event, trace)).toList(), writes);
    }

    /** A stretch of a session's attendance, and the version of the whole. */
    record Stretch(int version, List<Row> rows) {}

    @WithSession
    Uni<Stretch> list(UUID id, PageQuery page, Reader reader) {
        return sessions.known(id, reader)
                .chain(session -> Panache.getSession()
                        .chain(database -> AttendanceRows.page(database, id, page.after(), page.rows()))
                        .map(rows -> new Stretch(session.attendanceVersion(), rows)));
    }

    @WithSession
    Uni<List<Past>> history(UUID id, UUID person, Reader reader) {
        return sessions.known(id, reader).chain(() -> AttendanceRows.history(id, person));
    }
}
