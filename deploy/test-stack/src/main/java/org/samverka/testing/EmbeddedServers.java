package org.samverka.testing;

import io.smallrye.reactive.messaging.kafka.companion.test.EmbeddedKafkaBroker;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;

/** PostgreSQL as a child process and Kafka inside this JVM, on free ports, gone with their files when the JVM ends. */
final class EmbeddedServers {
    private static final String LOCAL = "127.0.0.1";
    private static final int ATTEMPTS = 3;

    private EmbeddedServers() {}

    static String postgres() {
        return LOCAL + ":" + onAFreePort(EmbeddedServers::startPostgres).getPort();
    }

    private static EmbeddedPostgres startPostgres() throws IOException {
        try (PostgresBinaries binaries = PostgresBinaries.locked()) {
            try {
                EmbeddedPostgres postgres = postgresForTests()
                        .setDataDirectory(AfterThisJvm.remove(binaries.freshDataFolder()))
                        .start();
                binaries.proven();
                return postgres;
            } catch (IOException | RuntimeException | ExceptionInInitializerError e) {
                binaries.doubted();
                throw e;
            }
        }
    }

    private static EmbeddedPostgres.Builder postgresForTests() {
        return EmbeddedPostgres.builder()
                // As in production, though without fsync: what was answered survives the service, not the machine.
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("listen_addresses", LOCAL)
                .setServerConfig("shared_buffers", "48MB")
                .setServerConfig("max_connections", "200")
                .setServerConfig("jit", "off")
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8");
    }

    static String kafka() {
        EmbeddedKafkaBroker broker = onAFreePort(EmbeddedServers::startKafka);
        String listener = broker.getAdvertisedListeners();
        return LOCAL + listener.substring(listener.lastIndexOf(':'));
    }

    private static EmbeddedKafkaBroker startKafka() throws IOException {
        Path logs = AfterThisJvm.remove(Files.createTempDirectory("samverka-test-kafka-"));
        EmbeddedKafkaBroker broker = new EmbeddedKafkaBroker()
                .withKafkaHost(LOCAL)
                .withAdditionalProperties(small -> {
                    small.put("log.dir", logs.toString());
                    small.put("auto.create.topics.enable", "false");
                    small.put("offsets.topic.num.partitions", "3");
                    small.put("transaction.state.log.num.partitions", "1");
                    small.put("share.coordinator.state.topic.num.partitions", "1");
                    small.put("share.coordinator.state.topic.replication.factor", "1");
                    small.put("share.coordinator.state.topic.min.isr", "1");
                    small.put("num.network.threads", "2");
                    small.put("num.io.threads", "2");
                    small.put("log.index.size.max.bytes", "1048576");
                });
        try {
            broker.start();
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "stopping Kafka"));
        return broker;
    }

    /** A port found free may be taken by another JVM before it is used: then another one is tried. */
    private static <T> T onAFreePort(Callable<T> start) {
        RuntimeException last = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                return start.call();
            } catch (Exception | ExceptionInInitializerError e) {
                last = new IllegalStateException("a server did not start", e);
            }
        }
        throw Objects.requireNonNull(last);
    }
}
