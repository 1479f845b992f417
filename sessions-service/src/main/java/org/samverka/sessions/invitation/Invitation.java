package org.samverka.sessions.invitation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.SessionEvent.InvitationAnswer;
import org.samverka.contracts.SessionEvent.InvitationAnswered;
import org.samverka.contracts.rest.Refused;
import org.samverka.sessions.session.Session;

/** That a person is asked to come to a session, and what they have said to it; what they need is kept elsewhere. */
@Entity
public class Invitation {
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

    int sequence;

    int revision;

    @Column(name = "sent_at")
    Instant sentAt;

    @Column(name = "reminded_days")
    @Nullable
    Integer remindedDays;

    @Column(name = "answered_at")
    @Nullable
    Instant answeredAt;

    int version;

    @Schema(name = "InvitationState")
    public enum State {
        /** Sent, and not answered. */
        open,
        accepted,
        waitlisted,
        declined,
        /** Taken back, for instance because the person has left the program. */
        withdrawn,
        /** The session does not take place. */
        canceled
    }

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected Invitation() {}

    public UUID id() {
        return id;
    }

    public long position() {
        return position;
    }

    public UUID sessionId() {
        return sessionId;
    }

    public UUID personId() {
        return personId;
    }

    public State state() {
        return state;
    }

    public int version() {
        return version;
    }

    /** An answer can be changed until the session starts. */
    public void requireAnswerable(Session session, Instant now) {
        if (state == State.withdrawn || state == State.canceled || Standing.of(session) != Standing.open) {
            throw new InvitationTakenBack();
        }
        if (!now.isBefore(startOf(session))) {
            throw new SessionStarted();
        }
    }

    static Instant startOf(Session session) {
        return session.startsAt().atZone(java.time.ZoneId.of(session.zone())).toInstant();
    }

    public InvitationAnswered answer(InvitationAnswer answer, Instant now) {
        state = State.valueOf(answer.name());
        answeredAt = now;
        version++;
        return new InvitationAnswered(id, sessionId, program, personId, pseudonym, answer, version);
    }

    static final class InvitationTakenBack extends Refused {
        InvitationTakenBack() {
            super("The session does not take place, or you are not invited any longer; ask your coordinator");
        }
    }

    static final class SessionStarted extends Refused {
        SessionStarted() {
            super("The session has started, so the invitation can no longer be answered");
        }
    }
}
