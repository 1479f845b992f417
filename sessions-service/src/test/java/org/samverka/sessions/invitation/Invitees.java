package org.samverka.sessions.invitation;

import static org.awaitility.Awaitility.await;

import io.restassured.specification.RequestSpecification;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.samverka.sessions.ToldProgram;
import org.samverka.testing.EventLog;
import org.samverka.testing.EventLog.Entry;

/** A session to come, and what the log says of its invitations. */
public final class Invitees {
    private static final EventLog SESSIONS = EventLog.of("samverka.sessions.v1");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    public final ToldProgram program;
    public final UUID session;

    private Invitees(ToldProgram program, UUID session) {
        this.program = program;
        this.session = session;
    }

    public static Invitees at(ToldProgram program, UUID session) {
        return new Invitees(program, session);
    }

    public static Invitees of(ToldProgram program) {
        return of(program, 20, null);
    }

    public static Invitees of(ToldProgram program, int capacity, @org.jspecify.annotations.Nullable String group) {
        return new Invitees(
                program,
                UUID.fromString(program.coordinator()
                        .body("""
                        {"program": "%s", "title": "Inspiration för alla", "startsAt": "%s", "zone": "Europe/Stockholm",
                         "hours": 3, "capacity": %d, "venue": "Folkets hus"%s}""".formatted(
                                        program.key,
                                        inDays(20),
                                        capacity,
                                        group == null ? "" : ", \"targetGroup\": \"" + group + "\""))
                        .post("/api/v1/sessions")
                        .then()
                        .statusCode(201)
                        .extract()
                        .path("id")));
    }

    /** At ten in the morning, which every day has. */
    public static LocalDateTime inDays(int days) {
        return LocalDateTime.now().truncatedTo(ChronoUnit.DAYS).plusDays(days).plusHours(10);
    }

    public void invite() {
        invite("{\"remindDaysBefore\": [7, 2]}");
    }

    public void invite(String rule) {
        program.coordinator()
                .body(rule)
                .put("/api/v1/sessions/{id}/invitations/rule", session)
                .then()
                .statusCode(200);
    }

    /** Waits for so many events of the kind, such as {@code sent}. */
    public List<Entry> told(String what, int count) {
        return SESSIONS.await(count, entry -> isTold(entry, what)).stream().toList();
    }

    public List<Entry> toldSoFar(String what) {
        return SESSIONS.entries().stream().filter(entry -> isTold(entry, what)).toList();
    }

    private boolean isTold(Entry entry, String what) {
        return session.toString().equals(entry.key())
                && entry.type().equals("org.samverka.sessions.invitation-%s.v1".formatted(what));
    }

    /** The one that was sent to the person. */
    public Entry sentTo(UUID person) {
        return SESSIONS.awaitOne(entry ->
                isTold(entry, "sent") && entry.data().path("personId").asText().equals(person.toString()));
    }

    /** What opens a person's invitation. */
    public String tokenOf(UUID person) {
        return sentTo(person).data().path("link").path("token").asText();
    }

    public RequestSpecification coordinator() {
        return program.coordinator();
    }

    public void awaitState(UUID person, String state) {
        await().atMost(PATIENCE)
                .until(() -> one("select state from invitation where session_id = ? and person_id = ?", session, person)
                        .equals(state));
    }

    /** Waits until nothing is left to be held against the rules. */
    public static void awaitNothingDue() {
        await().atMost(PATIENCE)
                .until(() ->
                        one("select (select count(*) from invitation_due) + (select count(*) from enrollment_change)")
                                .equals("0"));
    }

    public static String one(String sql, Object... parameters) {
        try (Connection connection = connection();
                PreparedStatement statement = statement(connection, sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            return rows.next() ? rows.getString(1) : "";
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public static void change(String sql, Object... parameters) {
        try (Connection connection = connection();
                PreparedStatement statement = statement(connection, sql, parameters)) {
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Connection connection() throws SQLException {
        var config = ConfigProvider.getConfig();
        return DriverManager.getConnection(
                config.getValue("quarkus.datasource.jdbc.url", String.class),
                config.getValue("quarkus.datasource.username", String.class),
                config.getValue("quarkus.datasource.password", String.class));
    }

    private static PreparedStatement statement(Connection connection, String sql, Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }
}
