package org.samverka.reporting.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.samverka.reporting.ServiceTest;

/** The database itself keeps contacts from the statistics, whatever the code does. */
@QuarkusTest
class RoleSeparationTest extends ServiceTest {
    @ParameterizedTest
    @ValueSource(strings = {"contact", "notification", "program", "preference", "follower"})
    void whoCountsCanReadNothingOfTheNotifications(String table) {
        assertDenied("select * from notification.%s".formatted(table));
        assertDenied("insert into notification.%s select * from notification.%s".formatted(table, table));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "statistics.fact",
                "statistics.person",
                "statistics.cell",
                "statistics.shown_share",
                "webhook.endpoint",
                "public.inbox"
            })
    void whoWritesLettersCanReadNothingOfTheStatistics(String table) {
        assertDenied("set local role reporting_notification", "select * from " + table);
    }

    @Test
    void theRoleEndsWithItsTransaction() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("set local role reporting_notification");
            statement.execute("select * from notification.contact");
            connection.commit();
            assertThatThrownBy(() -> statement.execute("select * from notification.contact"))
                    .hasMessageContaining("permission denied");
            connection.rollback();
        }
    }

    @Test
    void neitherRoleIsASuperuserAndTheOneForLettersCannotLogIn() throws SQLException {
        assertThat(
                        rows(
                                "select rolsuper or rolbypassrls, rolcanlogin from pg_roles where rolname = 'reporting_notification'"))
                .isEqualTo(List.of(List.of(false, false)));
        assertThat(rows("select rolsuper from pg_roles where rolname = current_user"))
                .isEqualTo(List.of(List.of(false)));
    }

    private void assertDenied(String... statements) {
        assertThatThrownBy(() -> {
                    try (Connection connection = database.getConnection();
                            Statement statement = connection.createStatement()) {
                        connection.setAutoCommit(false);
                        try {
                            for (String sql : statements) {
                                statement.execute(sql);
                            }
                        } finally {
                            connection.rollback();
                        }
                    }
                })
                .hasMessageContaining("permission denied");
    }
}
