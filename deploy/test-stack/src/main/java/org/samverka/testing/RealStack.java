package org.samverka.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Real PostgreSQL and real Kafka for a {@code @QuarkusTest}: each started once per JVM, with a fresh database for every
 * start of the application.
 *
 * <p>Init argument {@code database}: the owner role's name and the beginning of the database's name ("participants").
 * The role is kept from one start to the next, because roles that migrations create belong to whoever created them.
 */
public final class RealStack implements QuarkusTestResourceLifecycleManager {
    private String name = "service";

    @Override
    public void init(Map<String, String> initArgs) {
        name = initArgs.getOrDefault("database", name);
        if (!name.matches("[a-z][a-z_]{0,40}")) {
            throw new IllegalArgumentException(
                    "database must be a short name in lower-case letters, not \"" + name + "\"");
        }
    }

    @Override
    public Map<String, String> start() {
        String database = freshDatabase(name);
        String url = "postgresql://" + Servers.postgres() + "/" + database;
        Map<String, String> config = new LinkedHashMap<>();
        config.put("quarkus.datasource.reactive.url", url);
        config.put("quarkus.datasource.jdbc.url", "jdbc:" + url);
        config.put("quarkus.datasource.username", name);
        config.put("quarkus.datasource.password", name);
        config.put("kafka.bootstrap.servers", kafka());
        config.put("SAMVERKA_DB_URL", url);
        config.put("SAMVERKA_DB_USER", name);
        config.put("SAMVERKA_DB_PASSWORD", name);
        config.put("SAMVERKA_KAFKA", kafka());
        config.put("quarkus.http.test-port", "0");
        config.putAll(Tokens.config());
        return config;
    }

    /** The servers outlive this application: the next one in this JVM uses them too. */
    @Override
    public void stop() {}

    /** Kafka's bootstrap servers. */
    public static String kafka() {
        return Servers.kafka();
    }

    /** Creates an empty database, owned by the role {@code owner} (its password is its name), and returns its name. */
    public static String freshDatabase(String owner) {
        String database =
                owner + "_" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        try (Connection admin = administrator().getConnection();
                Statement statement = admin.createStatement()) {
            statement.execute("""
                    DO $$ BEGIN
                      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '%1$s') THEN
                        CREATE ROLE %1$s LOGIN PASSWORD '%1$s' CREATEROLE NOSUPERUSER NOCREATEDB;
                      END IF;
                    END $$""".formatted(owner));
            statement.execute("CREATE DATABASE %s OWNER %s".formatted(database, owner));
            return database;
        } catch (SQLException e) {
            throw new IllegalStateException("no database " + database + " on " + Servers.postgres(), e);
        }
    }

    /** The JDBC URL of one of {@link #freshDatabase}'s databases; user and password are the owner's name. */
    public static String jdbcUrl(String database) {
        return "jdbc:postgresql://" + Servers.postgres() + "/" + database;
    }

    private static PGSimpleDataSource administrator() {
        PGSimpleDataSource postgres = new PGSimpleDataSource();
        postgres.setUrl(jdbcUrl("postgres"));
        postgres.setUser("postgres");
        postgres.setPassword("postgres");
        return postgres;
    }
}
