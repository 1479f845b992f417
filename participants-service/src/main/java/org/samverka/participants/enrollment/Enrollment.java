package org.samverka.participants.enrollment;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Event;
import org.samverka.contracts.ParticipantEvent.EnrollmentChanged;
import org.samverka.contracts.ParticipantEvent.EnrollmentState;
import org.samverka.contracts.ParticipantEvent.ParticipantEnrolled;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.Refused;

/** A person's way through a target group of a program; each step is a {@link Change}, which {@link Changes} keeps. */
@Entity
@Immutable
class Enrollment {
    @Id
    UUID id;

    long position;

    @Column(name = "program_id")
    UUID programId;

    String program;

    @Column(name = "person_id")
    UUID personId;

    UUID pseudonym;

    @Column(name = "target_group")
    String targetGroup;

    String organization;

    @Enumerated(EnumType.STRING)
    EnrollmentState state;

    LocalDate date;

    boolean support;

    @Column(name = "offer_until")
    @Nullable
    Instant offerUntil;

    @Enumerated(EnumType.STRING)
    EnrollmentState entered;

    @Column(name = "entered_by")
    String enteredBy;

    @Column(name = "entered_role")
    String enteredRole;

    @Column(name = "entered_at")
    Instant enteredAt;

    int version;

    /** Every column is mapped: what reads whole rows here relies on it. */
    @Column(name = "changed_at")
    @Nullable
    Instant changedAt;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected Enrollment() {}

    Enrollment(
            UUID id,
            UUID programId,
            String program,
            UUID personId,
            UUID pseudonym,
            String targetGroup,
            String organization,
            EnrollmentState state,
            LocalDate date,
            boolean support,
            @Nullable Instant offerUntil,
            Actor by) {
        this.id = id;
        this.programId = programId;
        this.program = program;
        this.personId = personId;
        this.pseudonym = pseudonym;
        this.targetGroup = targetGroup;
        this.organization = organization;
        this.state = state;
        this.date = date;
        this.support = support;
        this.offerUntil = offerUntil;
        this.entered = state;
        this.enteredBy = by.subject();
        this.enteredRole = by.role();
        this.enteredAt = Instant.EPOCH; // the database's
        this.version = 1;
    }

    /** What is told when it begins. */
    Event begun() {
        return state == EnrollmentState.confirmed || state == EnrollmentState.waitlisted
                ? new ParticipantEnrolled(id, program, personId, pseudonym, targetGroup, organization, state, date)
                : new EnrollmentChanged(
                        id,
                        program,
                        personId,
                        pseudonym,
                        targetGroup,
                        organization,
                        state,
                        state,
                        date,
                        null,
                        offerUntil,
                        version);
    }

    /** It came of an offer of support: not even the coordinator sees it. */
    boolean isConfidential() {
        return support && enteredBy.equals(Actor.SUPPORT_OFFER.subject());
    }

    boolean holdsSeat() {
        return switch (state) {
            case confirmed, offered, completed -> true;
            default -> false;
        };
    }

    boolean isOver() {
        return switch (state) {
            case withdrawn, refused, discontinued, completed -> true;
            default -> false;
        };
    }

    Change withdraw(LocalDate on, @Nullable String reason, Actor by) {
        if (state == EnrollmentState.withdrawn) {
            throw new AlreadyWithdrawn();
        }
        if (isOver()) {
            throw new EnrollmentIsOver(state);
        }
        return to(EnrollmentState.withdrawn, on, reason, null, by);
    }

    Change discontinue(LocalDate on, String reason, Actor by) {
        if (state != EnrollmentState.confirmed) {
            throw new NotConfirmed(state);
        }
        if (on.isBefore(date)) {
            throw new Invalid("/date", "before-enrollment", "The enrollment began on " + date);
        }
        return to(EnrollmentState.discontinued, on, reason, null, by);
    }

    /** Ends as it must: what had begun is discontinued, what had not is withdrawn. */
    Change end(LocalDate on, String reason, Actor by) {
        return state == EnrollmentState.confirmed && !on.isBefore(date)
                ? discontinue(on, reason, by)
                : withdraw(on, reason, by);
    }

    Change refuse(LocalDate on, @Nullable String reason, Actor by) {
        requireApplied();
        return to(EnrollmentState.refused, on, reason, null, by);
    }

    /** @param seat whether there is one */
    Change approve(boolean seat, @Nullable String reason, Actor by) {
        requireApplied();
        return to(seat ? EnrollmentState.confirmed : EnrollmentState.waitlisted, date, reason, null, by);
    }

    private void requireApplied() {
        if (state != EnrollmentState.applied) {
            throw new NotAwaitingDecision(state);
        }
    }

    /** From the waiting list into the seat that came free. */
    Change confirm(String reason, Actor by) {
        return to(EnrollmentState.confirmed, date, reason, null, by);
    }

    Change offer(Instant until, String reason, Actor by) {
        return to(EnrollmentState.offered, date, reason, until, by);
    }

    Change accept(Instant now, Actor by) {
        requireOffered(now);
        return to(EnrollmentState.confirmed, date, "offer-accepted", null, by);
    }

    Change decline(Instant now, LocalDate on, Actor by) {
        requireOffered(now);
        return to(EnrollmentState.withdrawn, on, "offer-declined", null, by);
    }

    private void requireOffered(Instant now) {
        if (state != EnrollmentState.offered) {
            throw new NotOffered(state);
        }
        if (isOfferOver(now)) {
            throw new OfferExpired();
        }
    }

    boolean isOfferOver(Instant now) {
        return offerUntil != null && !offerUntil.isAfter(now);
    }

    Change expire(LocalDate on, Actor by) {
        return to(EnrollmentState.withdrawn, on, "offer-expired", null, by);
    }

    Change complete(LocalDate on, Actor by) {
        return to(EnrollmentState.completed, on, "completion-reached", null, by);
    }

    /** A correction took away what completion asks for. */
    Change reopen(LocalDate on, Actor by) {
        return to(EnrollmentState.confirmed, on, "attendance-corrected", null, by);
    }

    private Change to(EnrollmentState next, LocalDate on, @Nullable String reason, @Nullable Instant until, Actor by) {
        EnrollmentState before = state;
        state = next;
        offerUntil = until;
        version++;
        return new Change(this, before, next, on, reason, until, version, by);
    }

    static final class AlreadyWithdrawn extends Refused {
        AlreadyWithdrawn() {
            super("The enrollment was withdrawn already; enroll again to come back");
        }
    }

    static final class EnrollmentIsOver extends Refused {
        EnrollmentIsOver(EnrollmentState state) {
            super("The enrollment is %s, and that stays".formatted(state));
        }
    }

    static final class NotConfirmed extends Refused {
        NotConfirmed(EnrollmentState state) {
            super("Only a confirmed enrollment is discontinued, and this one is %s; withdraw it instead"
                    .formatted(state));
        }
    }

    static final class NotAwaitingDecision extends Refused {
        NotAwaitingDecision(EnrollmentState state) {
            super("The enrollment awaits no decision: it is " + state);
        }
    }

    static final class NotOffered extends Refused {
        NotOffered(EnrollmentState state) {
            super("No seat is offered: the enrollment is " + state);
        }
    }

    static final class OfferExpired extends Refused {
        OfferExpired() {
            super("The time to answer is over, and the seat goes to the next; enroll again to wait for another");
        }
    }
}
