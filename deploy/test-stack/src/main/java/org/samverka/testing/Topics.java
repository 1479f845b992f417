package org.samverka.testing;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** The platform's topics: none is created by being written to. */
public final class Topics {
    /** Every topic but the dead-letter ones, which are named {@code <topic>.dlq}. */
    public static final List<String> NAMES = Stream.of(
                    "hr", "participants", "contacts", "absence", "sessions", "evaluation", "screening", "reporting")
            .map(name -> "samverka." + name + ".v1")
            .toList();

    /** Those which keep only the last record of each key. */
    public static final List<String> COMPACTED = List.of("samverka.contacts.v1");

    public static final int PARTITIONS = 3;

    private Topics() {}

    static void createIn(String bootstrapServers) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(NAMES.stream().flatMap(Topics::withDeadLetters).toList())
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the topics could not be created", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Stream<NewTopic> withDeadLetters(String name) {
        String policy = COMPACTED.contains(name) ? "compact" : "delete";
        return Stream.of(
                new NewTopic(name, PARTITIONS, (short) 1).configs(Map.of("cleanup.policy", policy)),
                new NewTopic(name + ".dlq", PARTITIONS, (short) 1));
    }
}
