package org.samverka.reporting;

import static io.restassured.RestAssured.given;
import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.samverka.contracts.Gender;
import org.samverka.reporting.Others.Person;
import org.samverka.testing.RealStack;
import org.samverka.testing.Tokens;

/** The service with its neighbors' events, and a program of its own for every test. */
@WithTestResource(value = RealStack.class, initArgs = @ResourceArg(name = "database", value = "reporting"))
@WithTestResource(MailServer.class)
@SuppressWarnings("NullAway.Init")
public abstract class ServiceTest {
    protected static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    protected DataSource database;

    protected final String program = "program-" + UUID.randomUUID();
    protected final Others others = new Others();

    @BeforeEach
    void programIsKnown() {
        others.tell(Others.program(program, "Heja <Hälsan>"));
        others.flush();
        await().atMost(PATIENCE)
                .until(() -> rows("select key from statistics.program where key = ?", program)
                                .size()
                        == 1);
    }

    @AfterEach
    void close() {
        others.close();
    }

    protected RequestSpecification coordinator() {
        return as("coordinator");
    }

    protected RequestSpecification analyst() {
        return as("analyst");
    }

    protected RequestSpecification as(String role) {
        return given().auth().oauth2(Tokens.of(role).programs(program).sign());
    }

    protected List<Person> people(int count, Gender gender) {
        return IntStream.range(0, count).mapToObj(i -> Person.of(gender)).toList();
    }

    /** A statistic as the API has it. */
    protected Figure figure(RequestSpecification caller, String measure, Map<String, ?> dimensions) {
        List<Map<String, Object>> cells = caller.queryParam("by", "gender,targetGroup,organization")
                .queryParam("measure", measure)
                .get("/api/v1/programs/{key}/statistics", program)
                .then()
                .statusCode(200)
                .extract()
                .path("cells");
        return cells.stream()
                .filter(cell -> dimensions.equals(cell.get("dimensions")))
                .map(Figure::new)
                .findFirst()
                .orElse(Figure.NONE);
    }

    protected record Figure(Map<String, Object> cell) {
        public static final Figure NONE = new Figure(Map.of());

        public @Nullable Double value() {
            return cell.get("value") instanceof Number number ? (Double) number.doubleValue() : null;
        }

        public @Nullable Object suppressed() {
            return cell.get("suppressed");
        }

        public int numerator() {
            return (Integer) requireNonNull(cell.get("numerator"));
        }

        public int denominator() {
            return (Integer) requireNonNull(cell.get("denominator"));
        }
    }

    protected void awaitExactly(String measure, Map<String, ?> dimensions, double value) {
        await().atMost(PATIENCE)
                .until(
                        () -> figure(coordinator(), measure, dimensions).value(),
                        found -> found != null && found == value);
    }

    /** Of the notifications under their own role. */
    protected List<List<@Nullable Object>> rows(String sql, Object... parameters) throws SQLException {
        String role = sql.contains(" notification.") ? "reporting_notification" : "none";
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            connection.createStatement().execute("set role " + role);
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            List<List<@Nullable Object>> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    List<@Nullable Object> row = new ArrayList<>();
                    for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                        row.add(rows.getObject(column));
                    }
                    found.add(row);
                }
            }
            connection.createStatement().execute("reset role");
            return found;
        }
    }
}
