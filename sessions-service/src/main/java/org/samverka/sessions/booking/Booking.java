package org.samverka.sessions.booking;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.SessionEvent;
import org.samverka.contracts.SessionEvent.BookingCanceled;
import org.samverka.contracts.SessionEvent.SessionBooked;
import org.samverka.contracts.rest.Refused;
import org.samverka.sessions.participant.Enrollment;
import org.samverka.sessions.session.Session;

/** A person's seat in a session, until canceled. */
@Entity
class Booking {
    @Id
    UUID id;

    @Column(insertable = false, updatable = false)
    long position;

    @Column(name = "session_id")
    UUID sessionId;

    String program;

    @Column(name = "person_id")
    UUID personId;

    UUID pseudonym;

    @Nullable
    String organization;

    @Enumerated(EnumType.STRING)
    State state;

    int version;

    @Schema(name = "BookingState")
    enum State {
        booked,
        canceled
    }

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected Booking() {}

    Booking(UUID id, Session session, Enrollment enrollment) {
        this(id, session, enrollment.personId(), enrollment.pseudonym(), enrollment.organization(), State.booked, 1);
    }

    Booking(
            UUID id,
            Session session,
            UUID personId,
            UUID pseudonym,
            @Nullable String organization,
            State state,
            int version) {
        this.id = id;
        this.sessionId = session.id();
        this.program = session.program();
        this.personId = personId;
        this.pseudonym = pseudonym;
        this.organization = organization;
        this.state = state;
        this.version = version;
    }

    SessionBooked booked(Session session) {
        return new SessionBooked(id, sessionId, program, session.targetGroup(), personId, pseudonym);
    }

    /** Frees the seat; says so the first time only. */
    List<SessionEvent> cancel(Session session) {
        if (state == State.canceled) {
            return List.of();
        }
        if (session.isHeld()) {
            throw new AlreadyHeld();
        }
        state = State.canceled;
        version++;
        return List.of(new BookingCanceled(id, sessionId, program, personId, pseudonym));
    }

    static final class AlreadyHeld extends Refused {
        AlreadyHeld() {
            super("The session has been held; record 0 hours of attendance for who did not come");
        }
    }
}
