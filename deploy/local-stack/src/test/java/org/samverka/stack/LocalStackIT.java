package org.samverka.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.samverka.contracts.Topic;

/** PostgreSQL, Kafka and the mail catcher as `./samverka up` runs them, and what happens when they are killed. */
class LocalStackIT {
    private static final Duration SOON = Duration.ofMinutes(1);

    @TempDir
    static Path home;

    private static Stack stack;

    @BeforeAll
    static void up() {
        stack = new Stack(Settings.onFreePorts(home), Console.standard()).start("postgres", "kafka", "mail");
    }

    @AfterAll
    static void down() {
        List<ProcessHandle> processes = List.of("postgres", "kafka", "mail").stream()
                .map(stack::pid)
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .toList();
        stack.close();
        assertThat(processes).hasSize(3).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void whatPostgresHasCommittedIsOnTheDisk() throws SQLException {
        assertThat(one("SHOW fsync")).isEqualTo("on");
        assertThat(one("SHOW synchronous_commit")).isEqualTo("on");
        assertThat(one("SHOW full_page_writes")).isEqualTo("on");
    }

    @Test
    void eachServiceHasADatabaseOfItsOwn() throws SQLException {
        for (String service : List.of("participants", "sessions", "evaluation", "reporting")) {
            try (Connection own = DriverManager.getConnection(stack.jdbc(service), service, service)) {
                assertThat(own.isValid(1)).isTrue();
            }
        }
    }

    @Test
    void everyTopicIsThereWithItsDeadLetters() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.kafka()))) {
            assertThat(admin.listTopics().names().get(10, TimeUnit.SECONDS))
                    .hasSize(2 * Topic.values().length)
                    .contains("samverka.hr.v1", "samverka.hr.v1.dlq");
            ConfigResource contacts = new ConfigResource(ConfigResource.Type.TOPIC, "samverka.contacts.v1");
            assertThat(admin.describeConfigs(List.of(contacts)).all().get(10, TimeUnit.SECONDS))
                    .extractingByKey(contacts)
                    .extracting(config -> config.get("cleanup.policy").value())
                    .isEqualTo("compact");
        }
    }

    @Test
    void aKilledPostgresComesBackWithWhatItHadCommittedThoughAQueryWasRunning() throws Exception {
        try (Connection connection = postgres();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS kept AS SELECT 1 AS one");
        }
        Thread busy = new Thread(LocalStackIT::countForLong);
        busy.start();
        await().until(() -> !one("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%1000000000%'")
                .equals("1"));

        stack.kill("postgres");
        stack.awaitReady(SOON, "postgres");

        assertThat(one("SELECT one FROM kept")).isEqualTo("1");
        busy.join();
    }

    @Test
    void aKilledKafkaComesBackWithItsTopics() throws Exception {
        long before = stack.pid("kafka");

        stack.kill("kafka");
        stack.awaitReady(SOON, "kafka");

        assertThat(stack.pid("kafka")).isNotEqualTo(before);
        everyTopicIsThereWithItsDeadLetters();
    }

    @Test
    void aHaltedPartStaysDownUntilItIsStartedAgain() {
        stack.halt("mail");
        assertThat(stack.isReady("mail")).isFalse();

        stack.restart("mail");

        assertThat(stack.isReady("mail")).isTrue();
        assertThat(stack.footprint("mail").memoryBytes()).isPositive();
    }

    private static void countForLong() {
        try {
            one("SELECT count(*) FROM generate_series(1, 1000000000)");
        } catch (SQLException expected) {
            // The server is killed meanwhile.
        }
    }

    private static Connection postgres() throws SQLException {
        return DriverManager.getConnection(stack.jdbc("postgres"), "postgres", "postgres");
    }

    private static String one(String query) throws SQLException {
        try (Connection connection = postgres();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
