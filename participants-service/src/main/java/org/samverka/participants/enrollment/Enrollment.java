package org.samverka.participants.enrollment;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.LocalDate;
import java.util.UUID;
import org.samverka.contracts.ParticipantEvent.EnrollmentState;
import org.samverka.contracts.ParticipantEvent.EnrollmentWithdrawn;
import org.samverka.contracts.ParticipantEvent.ParticipantEnrolled;
import org.samverka.contracts.rest.Refused;

/** A person's place in a target group of a program, or on its waiting list. */
@Entity
class Enrollment {
    @Id
    UUID id;

    @Column(insertable = false, updatable = false)
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
    State state;

    LocalDate date;

    @Version
    int version;

    enum State {
        confirmed,
        waitlisted,
        withdrawn
    }

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
            LocalDate date) {
        this.id = id;
        this.programId = programId;
        this.program = program;
        this.personId = personId;
        this.pseudonym = pseudonym;
        this.targetGroup = targetGroup;
        this.organization = organization;
        this.state = State.valueOf(state.name());
        this.date = date;
        this.version = 1;
    }

    ParticipantEnrolled enrolled() {
        return new ParticipantEnrolled(
                id,
                program,
                personId,
                pseudonym,
                targetGroup,
                organization,
                EnrollmentState.valueOf(state.name()),
                date);
    }

    /** Leaves the program; says whether a seat came free. */
    boolean withdraw() {
        if (state == State.withdrawn) {
            throw new AlreadyWithdrawn();
        }
        boolean hadSeat = state == State.confirmed;
        state = State.withdrawn;
        return hadSeat;
    }

    EnrollmentWithdrawn withdrawn(LocalDate on) {
        return new EnrollmentWithdrawn(id, program, personId, pseudonym, targetGroup, on);
    }

    static final class AlreadyWithdrawn extends Refused {
        AlreadyWithdrawn() {
            super("The enrollment was withdrawn already; enroll again to come back");
        }
    }
}
