package org.samverka.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.samverka.contracts.Topic;

/** One Kafka node, broker and controller in one; it keeps every event, since figures are replayed from the log. */
final class Kafka implements Part {
    static final String NAME = "kafka";

    private static final int PARTITIONS = 3;
    private static final short ONE_REPLICA = 1;

    private final Settings settings;

    Kafka(Settings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Listener> listeners() {
        return List.of(Listener.KAFKA, Listener.KAFKA_CONTROLLER);
    }

    @Override
    public void requireBuilt() {
        if (Files.notExists(settings.built("lib"))) {
            throw new StackFailure(
                    "The local stack is not built (" + settings.built("lib") + " is missing): ./samverka up builds it");
        }
    }

    @Override
    public void prepare(Console console) throws IOException {
        Files.createDirectories(log());
        Files.writeString(properties(), String.join("\n", lines()) + "\n");
        if (Files.notExists(log().resolve("meta.properties"))) {
            format();
        }
    }

    private List<String> lines() {
        String controller = settings.address(Listener.KAFKA_CONTROLLER);
        String broker = "PLAINTEXT://" + settings.address(Listener.KAFKA);
        return List.of(
                "# Written by ./samverka at every start.",
                "process.roles=broker,controller",
                "node.id=1",
                "controller.quorum.voters=1@" + controller,
                "controller.listener.names=CONTROLLER",
                "listeners=" + broker + ",CONTROLLER://" + controller,
                "advertised.listeners=" + broker,
                "log.dirs=" + log(),
                // A broker that was killed is let in again when its former session is over.
                "broker.session.timeout.ms=3000",
                "broker.heartbeat.interval.ms=500",
                "auto.create.topics.enable=false",
                "num.partitions=" + PARTITIONS,
                "log.retention.ms=-1",
                "log.index.size.max.bytes=1048576",
                "log.cleaner.threads=1",
                "log.cleaner.dedupe.buffer.size=4194304",
                "offsets.topic.replication.factor=1",
                "offsets.topic.num.partitions=4",
                "transaction.state.log.replication.factor=1",
                "transaction.state.log.min.isr=1",
                "transaction.state.log.num.partitions=4",
                "share.coordinator.state.topic.replication.factor=1",
                "share.coordinator.state.topic.min.isr=1",
                "share.coordinator.state.topic.num.partitions=4",
                "group.initial.rebalance.delay.ms=0",
                "num.network.threads=2",
                "num.io.threads=2");
    }

    private void format() throws IOException {
        ProcessBuilder format = jvm().with("kafka.tools.StorageTool", "format", "--ignore-formatted")
                .with(
                        "--cluster-id",
                        Uuid.randomUuid().toString(),
                        "--config",
                        properties().toString())
                .process();
        OneShot.run(format, settings.log(NAME));
    }

    private Jvm jvm() {
        return new Jvm(settings, NAME)
                .options(settings.variable(
                        "SAMVERKA_KAFKA_JAVA_OPTS", "-Xmx192m -XX:+UseSerialGC -XX:TieredStopAtLevel=1"))
                .with("-XX:+ExitOnOutOfMemoryError", "-Djava.awt.headless=true")
                .with("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-Dorg.slf4j.simpleLogger.showDateTime=true")
                .with("-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX")
                .with("-cp", settings.built("lib") + "/*");
    }

    @Override
    public ProcessBuilder process() {
        return jvm().with("kafka.Kafka", properties().toString()).process();
    }

    @Override
    public boolean ready() throws InterruptedException, ExecutionException, TimeoutException {
        if (!Probe.listens(settings.port(Listener.KAFKA))) {
            return false;
        }
        try (Admin admin = admin()) {
            Collection<?> nodes = admin.describeCluster().nodes().get(3, TimeUnit.SECONDS);
            return !nodes.isEmpty();
        }
    }

    @Override
    public void settle() throws InterruptedException, ExecutionException {
        try (Admin admin = admin()) {
            Set<String> existing = admin.listTopics().names().get();
            List<NewTopic> missing = topics().stream()
                    .filter(topic -> !existing.contains(topic.name()))
                    .toList();
            admin.createTopics(missing).all().get();
        }
    }

    private static List<NewTopic> topics() {
        List<NewTopic> topics = new ArrayList<>();
        for (Topic topic : Topic.values()) {
            topics.add(new NewTopic(topic.wireName(), PARTITIONS, ONE_REPLICA)
                    .configs(topic.compacted() ? Map.of("cleanup.policy", "compact") : Map.of("retention.ms", "-1")));
            topics.add(
                    new NewTopic(topic.deadLetters(), PARTITIONS, ONE_REPLICA).configs(Map.of("retention.ms", "-1")));
        }
        return topics;
    }

    private Admin admin() {
        return Admin.create(Map.of(
                "bootstrap.servers", settings.address(Listener.KAFKA),
                "request.timeout.ms", "5000",
                "default.api.timeout.ms", "20000"));
    }

    private Path log() {
        return settings.data(NAME).resolve("log");
    }

    private Path properties() {
        return settings.data(NAME).resolve("server.properties");
    }
}
