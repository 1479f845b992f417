package org.samverka.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.ContactEvent.ContactChanged;
import org.samverka.contracts.Event;
import org.samverka.contracts.Gender;
import org.samverka.contracts.Language;
import org.samverka.contracts.ParticipantEvent.EnrollmentChanged;
import org.samverka.contracts.ParticipantEvent.EnrollmentState;
import org.samverka.contracts.ParticipantEvent.EnrollmentWithdrawn;
import org.samverka.contracts.ParticipantEvent.ParticipantEnrolled;
import org.samverka.contracts.ParticipantEvent.PersonChanged;
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
    private static final EventLog CONTACTS = EventLog.of("samverka.contacts.v1");
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
                List.of(requirements),
                null));
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

    /** Defines the program anew, with a group of support and one in which managers approve bookings. */
    public void tellOfSupportAndApproval() {
        var groups = List.of(
                new TargetGroup("inspirers", "inspirers", null, null, null, null),
                new TargetGroup("coaches", "coaches", null, null, null, null),
                new TargetGroup("support", "support", null, null, null, null, true, true),
                new TargetGroup("careful", "careful", null, null, null, null, false, true));
        ProgramDefined first = defined(2);
        tell(new ProgramDefined(
                id,
                key,
                2,
                first.name(),
                first.from(),
                first.to(),
                first.zone(),
                first.languages(),
                first.organizations(),
                groups));
        awaitLearned("select count(*) from program where key = ? and version = 2", 1);
    }

    /** Somebody of an organization, or several. */
    public List<UUID> enrolledFrom(String organization, int count, String targetGroup) {
        long before = count("select count(*) from enrollment where program = ?");
        List<UUID> people =
                IntStream.range(0, count).mapToObj(i -> UUID.randomUUID()).toList();
        people.forEach(person -> tell(new ParticipantEnrolled(
                UUID.randomUUID(),
                key,
                person,
                pseudonym(person),
                targetGroup,
                organization,
                EnrollmentState.confirmed,
                DAY)));
        awaitLearned("select count(*) from enrollment where program = ?", before + count);
        return people;
    }

    /** Where somebody works is known when this returns. */
    public void works(UUID person, String unit) {
        tell(new PersonChanged(
                person, pseudonym(person), ORGANIZATION, unit, Gender.woman, 1970, BigDecimal.ONE, false, true, null));
        await().atMost(PATIENCE)
                .until(() ->
                        count("select count(*) from workplace where person_id = cast(? as uuid)", person.toString())
                                == 1);
    }

    /** Says what somebody is called; known when this returns. */
    public void named(UUID person, String given, String family, boolean protectedIdentity) {
        var contact = new ContactChanged(
                person,
                protectedIdentity ? null : given,
                protectedIdentity ? null : family,
                null,
                null,
                Language.sv,
                protectedIdentity);
        CONTACTS.publish(contact.key(), CloudEvent.of(contact.type(), JSON.write(contact)));
        await().atMost(PATIENCE)
                .until(() -> count("select count(*) from contact where person_id = cast(? as uuid)", person.toString())
                        == 1);
    }

    /** The person has completed their part of the program, or after all has not. */
    public EnrollmentChanged completion(UUID enrollment, UUID person, int version, boolean completed) {
        return new EnrollmentChanged(
                enrollment,
                key,
                person,
                pseudonym(person),
                "inspirers",
                ORGANIZATION,
                completed ? EnrollmentState.completed : EnrollmentState.confirmed,
                completed ? EnrollmentState.confirmed : EnrollmentState.completed,
                LocalDate.of(2018, 6, 1),
                null,
                null,
                version);
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

    /** The service's own. */
    public static Connection database() throws SQLException {
        var config = ConfigProvider.getConfig();
        return DriverManager.getConnection(
                config.getValue("quarkus.datasource.jdbc.url", String.class),
                config.getValue("quarkus.datasource.username", String.class),
                config.getValue("quarkus.datasource.password", String.class));
    }

    private static long count(String query, @Nullable String program) {
        try (Connection connection = database();
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

    public RequestSpecification supplier(UUID person) {
        return as(Tokens.of("supplier").programs(key).person(person).sign());
    }

    public RequestSpecification manager(UUID person) {
        return as(Tokens.of("manager").programs(key).person(person).sign());
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

    /** A session of several parts, each a local start and its hours: {@code 2022-11-01T09:00=7.5}. */
    public UUID workshop(int capacity, String... parts) {
        String each = Stream.of(parts)
                .map(part -> part.split("="))
                .map(part -> "{\"startsAt\": \"%s\", \"hours\": %s}".formatted(part[0], part[1]))
                .collect(Collectors.joining(","));
        return scheduled("""
                {"program": "%s", "title": "Workshop", "zone": "Europe/Stockholm", "capacity": %d, "parts": [%s]}""".formatted(key, capacity, each));
    }

    public UUID sessionHeldBy(UUID team) {
        return scheduled("""
                {"program": "%s", "title": "Inspiration", "startsAt": "2018-03-01T09:00", "zone": "Europe/Stockholm",
                 "hours": 3, "capacity": 20, "supplierId": "%s"}""".formatted(key, team));
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

    /** Makes a rule for a session's seats. */
    public void seatRule(UUID session, String rule) {
        coordinator()
                .body(rule)
                .put("/api/v1/sessions/{id}/seats", session)
                .then()
                .statusCode(200);
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
