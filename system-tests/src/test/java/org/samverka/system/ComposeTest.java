package org.samverka.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.samverka.system.Checkout.mapping;
import static org.samverka.system.Checkout.texts;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** {@code docker-compose.yml} is the local stack: same ports, and an order in which nothing meets what is not there yet. */
class ComposeTest {
    private static final Set<String> ONE_SHOT = Set.of("topics");
    private static final Set<String> OURS =
            Set.of("participants-service", "sessions-service", "evaluation-service", "reporting-service");

    private final Map<String, Object> compose = Checkout.yaml(Checkout.path("docker-compose.yml"));

    @Test
    void everyServiceSaysWhenItIsHealthyOrRunsOnce() {
        for (String service : services()) {
            if (ONE_SHOT.contains(service)) {
                assertThat(service(service)).as(service).doesNotContainKeys("healthcheck", "restart");
            } else {
                assertThat(texts(mapping(service(service), "healthcheck"), "test"))
                        .as(service)
                        .first()
                        .isEqualTo("CMD");
            }
        }
    }

    @Test
    void nothingStartsBeforeWhatItNeedsIsHealthy() {
        for (String service : services()) {
            mapping(service(service), "depends_on")
                    .forEach((needed, condition) -> assertThat(condition)
                            .as("%s waits for %s", service, needed)
                            .isEqualTo(Map.of(
                                    "condition",
                                    ONE_SHOT.contains(needed) ? "service_completed_successfully" : "service_healthy")));
        }
        assertThat(needs("topics")).containsExactly("kafka");
        assertThat(OURS).allSatisfy(service -> assertThat(needs(service)).contains("postgres", "topics", "keycloak"));
        assertThat(needs("reporting-service")).contains("mail");
    }

    @Test
    void thePortsAreTheLocalStacksAndOpenToThisMachineOnly() {
        Map<String, List<String>> ports = new TreeMap<>();
        for (String service : services()) {
            List<String> published = texts(service(service), "ports").stream()
                    .map(port -> port.substring(0, port.lastIndexOf(':')))
                    .toList();
            if (!published.isEmpty()) {
                ports.put(service, published);
            }
        }
        assertThat(ports)
                .isEqualTo(Map.of(
                        "participants-service", List.of("127.0.0.1:8081"),
                        "sessions-service", List.of("127.0.0.1:8082"),
                        "evaluation-service", List.of("127.0.0.1:8083"),
                        "reporting-service", List.of("127.0.0.1:8084"),
                        "keycloak", List.of("127.0.0.1:8180"),
                        "kafka", List.of("127.0.0.1:19092"),
                        "postgres", List.of("127.0.0.1:15432"),
                        "mail", List.of("127.0.0.1:1025", "127.0.0.1:8025")));
    }

    @Test
    void aServiceListensWhereItsPortIsPublished() {
        for (String service : OURS) {
            Object port = mapping(service(service), "environment").get("SAMVERKA_PORT");
            assertThat(texts(service(service), "ports"))
                    .as(service)
                    .containsExactly("127.0.0.1:%s:%s".formatted(port, port));
        }
    }

    @Test
    void everyServiceIsBuiltFromTheRepositoryAndRunsReadOnly() {
        assertThat(Checkout.path("deploy/images/Dockerfile")).isRegularFile();
        for (String service : OURS) {
            assertThat(mapping(service(service), "build"))
                    .as(service)
                    .containsEntry("dockerfile", "deploy/images/Dockerfile")
                    .containsEntry("args", Map.of("SERVICE", service));
            assertThat(Checkout.text(Checkout.path("pom.xml"))).contains("<module>%s</module>".formatted(service));
            assertThat(service(service))
                    .as(service)
                    .containsEntry("read_only", true)
                    .containsEntry("cap_drop", List.of("ALL"));
        }
    }

    @Test
    void everyImageIsPinned() {
        for (String service : services()) {
            assertThat(service(service).get("image")).as(service).asString().matches("[a-z/-]+:[0-9][0-9.]+");
        }
    }

    @Test
    void everyFileThatIsMountedIsThere() {
        List<String> mounted = services().stream()
                .flatMap(service -> texts(service(service), "volumes").stream())
                .filter(volume -> volume.startsWith("./"))
                .toList();
        assertThat(mounted).isNotEmpty();
        assertThat(mounted)
                .allSatisfy(volume -> assertThat(Checkout.path(volume.substring(2, volume.indexOf(':'))))
                        .isRegularFile());
    }

    private Set<String> services() {
        return new TreeSet<>(mapping(compose, "services").keySet());
    }

    private Map<String, Object> service(String name) {
        return mapping(mapping(compose, "services"), name);
    }

    private Set<String> needs(String service) {
        return mapping(service(service), "depends_on").keySet();
    }
}
