package org.samverka.evaluation;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Event;
import org.samverka.contracts.Gender;
import org.samverka.contracts.Language;
import org.samverka.contracts.ParticipantEvent.ConsentChanged;
import org.samverka.contracts.ParticipantEvent.EnrollmentChanged;
import org.samverka.contracts.ParticipantEvent.EnrollmentState;
import org.samverka.contracts.ParticipantEvent.EnrollmentWithdrawn;
import org.samverka.contracts.ParticipantEvent.ParticipantEnrolled;
import org.samverka.contracts.ParticipantEvent.PersonChanged;
import org.samverka.contracts.ParticipantEvent.ProgramDefined;
import org.samverka.contracts.ParticipantEvent.TargetGroup;
import org.samverka.contracts.SessionEvent.AttendanceRecorded;
import org.samverka.contracts.SessionEvent.SessionScheduled;
import org.samverka.contracts.delivery.EventJson;
import org.samverka.testing.CloudEvent;
import org.samverka.testing.EventLog;

/** The services that evaluation hears from, as it hears them. */
final class Others implements AutoCloseable {
    private final EventJson json = new EventJson();
    private final EventLog participants = EventLog.of("samverka.participants.v1");
    private final EventLog sessions = EventLog.of("samverka.sessions.v1");

    /** A program with the target groups managers and inspirers. */
    void defineProgram(String program) {
        participants.publish(program, event(program(program, 1, "managers", "inspirers")));
    }

    ProgramDefined program(String program, int version, String... groups) {
        return new ProgramDefined(
                UUID.nameUUIDFromBytes(program.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                program,
                version,
                program,
                LocalDate.parse("2017-10-01"),
                LocalDate.parse("2019-11-30"),
                "Europe/Stockholm",
                List.of(Language.sv),
                List.of("olofstrom"),
                Stream.of(groups)
                        .map(group -> new TargetGroup(group, group, null, null, null, null))
                        .toList());
    }

    UUID person(Gender gender, String organization) {
        UUID id = UUID.randomUUID();
        person(id, UUID.randomUUID(), gender, organization);
        return id;
    }

    void person(UUID id, UUID pseudonym, Gender gender, String organization) {
        participants.publish(
                id.toString(),
                event(new PersonChanged(
                        id, pseudonym, organization, null, gender, 1980, BigDecimal.ONE, false, true, null)));
    }

    /** A program with the target group employees, and support that the employer must not know of. */
    void defineProgramWithSupport(String program, String... organizations) {
        participants.publish(
                program,
                event(new ProgramDefined(
                        UUID.nameUUIDFromBytes(program.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                        program,
                        2,
                        program,
                        LocalDate.parse("2017-10-01"),
                        LocalDate.parse("2119-11-30"),
                        "Europe/Stockholm",
                        List.of(Language.sv),
                        List.of(organizations),
                        List.of(
                                new TargetGroup("employees", "Employees", null, null, null, null),
                                new TargetGroup("support", "Support", null, null, null, null, true, null)))));
    }

    UUID enrolled(String program, String targetGroup, UUID person) {
        UUID enrollment = UUID.randomUUID();
        participants.publish(
                person.toString(),
                event(new ParticipantEnrolled(
                        enrollment,
                        program,
                        person,
                        UUID.randomUUID(),
                        targetGroup,
                        "olofstrom",
                        EnrollmentState.confirmed,
                        LocalDate.now(Clock.systemUTC()))));
        return enrollment;
    }

    void completed(UUID enrollment, String program, String targetGroup, UUID person) {
        participants.publish(
                person.toString(),
                event(new EnrollmentChanged(
                        enrollment,
                        program,
                        person,
                        UUID.randomUUID(),
                        targetGroup,
                        "olofstrom",
                        EnrollmentState.completed,
                        EnrollmentState.confirmed,
                        LocalDate.now(Clock.systemUTC()),
                        null,
                        null,
                        2)));
    }

    void withdrawn(UUID enrollment, String program, String targetGroup, UUID person) {
        participants.publish(
                person.toString(),
                event(new EnrollmentWithdrawn(
                        enrollment,
                        program,
                        person,
                        UUID.randomUUID(),
                        targetGroup,
                        LocalDate.now(Clock.systemUTC()))));
    }

    void allowsOccupationalHealth(UUID person, boolean allowed) {
        participants.publish(
                person.toString(),
                event(new ConsentChanged(
                        person,
                        "share-result-with-occupational-health",
                        allowed,
                        Clock.systemUTC().instant())));
    }

    UUID session(String program, @Nullable String targetGroup) {
        UUID id = UUID.randomUUID();
        sessions.publish(
                id.toString(),
                event(new SessionScheduled(
                        id,
                        program,
                        "Inspiration",
                        targetGroup,
                        LocalDateTime.parse("2018-03-01T09:00"),
                        "Europe/Stockholm",
                        new BigDecimal("3"),
                        80,
                        null)));
        return id;
    }

    /** Returned so that it can be published again, as Kafka may. */
    CloudEvent attended(
            String program, UUID session, @Nullable String targetGroup, UUID person, String hours, int version) {
        CloudEvent event = event(new AttendanceRecorded(
                session, program, targetGroup, person, UUID.randomUUID(), new BigDecimal(hours), version));
        return again(session, event);
    }

    CloudEvent attended(String program, UUID session, UUID person) {
        return attended(program, session, null, person, "3", 1);
    }

    CloudEvent again(UUID session, CloudEvent event) {
        return sessions.publish(session.toString(), event);
    }

    void publish(ProgramDefined program) {
        participants.publish(program.key(), event(program));
    }

    private CloudEvent event(Event event) {
        return CloudEvent.of(event.type(), json.write(event));
    }

    @Override
    public void close() {
        participants.close();
        sessions.close();
    }
}
