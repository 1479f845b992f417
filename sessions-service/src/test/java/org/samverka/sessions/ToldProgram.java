package org.samverka.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Event;
import org.samverka.contracts.Language;
import org.samverka.contracts.ParticipantEvent.EnrollmentState;
import org.samverka.contracts.ParticipantEvent.EnrollmentWithdrawn;
import org.samverka.contracts.ParticipantEvent.ParticipantEnrolled;
import org.samverka.contracts.ParticipantEvent.ProgramDefined;
import org.samverka.contracts.ParticipantEvent.Requirement;
import org.samverka.contracts.ParticipantEvent.TargetGroup;
import org.samverka.contracts.delivery.EventJson;
import org.samverka.testing.CloudEvent;
import org.samverka.testing.EventLog;
import org.samverka.testing.Tokens;

/** A program of a test's own, told of on Kafka as participants-service does: that service is nowhere near. */
public final class ToldProgram {
    public static final String ORGANIZATION = "olofstrom";

    private static final EventLog PARTICIPANTS = EventLog.of("samverka.participants.v1");
    private static final EventJson JSON = new EventJson();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final LocalDate DAY = LocalDate.of(2017, 10, 15);

    public final String key = "p-" + UUID.randomUUID();
    private final UUID id = UUID.randomUUID();

    private ToldProgram() {}

    /** Of two target groups, inspirers and coaches; learned before this returns. */
    public static ToldProgram learned() {
        var program = new ToldProgram();
        program.tell(program.defined(1, "inspirers", "coaches"));
        program.awaitLearned("select count(*) from program where key = ?", 1);
        return program;
    }

    /** Of one target group, with requirements on suppliers. */
    public static ToldProgram requiring(Requirement... requirements) {
        var program = new ToldProgram();
        ProgramDefined plain = program.defined(1, "inspirers");
        program.tell(new ProgramDefined(
                plain.programId(),
                plain.program(),
                plain.version(),
                plain.name(),
                plain.from(),
                plain.to(),
                plain.zone(),
                plain.languages(),
                plain.organizations(),
                plain.targetGroups(),
                List.of(requirements)));
        program.awaitLearned("select count(*) from program where key = ?", 1);
        return program;
    }

    public ProgramDefined defined(int version, String... targetGroups) {
        return new ProgramDefined(
                id,
                key,
                version,
                "Program of a test",
                LocalDate.of(2017, 10, 1),
                LocalDate.of(2019, 11, 30),
                "Europe/Stockholm",
                List.of(Language.sv),
                List.of(ORGANIZATION),
                Stream.of(targetGroups)
                        .map(group -> new TargetGroup(group, group, null, null, null, null))
                        .toList());
    }

    public ParticipantEnrolled enrollment(UUID person, String targetGroup, EnrollmentState state) {
        return new ParticipantEnrolled(
                UUID.randomUUID(), key, person, pseudonym(person), targetGroup, ORGANIZATION, state, DAY);
    }

    public EnrollmentWithdrawn withdrawal(ParticipantEnrolled enrollment) {
        return new EnrollmentWithdrawn(
                enrollment.enrollmentId(),
                key,
                enrollment.personId(),
                enrollment.pseudonym(),
                enrollment.targetGroup(),
                DAY);
    }

    /** What participants-service would call the person in statistics. */
    public static UUID pseudonym(UUID person) {
        return new UUID(~person.getMostSignificantBits(), person.getLeastSignificantBits());
    }

    /** A person whose enrollment has arrived. */
    public UUID enrolled(String targetGroup) {
        return enrolled(1, targetGroup).get(0);
    }

    public List<UUID> enrolled(int count, String targetGroup) {
        long before = count("select count(*) from enrollment where program = ?");
        List<UUID> people =
                IntStream.range(0, count).mapToObj(i -> UUID.randomUUID()).toList();
        people.forEach(person -> tell(enrollment(person, targetGroup, EnrollmentState.confirmed)));
        awaitLearned("select count(*) from enrollment where program = ?", before + count);
        return people;
    }

    public CloudEvent tell(Event event) {
        return tell(event.key(), CloudEvent.of(event.type(), JSON.write(event)));
    }

    /** The same event may be told again. */
    public CloudEvent tell(String eventKey, CloudEvent event) {
        return PARTICIPANTS.publish(eventKey, event);
    }

    /** Waits until a query of this program counts so many. */
    public void awaitLearned(String query, long count) {
        await().atMost(PATIENCE).until(() -> count(query) == count);
    }

    /** Waits until all that was appended so far has been sent. */
    public static void awaitEmptyOutbox() {
        await().atMost(PATIENCE).until(() -> count("select count(*) from outbox", null) == 0);
    }

    private long count(String query) {
        return count(query, key);
    }

    private static long count(String query, @Nullable String program) {
        var config = ConfigProvider.getConfig();
        try (Connection connection = DriverManager.getConnection(
                        config.getValue("quarkus.datasource.jdbc.url", String.class),
                        config.getValue("quarkus.datasource.username", String.class),
                        config.getValue("quarkus.datasource.password", String.class));
                PreparedStatement statement = connection.prepareStatement(query)) {
            if (program != null) {
                statement.setString(1, program);
            }
            ResultSet result = statement.executeQuery();
            return result.next() ? result.getLong(1) : 0;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public String coordinatorToken() {
        return Tokens.of("coordinator").programs(key).sign();
    }

    public RequestSpecification coordinator() {
        return as(coordinatorToken());
    }

    public RequestSpecification supplier() {
        return as(Tokens.of("supplier").programs(key).sign());
    }

    /** A supplier whose organization's teams they act for. */
    public RequestSpecification supplierOf(String organization) {
        return with("supplier", organization);
    }

    /** Somebody in any role, with the program and an organization assigned. */
    public RequestSpecification with(String role, String organization) {
        return as(Tokens.of(role)
                .programs(key)
                .organizations(organization)
                .person(UUID.randomUUID())
                .sign());
    }

    public RequestSpecification contactOf(String organization) {
        return as(Tokens.of("organization-contact")
                .programs(key)
                .organizations(organization)
                .sign());
    }

    public static RequestSpecification participant(UUID person) {
        return as(Tokens.of("participant").person(person).sign());
    }

    private static RequestSpecification as(String token) {
        return RestAssured.given().auth().oauth2(token).contentType(ContentType.JSON);
    }

    /** A session of 3 hours on a spring day, for the whole program. */
    public UUID session(int capacity) {
        return scheduled("""
                {"program": "%s", "title": "Inspiration", "startsAt": "2018-03-01T09:00", "zone": "Europe/Stockholm",
                 "hours": 3, "capacity": %d}""".formatted(key, capacity));
    }

    public UUID sessionFor(String targetGroup) {
        return scheduled("""
                {"program": "%s", "title": "Inspiration", "startsAt": "2018-03-01T09:00", "zone": "Europe/Stockholm",
                 "hours": 3, "capacity": 20, "targetGroup": "%s"}""".formatted(key, targetGroup));
    }

    private UUID scheduled(String body) {
        return UUID.fromString(coordinator()
                .body(body)
                .post("/api/v1/sessions")
                .then()
                .statusCode(201)
                .extract()
                .path("id"));
    }

    /** A room with seats for 30, and what somebody found of its accessibility. */
    public UUID room(String checklist) {
        return created("/api/v1/venues", """
                {"name": "Holjebacken", "municipality": "olofstrom", "capacity": 30, "checklist": %s}""".formatted(checklist));
    }

    public UUID team(String organization, String checklist) {
        return created("/api/v1/suppliers", """
                {"name": "Team", "organization": "%s", "languages": ["sv"], "checklist": %s}""".formatted(organization, checklist));
    }

    private UUID created(String path, String body) {
        return UUID.fromString(coordinator()
                .body(body)
                .post(path)
                .then()
                .statusCode(201)
                .extract()
                .path("id"));
    }

    public static String booking(UUID session, UUID person) {
        return """
                {"sessionId": "%s", "personId": "%s"}""".formatted(session, person);
    }

    /** Books as coordinator. */
    public UUID booked(UUID session, UUID person) {
        return UUID.fromString(coordinator()
                .body(booking(session, person))
                .post("/api/v1/bookings")
                .then()
                .statusCode(201)
                .extract()
                .path("id"));
    }

    /** Books all at once. */
    public void booked(UUID session, List<UUID> people) {
        String token = coordinatorToken();
        assertThat(AtOnce.statuses(AtOnce.all(people.stream()
                        .map(person -> AtOnce.send("POST", "/bookings", token, booking(session, person))))))
                .containsOnly(201);
    }
}
