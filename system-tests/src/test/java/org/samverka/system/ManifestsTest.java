package org.samverka.system;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.samverka.system.Checkout.mapping;
import static org.samverka.system.Checkout.mappings;
import static org.samverka.system.Checkout.texts;

import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1DeploymentSpec;
import io.kubernetes.client.openapi.models.V1EnvVar;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1PodTemplateSpec;
import io.kubernetes.client.openapi.models.V1Probe;
import io.kubernetes.client.util.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The Kubernetes base, read strictly: one pattern, hardened and probed, and four services that differ from it in names,
 * addresses and secrets only.
 */
class ManifestsTest {
    private static final Path BASE = Checkout.path("deploy/kubernetes/base");
    private static final List<String> SERVICES = List.of("participants", "sessions", "evaluation", "reporting");

    @Test
    void everyManifestIsReadStrictly() throws IOException {
        assertThat(manifests()).allSatisfy(file -> assertThat(objectsIn(file)).isNotEmpty());
        String misspelled = Files.readString(pattern("deployment.yaml")).replace("readinessProbe:", "readynessProbe:");
        assertThatThrownBy(() -> Yaml.loadAll(misspelled)).hasMessageContaining("readynessProbe");
    }

    @Test
    void aServiceIsADeploymentAndWhatBelongsToIt() {
        assertThat(manifests().stream()
                        .filter(file -> file.startsWith(BASE.resolve("service")))
                        .flatMap(file -> objectsIn(file).stream())
                        .map(KubernetesObject::getKind))
                .containsExactlyInAnyOrder(
                        "Deployment", "Service", "ServiceAccount", "PodDisruptionBudget", "NetworkPolicy");
    }

    @Test
    void allFourServicesAreMadeFromThePatternAndDifferInNamesAndAddressesOnly() {
        assertThat(texts(kustomization(BASE), "resources")).containsAll(SERVICES);
        for (String service : SERVICES) {
            Map<String, Object> instance = kustomization(BASE.resolve(service));
            assertThat(instance)
                    .as(service)
                    .containsOnlyKeys(
                            "apiVersion",
                            "kind",
                            "resources",
                            "namePrefix",
                            "labels",
                            "images",
                            "configMapGenerator",
                            "patches")
                    .containsEntry("resources", List.of("../service"))
                    .containsEntry("namePrefix", service + "-")
                    .containsEntry(
                            "labels",
                            List.of(Map.of(
                                    "includeSelectors",
                                    true,
                                    "pairs",
                                    Map.of("app.kubernetes.io/name", service + "-service"))))
                    .containsEntry("patches", List.of(Map.of("path", "secrets.yaml")));
            assertThat(mappings(instance, "images"))
                    .singleElement()
                    .satisfies(image -> assertThat(image)
                            .containsEntry("name", "samverka/service")
                            .containsEntry("newName", "samverka/" + service + "-service")
                            .extractingByKey("newTag")
                            .asString()
                            .matches("[0-9][0-9.]+"));
            assertThat(settings(instance))
                    .as(service)
                    .contains("SAMVERKA_DB_USER=" + service, "SAMVERKA_DB_URL=postgresql://postgres:5432/" + service)
                    .noneMatch(setting -> setting.contains("PASSWORD") || setting.contains("_KEY="));
        }
    }

    @Test
    void secretsAreTheOnlyPatchAndComeByReference() {
        assertThat(secretsOf("participants"))
                .containsOnly(
                        Map.entry("SAMVERKA_DB_PASSWORD", "participants-service/database-password"),
                        Map.entry("SAMVERKA_PSEUDONYM_KEY", "participants-service/pseudonym-key"),
                        Map.entry("SAMVERKA_IDENTITY_KEY", "participants-service/identity-key"));
        assertThat(secretsOf("sessions"))
                .containsOnly(
                        Map.entry("SAMVERKA_DB_PASSWORD", "sessions-service/database-password"),
                        Map.entry("SAMVERKA_INVITATION_KEY", "sessions-service/invitation-key"));
        assertThat(secretsOf("evaluation"))
                .containsOnly(
                        Map.entry("SAMVERKA_DB_PASSWORD", "evaluation-service/database-password"),
                        Map.entry("SAMVERKA_SURVEY_KEY", "evaluation-service/survey-key"));
        assertThat(secretsOf("reporting"))
                .containsOnly(
                        Map.entry("SAMVERKA_DB_PASSWORD", "reporting-service/database-password"),
                        Map.entry("SAMVERKA_NOTIFICATION_KEY", "reporting-service/notification-key"));
    }

    @Test
    void aServiceIsToldTheSameThingsAsInCompose() {
        Map<String, Object> compose = mapping(Checkout.yaml(Checkout.path("docker-compose.yml")), "services");
        for (String service : SERVICES) {
            Set<String> told = new HashSet<>(secretsOf(service).keySet());
            told.addAll(namesOf(settings(kustomization(BASE))));
            told.addAll(namesOf(settings(kustomization(BASE.resolve(service)))));
            told.add("SAMVERKA_PORT");
            assertThat(mapping(mapping(compose, service + "-service"), "environment"))
                    .as(service)
                    .containsOnlyKeys(told);
        }
    }

    @Test
    void everyDeploymentIsProbedWhereTheServicesAnswer() {
        assertThat(deployments()).isNotEmpty().allSatisfy(deployment -> {
            V1Container container = onlyContainer(podOf(deployment));
            assertThat(pathOf(container.getStartupProbe())).isEqualTo("/q/health/started");
            assertThat(pathOf(container.getLivenessProbe())).isEqualTo("/q/health/live");
            assertThat(pathOf(container.getReadinessProbe())).isEqualTo("/q/health/ready");
            assertThat(container.getPorts())
                    .singleElement()
                    .satisfies(port -> assertThat(container.getEnv())
                            .contains(new V1EnvVar()
                                    .name("SAMVERKA_PORT")
                                    .value(port.getContainerPort().toString())));
        });
    }

    @Test
    void everyPodSaysWhatItNeedsAndGetsNoMore() {
        assertThat(pods()).hasSize(2).allSatisfy(pod -> {
            V1Container container = onlyContainer(pod);
            assertThat(container.getResources().getRequests()).containsOnlyKeys("cpu", "memory");
            assertThat(container.getResources().getLimits()).containsOnlyKeys("cpu", "memory");
            assertThat(container.getImage()).matches("[a-z/-]+:[0-9][0-9.]+");
        });
    }

    @Test
    void everyPodRunsWithoutRootWithoutRightsAndWithoutAWritableFileSystem() {
        assertThat(pods()).hasSize(2).allSatisfy(pod -> {
            assertThat(pod.getAutomountServiceAccountToken()).isFalse();
            assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(pod.getSecurityContext().getRunAsUser()).isPositive();
            assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
            var security = onlyContainer(pod).getSecurityContext();
            assertThat(security.getReadOnlyRootFilesystem()).isTrue();
            assertThat(security.getAllowPrivilegeEscalation()).isFalse();
            assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
            assertThat(security.getCapabilities().getAdd()).isNullOrEmpty();
            assertThat(pod.getVolumes()).anySatisfy(volume -> {
                assertThat(volume.getName()).isEqualTo("tmp");
                assertThat(volume.getEmptyDir()).isNotNull();
            });
            assertThat(onlyContainer(pod).getVolumeMounts())
                    .anySatisfy(mount -> assertThat(mount.getMountPath()).isEqualTo("/tmp"));
        });
    }

    @Test
    void theKustomizationsNameEveryFileThatIsThere() {
        Set<Path> named = new HashSet<>();
        collect(BASE, named);
        assertThat(Checkout.filesUnder(BASE)).containsExactlyInAnyOrderElementsOf(named);
    }

    /** What is reached from a kustomization: itself, its manifests, patches and generators' files, and those below. */
    private static void collect(Path folder, Set<Path> named) {
        Map<String, Object> kustomization = kustomization(folder);
        named.add(folder.resolve("kustomization.yaml"));
        for (String resource : texts(kustomization, "resources")) {
            Path path = folder.resolve(resource).normalize();
            if (Files.isDirectory(path)) {
                collect(path, named);
            } else {
                named.add(path);
            }
        }
        mappings(kustomization, "patches")
                .forEach(patch -> named.add(folder.resolve(String.valueOf(patch.get("path")))));
        mappings(kustomization, "configMapGenerator").stream()
                .flatMap(generator -> texts(generator, "files").stream())
                .forEach(file -> named.add(folder.resolve(file)));
    }

    private static List<Path> manifests() {
        return Checkout.filesUnder(BASE).stream()
                .filter(file -> file.toString().endsWith(".yaml"))
                .filter(file -> !file.endsWith("kustomization.yaml"))
                .toList();
    }

    private static List<KubernetesObject> objectsIn(Path file) {
        try {
            List<KubernetesObject> objects = new ArrayList<>();
            for (Object object : Yaml.loadAll(Files.readString(file))) {
                objects.add((KubernetesObject) object);
            }
            return objects;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path pattern(String file) {
        return BASE.resolve("service").resolve(file);
    }

    private static Map<String, Object> kustomization(Path folder) {
        return Checkout.yaml(folder.resolve("kustomization.yaml"));
    }

    private static List<String> settings(Map<String, Object> kustomization) {
        return mappings(kustomization, "configMapGenerator").stream()
                .flatMap(generator -> texts(generator, "literals").stream())
                .toList();
    }

    private static List<String> namesOf(List<String> settings) {
        return settings.stream()
                .map(setting -> setting.substring(0, setting.indexOf('=')))
                .toList();
    }

    /** Deployments as they will run; a patch alone is none. */
    private static List<V1Deployment> deployments() {
        return objects(V1Deployment.class)
                .filter(deployment -> deployment.getSpec().getSelector() != null)
                .toList();
    }

    private static List<V1PodSpec> pods() {
        return Stream.concat(
                        deployments().stream().map(ManifestsTest::podOf),
                        objects(V1Job.class)
                                .map(job -> job.getSpec().getTemplate().getSpec()))
                .toList();
    }

    private static <T> Stream<T> objects(Class<T> kind) {
        return manifests().stream()
                .flatMap(file -> objectsIn(file).stream())
                .filter(kind::isInstance)
                .map(kind::cast);
    }

    private static V1PodSpec podOf(V1Deployment deployment) {
        return deployment.getSpec().getTemplate().getSpec();
    }

    private static V1Container onlyContainer(V1PodSpec pod) {
        assertThat(pod.getContainers()).hasSize(1);
        assertThat(pod.getInitContainers()).isNullOrEmpty();
        return pod.getContainers().get(0);
    }

    private static String pathOf(V1Probe probe) {
        assertThat(probe.getHttpGet().getPort().getStrValue()).isEqualTo("http");
        return probe.getHttpGet().getPath();
    }

    /** The patch's variables as name to secret/key; the patch may hold nothing else. */
    private static Map<String, String> secretsOf(String service) {
        V1Deployment patch = (V1Deployment)
                objectsIn(BASE.resolve(service).resolve("secrets.yaml")).get(0);
        List<V1EnvVar> variables = onlyContainer(podOf(patch)).getEnv();
        assertThat(patch)
                .isEqualTo(new V1Deployment()
                        .apiVersion("apps/v1")
                        .kind("Deployment")
                        .metadata(new V1ObjectMeta().name("service"))
                        .spec(new V1DeploymentSpec()
                                .template(new V1PodTemplateSpec()
                                        .spec(new V1PodSpec()
                                                .addContainersItem(new V1Container()
                                                        .name("service")
                                                        .env(variables))))));
        return variables.stream()
                .collect(toMap(
                        V1EnvVar::getName,
                        variable -> variable.getValueFrom().getSecretKeyRef().getName()
                                + "/"
                                + variable.getValueFrom().getSecretKeyRef().getKey()));
    }
}
