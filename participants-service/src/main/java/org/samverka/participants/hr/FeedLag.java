package org.samverka.participants.hr;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** How many events of the feed all replicas together have yet to take in: {@code samverka.hr.lag}. */
@ApplicationScoped
class FeedLag {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Map<String, Object> kafka;
    private final String group;
    private final String topic;
    private volatile @Nullable Admin admin;
    private volatile @Nullable Long lag;

    FeedLag(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            @ConfigProperty(name = "mp.messaging.incoming.hr.group.id") String group,
            @ConfigProperty(name = "mp.messaging.incoming.hr.topic") String topic,
            MeterRegistry metrics) {
        this.kafka = kafka;
        this.group = group;
        this.topic = topic;
        Gauge.builder("samverka.hr.lag", this::orUnknown)
                .description("Events of the HR feed that have not been taken in")
                .register(metrics);
    }

    private double orUnknown() {
        Long known = lag;
        return known == null ? Double.NaN : known;
    }

    /** None while Kafka does not say. */
    @Nullable
    Long events() {
        return lag;
    }

    @Scheduled(every = "10s", skipExecutionIf = ApplicationNotRunning.class)
    Uni<Void> measure() {
        return ends().chain(ends -> committed()
                        .invoke(committed -> lag = ends.entrySet().stream()
                                .mapToLong(end -> end.getValue().offset() - position(committed, end.getKey()))
                                .sum()))
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure()
                .invoke(() -> lag = null)
                .replaceWithVoid()
                .onFailure()
                .recoverWithNull();
    }

    private static long position(Map<TopicPartition, OffsetAndMetadata> committed, TopicPartition partition) {
        OffsetAndMetadata position = committed.get(partition);
        return position == null ? 0 : position.offset();
    }

    private Uni<Map<TopicPartition, ListOffsetsResultInfo>> ends() {
        return uni(() -> admin().describeTopics(java.util.List.of(topic)).allTopicNames())
                .map(topics -> topics.values().stream()
                        .flatMap(described -> described.partitions().stream()
                                .map(partition -> new TopicPartition(topic, partition.partition())))
                        .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest())))
                .chain(latest -> uni(() -> admin().listOffsets(latest).all()));
    }

    private Uni<Map<TopicPartition, OffsetAndMetadata>> committed() {
        return uni(() -> admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    }

    private static <T> Uni<T> uni(java.util.function.Supplier<KafkaFuture<T>> asked) {
        return Uni.createFrom().completionStage(() -> asked.get().toCompletionStage());
    }

    private synchronized Admin admin() {
        Admin known = admin;
        if (known == null) {
            known = Admin.create(settings());
            admin = known;
        }
        return known;
    }

    private Map<String, Object> settings() {
        Collection<String> names = AdminClientConfig.configNames();
        var settings = new HashMap<>(kafka);
        settings.keySet().retainAll(names);
        return settings;
    }

    void close(@Observes ShutdownEvent ended) {
        Admin open = admin;
        if (open != null) {
            open.close(Duration.ZERO);
        }
    }
}
