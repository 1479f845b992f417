package org.samverka.sessions.booking;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.SessionEvent;
import org.samverka.contracts.SessionEvent.BookingCanceled;
import org.samverka.contracts.SessionEvent.BookingChanged;
import org.samverka.contracts.SessionEvent.BookingState;
import org.samverka.contracts.SessionEvent.SessionBooked;
import org.samverka.contracts.rest.Refused;
import org.samverka.sessions.booking.Places.Candidate;
import org.samverka.sessions.session.Session;

/** A person's place in a session, until canceled: a seat, an offer of one, or a place among those who wait. */
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

    @Column(name = "target_group")
    @Nullable
    String targetGroup;

    boolean support;

    boolean approval;

    @Nullable
    UUID party;

    @Column(name = "party_size")
    int partySize;

    @Enumerated(EnumType.STRING)
    State state;

    @Nullable
    String reason;

    @Column(name = "offer_until")
    @Nullable
    Instant offerUntil;

    @Column(insertable = false, updatable = false)
    @Nullable
    String code;

    int version;

    /** {@code requested} waits for a manager's approval and holds no seat; {@code offered} holds one until a time. */
    @Schema(name = "BookingState")
    enum State {
        requested,
        waitlisted,
        offered,
        booked,
        canceled
    }

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected Booking() {}

    Booking(UUID id, Session session, Candidate candidate, State state, @Nullable UUID party, int partySize) {
        this.id = id;
        this.sessionId = session.id();
        this.program = session.program();
        this.personId = candidate.personId();
        this.pseudonym = candidate.pseudonym();
        this.organization = candidate.organization();
        this.targetGroup = candidate.targetGroup();
        this.support = candidate.support();
        this.approval = candidate.approval();
        this.party = party;
        this.partySize = partySize;
        this.state = state;
        this.version = 1;
    }

    boolean holdsSeat() {
        return state == State.booked || state == State.offered;
    }

    /** What the others are told of how it stands now. */
    SessionEvent told(Session session) {
        return state == State.booked
                ? new SessionBooked(id, sessionId, program, session.targetGroup(), personId, pseudonym)
                : new BookingChanged(
                        id,
                        sessionId,
                        program,
                        session.targetGroup(),
                        personId,
                        pseudonym,
                        BookingState.valueOf(state.name()),
                        reason,
                        offerUntil,
                        version);
    }

    /** Who comes next has a seat. */
    SessionEvent seat(Session session, String why) {
        become(State.booked, why, null);
        return told(session);
    }

    SessionEvent offer(Session session, Instant until, String why) {
        become(State.offered, why, until);
        return told(session);
    }

    SessionEvent waitlist(Session session, String why) {
        become(State.waitlisted, why, null);
        return told(session);
    }

    /** The person has no place any more. */
    SessionEvent cancel(Session session, String why) {
        boolean hadSeat = state == State.booked;
        if (hadSeat && session.isHeld()) {
            throw new AlreadyHeld();
        }
        become(State.canceled, why, null);
        return hadSeat ? new BookingCanceled(id, sessionId, program, personId, pseudonym) : told(session);
    }

    private void become(State state, String why, @Nullable Instant until) {
        this.state = state;
        this.reason = why;
        this.offerUntil = until;
        version++;
    }

    static final class AlreadyHeld extends Refused {
        AlreadyHeld() {
            super("The session has been held; record 0 hours of attendance for who did not come");
        }
    }
}
