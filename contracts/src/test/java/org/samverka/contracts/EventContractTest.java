package org.samverka.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.samverka.contracts.delivery.EventJson;
import org.samverka.contracts.delivery.Schemas;

/** What is published about an event, what is approved, and its record say the same. */
class EventContractTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Schemas SCHEMAS = new Schemas();

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final EventJson events = new EventJson(metrics);

    static List<Class<? extends Event>> records() {
        return Event.recordsOf(Event.class);
    }

    @Test
    void logicalNamesAreUniqueAndVersioned() {
        assertThat(records())
                .hasSizeGreaterThan(20)
                .extracting(Event::typeOf)
                .doesNotHaveDuplicates()
                .allMatch(type -> type.matches(
                        "org\\.samverka\\.(hr|participants|sessions|evaluation|reporting)\\.[a-z.-]+\\.v[0-9]+"));
    }

    @ParameterizedTest
    @MethodSource("records")
    void theSchemaNamesTheRecordsComponents(Class<? extends Event> type) throws IOException {
        JsonNode schema = JSON.readTree(resource("/schemas/" + Event.typeOf(type) + ".json"));
        assertThat(names(schema.get("properties"))).isEqualTo(names(type, component -> true));
    }

    @ParameterizedTest
    @MethodSource("records")
    void theSchemaRequiresWhatTheRecordDoes(Class<? extends Event> type) throws IOException {
        JsonNode schema = JSON.readTree(resource("/schemas/" + Event.typeOf(type) + ".json"));
        Set<String> required = StreamSupport.stream(schema.get("required").spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toSet());
        assertThat(required).isEqualTo(names(type, component -> !isNullable(component)));
    }

    @ParameterizedTest
    @MethodSource("records")
    void theApprovedMessageIsValidAndSurvivesReadingAndWriting(Class<? extends Event> type) throws IOException {
        byte[] approved = resource("/events/" + Event.typeOf(type) + ".json");
        assertThat(SCHEMAS.violations(Event.typeOf(type), approved)).isEmpty();

        Event event = events.read(approved, type);

        assertThat(JSON.readTree(events.write(event))).isEqualTo(withoutNulls(JSON.readTree(approved)));
        assertThat(SCHEMAS.violations(Event.typeOf(type), events.write(event).getBytes(UTF_8)))
                .isEmpty();
    }

    /** What records gained later has approved messages of its own. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.samverka.participants.program-defined.v1-goals",
                "org.samverka.evaluation.evaluation-completed.v1-bands",
                "org.samverka.evaluation.evaluation-requested.v1-link"
            })
    void anApprovedMessageWithWhatWasAddedIsValidAndSurvivesReadingAndWriting(String name) throws IOException {
        String type = name.substring(0, name.lastIndexOf('-'));
        byte[] approved = resource("/events/later/" + name + ".json");
        assertThat(SCHEMAS.violations(type, approved)).isEmpty();

        Event event = events.read(
                approved,
                records().stream()
                        .filter(each -> Event.typeOf(each).equals(type))
                        .findFirst()
                        .orElseThrow());

        assertThat(JSON.readTree(events.write(event))).isEqualTo(JSON.readTree(approved));
    }

    @ParameterizedTest
    @MethodSource("records")
    void aFieldFromALaterVersionIsPassedOverAndCounted(Class<? extends Event> type) throws IOException {
        ObjectNode later = (ObjectNode) JSON.readTree(resource("/events/" + Event.typeOf(type) + ".json"));
        Event known = events.read(JSON.writeValueAsBytes(later), type);
        later.putObject("addedLater").put("x", 1);

        assertThat(events.read(JSON.writeValueAsBytes(later), type)).isEqualTo(known);
        assertThat(metrics.counter("samverka.events.unknown.fields").count()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("records")
    void eachRequiredFieldIsMissedWhenItIsNotThereOrNull(Class<? extends Event> type) throws IOException {
        for (String field : names(type, component -> !isNullable(component))) {
            ObjectNode without = (ObjectNode) JSON.readTree(resource("/events/" + Event.typeOf(type) + ".json"));
            without.remove(field);
            assertThatThrownBy(() -> events.read(JSON.writeValueAsBytes(without), type))
                    .as("without %s", field)
                    .isInstanceOf(JsonMappingException.class);
            without.putNull(field);
            assertThatThrownBy(() -> events.read(JSON.writeValueAsBytes(without), type))
                    .as("with %s null", field)
                    .isInstanceOf(JsonMappingException.class);
        }
    }

    @Test
    void theAsyncApiDocumentHoldsEveryEventInItsTopic() throws IOException {
        JsonNode document = new YAMLMapper().readTree(resource("/schemas/asyncapi.yaml"));
        for (Class<? extends Event> type : records()) {
            String name = Event.typeOf(type);
            JsonNode message = document.at("/components/messages/" + name.replace('.', '_'));
            assertThat(message.path("name").asText()).isEqualTo(name);
            assertThat(message.at("/payload/schema/$ref").asText()).isEqualTo(name + ".json");
            Event sample = events.read(resource("/events/" + name + ".json"), type);
            JsonNode channel = StreamSupport.stream(document.get("channels").spliterator(), false)
                    .filter(each ->
                            each.get("address").asText().equals(sample.topic().wireName()))
                    .findFirst()
                    .orElseThrow();
            assertThat(StreamSupport.stream(channel.get("messages").spliterator(), false)
                            .map(each -> each.get("$ref").asText()))
                    .contains("#/components/messages/" + name.replace('.', '_'));
        }
    }

    @Test
    void noEventButAContactHoldsANameOrAnAddress() {
        assertThat(records().stream()
                        .filter(type ->
                                !HrEvent.class.isAssignableFrom(type) && !ContactEvent.class.isAssignableFrom(type))
                        .flatMap(type -> names(type, component -> true).stream()))
                .isNotEmpty()
                .noneMatch(name -> name.matches("(?i).*(given|family|email|phone|address|personnummer|ssn).*"));
    }

    private static byte[] resource(String path) throws IOException {
        try (InputStream file = EventContractTest.class.getResourceAsStream(path)) {
            return Objects.requireNonNull(file, path).readAllBytes();
        }
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new java.util.HashSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Set<String> names(
            Class<? extends Event> type, java.util.function.Predicate<RecordComponent> wanted) {
        return Arrays.stream(type.getRecordComponents())
                .filter(wanted)
                .map(RecordComponent::getName)
                .collect(Collectors.toSet());
    }

    private static boolean isNullable(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private static JsonNode withoutNulls(JsonNode node) {
        ((ObjectNode) node).properties().removeIf(entry -> entry.getValue().isNull());
        return node;
    }
}
