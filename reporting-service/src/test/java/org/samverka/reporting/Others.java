package org.samverka.reporting;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.math.BigDecimal;
import java.net.URI;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.ContactEvent.ContactChanged;
import org.samverka.contracts.EvaluationEvent.EvaluationCompleted;
import org.samverka.contracts.EvaluationEvent.EvaluationRequested;
import org.samverka.contracts.Event;
import org.samverka.contracts.Gender;
import org.samverka.contracts.Language;
import org.samverka.contracts.ParticipantEvent.EnrollmentChanged;
import org.samverka.contracts.ParticipantEvent.EnrollmentState;
import org.samverka.contracts.ParticipantEvent.EnrollmentWithdrawn;
import org.samverka.contracts.ParticipantEvent.ParticipantEnrolled;
import org.samverka.contracts.ParticipantEvent.PersonChanged;
import org.samverka.contracts.ParticipantEvent.ProgramDefined;
import org.samverka.contracts.ScreeningEvent.EvaluationDue;
import org.samverka.contracts.SessionEvent.AttendanceRecorded;
import org.samverka.contracts.SessionEvent.SessionBooked;
import org.samverka.contracts.SessionEvent.SessionHeld;
import org.samverka.contracts.delivery.EventJson;
import org.samverka.testing.RealStack;

/** The services that reporting hears from, as it hears them. */
public final class Others implements AutoCloseable {
    private static final LocalDate DATE = LocalDate.parse("2017-10-15");

    private final EventJson json = new EventJson();
    private final Producer<String, byte @Nullable []> producer = new KafkaProducer<>(
            Map.of("bootstrap.servers", RealStack.kafka(), "acks", "all", "linger.ms", 1),
            new StringSerializer(),
            new ByteArraySerializer());

    /** Someone as the other services know them. */
    public record Person(UUID id, UUID pseudonym, Gender gender, String organization) {
        public static Person of(Gender gender) {
            return new Person(UUID.randomUUID(), UUID.randomUUID(), gender, "olofstrom");
        }

        public PersonChanged event() {
            return new PersonChanged(
                    id, pseudonym, organization, null, gender, 1980, BigDecimal.ONE, false, true, null);
        }

        public ParticipantEnrolled enrolled(String program, String group, EnrollmentState state) {
            return new ParticipantEnrolled(
                    UUID.nameUUIDFromBytes((program + id + group).getBytes(UTF_8)),
                    program,
                    id,
                    pseudonym,
                    group,
                    organization,
                    state,
                    DATE);
        }

        /** Another state of the same enrollment. */
        public EnrollmentChanged changed(String program, String group, EnrollmentState state) {
            ParticipantEnrolled enrolled = enrolled(program, group);
            return new EnrollmentChanged(
                    enrolled.enrollmentId(),
                    program,
                    id,
                    pseudonym,
                    group,
                    organization,
                    state,
                    EnrollmentState.confirmed,
                    DATE,
                    null,
                    null,
                    2);
        }

        /** Found to be the same as another record, or again nobody else. */
        public PersonChanged sameAs(@Nullable UUID other) {
            return new PersonChanged(
                    id, pseudonym, organization, null, gender, 1980, BigDecimal.ONE, false, true, other);
        }

        public ParticipantEnrolled enrolled(String program, String group) {
            return enrolled(program, group, EnrollmentState.confirmed);
        }

        public EnrollmentWithdrawn withdrawn(String program, String group) {
            return new EnrollmentWithdrawn(
                    enrolled(program, group).enrollmentId(), program, id, pseudonym, group, DATE);
        }

        public SessionBooked booked(String program, UUID session) {
            return new SessionBooked(UUID.randomUUID(), session, program, null, id, pseudonym);
        }

        public AttendanceRecorded attended(
                String program, UUID session, @Nullable String group, String hours, int version) {
            return new AttendanceRecorded(session, program, group, id, pseudonym, new BigDecimal(hours), version);
        }

        public EvaluationCompleted answered(String program, String survey, Map<String, Integer> scores) {
            return new EvaluationCompleted(
                    UUID.randomUUID(), survey, program, UUID.randomUUID(), null, gender, organization, scores);
        }

        public EvaluationRequested asked(String program, String survey) {
            return new EvaluationRequested(UUID.randomUUID(), survey, program, id);
        }

        public EvaluationRequested asked(String program, String survey, String link, boolean discreet) {
            return new EvaluationRequested(UUID.randomUUID(), survey, program, id, link, discreet, null, null);
        }

        public EvaluationDue due(String program, String survey, UUID assignment, String link) {
            return new EvaluationDue(assignment, survey, program, id, 1, null, link);
        }

        public ContactChanged contact(@Nullable String email, Language language) {
            return new ContactChanged(id, "Åsa", "Öberg", email, null, language, false);
        }

        public ContactChanged protectedContact() {
            return new ContactChanged(id, null, null, null, null, Language.sv, true);
        }
    }

    public static ProgramDefined program(String key, String name) {
        return new ProgramDefined(
                UUID.nameUUIDFromBytes(key.getBytes(UTF_8)),
                key,
                1,
                name,
                DATE,
                DATE.plusYears(2),
                "Europe/Stockholm",
                List.of(Language.sv),
                List.of("olofstrom"),
                List.of());
    }

    public static SessionHeld held(String program, UUID session, @Nullable String group) {
        return new SessionHeld(session, program, group);
    }

    public void tell(Event... events) {
        for (Event event : events) {
            tell(event, UUID.randomUUID());
        }
    }

    /** @param id the same one again is a redelivery */
    public void tell(Event event, UUID id) {
        tell(event, id, OffsetDateTime.now());
    }

    public void tell(Event event, UUID id, OffsetDateTime time) {
        var envelope = CloudEventBuilder.v1()
                .withId(id.toString())
                .withSource(URI.create("urn:samverka:test"))
                .withType(event.type())
                .withTime(time)
                .withDataContentType("application/json")
                .withData(json.write(event).getBytes(UTF_8))
                .build();
        producer.send(KafkaMessageFactory.<String>createWriter(event.topic().wireName(), event.key())
                .writeBinary(envelope));
    }

    public void erase(Person person) {
        producer.send(new ProducerRecord<>("samverka.contacts.v1", person.id().toString(), null));
    }

    public void flush() {
        producer.flush();
    }

    @Override
    public void close() {
        producer.close();
    }
}
