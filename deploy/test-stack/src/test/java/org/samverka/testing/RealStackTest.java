package org.samverka.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

class RealStackTest {
    private final String key = UUID.randomUUID().toString();

    @Test
    void everyApplicationStartGetsAnEmptyDatabaseOnTheSameServers() throws Exception {
        Map<String, String> first = started("participants");
        execute(first, "CREATE TABLE person (id int)");

        Map<String, String> second = started("participants");

        execute(second, "CREATE TABLE person (id int)");
        assertThat(second.get("kafka.bootstrap.servers")).isEqualTo(first.get("kafka.bootstrap.servers"));
        assertThat(second.get("SAMVERKA_DB_URL"))
                .isNotEqualTo(first.get("SAMVERKA_DB_URL"))
                .startsWith("postgresql://" + Servers.postgres() + "/participants_");
    }

    @Test
    void theOwnerMayCreateRolesAndUseThemAgainInTheNextDatabaseButIsNoSuperuser() throws Exception {
        String role = """
                DO $$ BEGIN
                  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'mailer') THEN CREATE ROLE mailer; END IF;
                END $$;
                ALTER ROLE mailer LOGIN;
                CREATE SCHEMA contacts;
                GRANT USAGE ON SCHEMA contacts TO mailer""";
        execute(started("reporting"), role);

        Map<String, String> second = started("reporting");

        execute(second, role);
        assertThat(answer(second, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))
                .isEqualTo("f");
    }

    @Test
    void aCommitIsSynchronousAndTextIsUnicode() throws Exception {
        Map<String, String> config = started("sessions");

        assertThat(answer(config, "SHOW synchronous_commit")).isEqualTo("on");
        assertThat(answer(config, "SELECT upper('hälsan')")).isEqualTo("HÄLSAN");
    }

    @Test
    void aNameThatIsNoNameIsRefused() {
        assertThatThrownBy(() -> new RealStack().init(Map.of("database", "a; b")))
                .hasMessageContaining("a; b");
    }

    @Test
    void theTopicsAreThereAndNoOthersComeToBe() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", RealStack.kafka()))) {
            Set<String> topics = admin.listTopics().names().get(20, TimeUnit.SECONDS);
            ConfigResource contacts = new ConfigResource(ConfigResource.Type.TOPIC, "samverka.contacts.v1");

            assertThat(topics)
                    .containsExactlyInAnyOrderElementsOf(Topics.NAMES.stream()
                            .flatMap(name -> List.of(name, name + ".dlq").stream())
                            .toList());
            assertThat(admin.describeConfigs(List.of(contacts))
                            .values()
                            .values()
                            .iterator()
                            .next()
                            .get(20, TimeUnit.SECONDS)
                            .get("cleanup.policy")
                            .value())
                    .isEqualTo("compact");
        }
    }

    @Test
    void aPublishedEventIsReadBackAsItWas() {
        try (EventLog sessions = EventLog.of("samverka.sessions.v1")) {
            CloudEvent event = sessions.publish(key, "org.samverka.sessions.session-held.v1", "{\"program\":\"plus\"}");

            EventLog.Entry entry = sessions.awaitOne(e -> key.equals(e.key()));

            assertThat(entry.id()).isEqualTo(event.id());
            assertThat(entry.type()).isEqualTo("org.samverka.sessions.session-held.v1");
            assertThat(entry.data().path("program").asText()).isEqualTo("plus");
            assertThat(entry.headers())
                    .containsEntry("ce_specversion", "1.0")
                    .containsEntry("ce_source", "urn:samverka:test")
                    .containsEntry("ce_time", event.time().toString())
                    .containsEntry("content-type", "application/json");
        }
    }

    @Test
    void redeliveredPoisonousAndErasedRecordsAreKeptInOrder() {
        try (EventLog contacts = EventLog.of("samverka.contacts.v1")) {
            CloudEvent event = CloudEvent.of("org.samverka.participants.contact-changed.v1", "{}");
            contacts.publish(key, event);
            contacts.publish(key, event);
            contacts.publishRaw(key, "<poison/>".getBytes(UTF_8), Map.of());
            contacts.erase(key);

            List<EventLog.Entry> read =
                    contacts.entries().stream().filter(e -> key.equals(e.key())).toList();

            assertThat(read).extracting(EventLog.Entry::value).containsExactly("{}", "{}", "<poison/>", null);
            assertThat(read.get(1).id()).isEqualTo(read.get(0).id());
        }
    }

    private static Map<String, String> started(String database) {
        RealStack stack = new RealStack();
        stack.init(Map.of("database", database));
        return stack.start();
    }

    private static void execute(Map<String, String> config, String sql) throws SQLException {
        try (Connection connection = connected(config)) {
            connection.createStatement().execute(sql);
        }
    }

    private static String answer(Map<String, String> config, String sql) throws SQLException {
        try (Connection connection = connected(config);
                ResultSet result = connection.createStatement().executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }

    private static Connection connected(Map<String, String> config) throws SQLException {
        return DriverManager.getConnection(
                config.get("quarkus.datasource.jdbc.url"),
                config.get("quarkus.datasource.username"),
                config.get("quarkus.datasource.password"));
    }
}
