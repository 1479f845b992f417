package org.samverka.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.Topic;

/** What Compose and Kubernetes run to create topics creates those of the contracts. */
class TopicsTest {
    private final String script = Checkout.text(Checkout.path("deploy/kubernetes/base/topics/create-topics.sh"))
            .replace("\\\n", " ");

    @Test
    void everyTopicIsCreatedWithItsDeadLetters() {
        assertThat(found("^create (samverka\\S+) "))
                .containsExactlyInAnyOrderElementsOf(topics(Topic.values(), Topic::wireName));
        assertThat(found("^for topic in (.+); do$").stream()
                        .flatMap(names -> Stream.of(names.split(" ")))
                        .map(name -> "samverka." + name + ".v1.dlq"))
                .containsExactlyInAnyOrderElementsOf(topics(Topic.values(), Topic::deadLetters));
    }

    @Test
    void whatTheContractsCallCompactedIsCompactedAndNothingElse() {
        Topic[] compacted =
                Arrays.stream(Topic.values()).filter(Topic::compacted).toArray(Topic[]::new);
        assertThat(found("^create (samverka\\S+) .*cleanup\\.policy=compact"))
                .containsExactlyInAnyOrderElementsOf(topics(compacted, Topic::wireName));
    }

    private static List<String> topics(Topic[] topics, Function<Topic, String> name) {
        return Arrays.stream(topics).map(name).toList();
    }

    private List<String> found(String line) {
        return Pattern.compile(line, Pattern.MULTILINE)
                .matcher(script)
                .results()
                .map(result -> result.group(1))
                .toList();
    }
}
