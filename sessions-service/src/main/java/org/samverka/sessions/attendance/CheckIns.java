package org.samverka.sessions.attendance;

import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Refused;
import org.samverka.sessions.attendance.Attendances.Outcome;
import org.samverka.sessions.attendance.Mark.PartHours;
import org.samverka.sessions.booking.Bookings;
import org.samverka.sessions.booking.Bookings.Comer;
import org.samverka.sessions.contact.Contact;
import org.samverka.sessions.contact.Contacts;
import org.samverka.sessions.session.Part;
import org.samverka.sessions.session.Session;

/** The list at the door: who comes, and who has arrived. */
@ApplicationScoped
class CheckIns {
    private final ListedSessions sessions;
    private final Bookings bookings;
    private final Contacts contacts;
    private final Attendances attendances;

    CheckIns(ListedSessions sessions, Bookings bookings, Contacts contacts, Attendances attendances) {
        this.sessions = sessions;
        this.bookings = bookings;
        this.contacts = contacts;
        this.attendances = attendances;
    }

    /** @param name none where it is protected or not known: such a person shows their code */
    record Listed(
            Comer comer, @Nullable String name, @Nullable Attendance attendance) {}

    @WithSession
    Uni<List<Listed>> list(UUID session, PageQuery page, Reader reader) {
        return sessions.known(session, reader)
                .chain(() -> bookings.comers(session, page))
                .chain(comers -> listed(session, comers));
    }

    private Uni<List<Listed>> listed(UUID session, List<Comer> comers) {
        List<UUID> people = comers.stream().map(Comer::personId).toList();
        return contacts.of(people)
                .chain(names -> AttendanceRows.of(session, people)
                        .map(recorded -> comers.stream()
                                .map(comer -> listed(comer, names, recorded))
                                .toList()));
    }

    private static Listed listed(Comer comer, Map<UUID, Contact> names, Map<UUID, Attendance> recorded) {
        Contact contact = names.get(comer.personId());
        return new Listed(comer, contact == null ? null : contact.name(), recorded.get(comer.personId()));
    }

    /** Who arrived, and that they had not been checked in before. */
    record Arrival(UUID personId, BigDecimal hours, boolean first, int version) {}

    /**
     * Records the whole of a part, until it is corrected for who left early.
     *
     * @param part none where the session has only one
     */
    @WithTransaction
    Uni<Arrival> arrived(UUID id, String code, @Nullable Integer part, Reader reader) {
        return sessions.locked(id, reader)
                .chain(session -> bookings.holderOf(id, code.replaceAll("[\\s-]", ""))
                        .onItem()
                        .ifNull()
                        .failWith(NoSuchCode::new)
                        .chain(person -> attendances
                                .parts(session)
                                .map(parts -> mark(person, parts, part))
                                .chain(mark -> arrived(session, mark, reader))));
    }

    private static Mark mark(UUID person, List<Part> parts, @Nullable Integer part) {
        if (part == null && parts.size() > 1) {
            throw new Invalid("/part", "required", "The session has %d parts; say which one".formatted(parts.size()));
        }
        int n = part == null ? 1 : part;
        if (n < 1 || n > parts.size()) {
            throw new Invalid("/part", "unknown-part", "The session has the parts 1 to " + parts.size());
        }
        return new Mark(person, null, List.of(new PartHours(n, parts.get(n - 1).hours())), null, null);
    }

    /** Who is checked in once more stays as they are, whatever was corrected meanwhile. */
    private Uni<Arrival> arrived(Session session, Mark mark, Reader reader) {
        PartHours part = mark.parts().get(0);
        return AttendanceRows.of(session.id(), List.of(mark.personId())).chain(recorded -> {
            Attendance before = recorded.get(mark.personId());
            BigDecimal hours = before == null ? null : before.parts().get(part.part());
            return hours != null
                    ? Uni.createFrom().item(new Arrival(mark.personId(), hours, false, session.attendanceVersion()))
                    : attendances.checkIn(session, mark, reader).map(outcome -> arrival(mark, outcome));
        });
    }

    private static Arrival arrival(Mark mark, Outcome outcome) {
        if (!outcome.refused().isEmpty()) {
            throw new Invalid(outcome.refused());
        }
        return new Arrival(mark.personId(), mark.parts().get(0).hours(), true, outcome.version());
    }

    static final class NoSuchCode extends Refused {
        NoSuchCode() {
            super("Nobody who has a seat in this session has this code; look for the person on the list");
        }
    }
}
