package org.samverka.participants.program;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.samverka.contracts.rest.Invalid;

/** Reads program definitions, YAML or JSON, and says what is wrong with one by pointers into it. */
@ApplicationScoped
class ProgramDefinitions {
    private final Schema schema = load();
    private final ObjectMapper yaml = YAMLMapper.builder().build();
    private final ObjectMapper json = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** A definition that keeps every rule, and its whole document as canonical JSON. */
    record Document(ProgramDefinition definition, String json) {}

    /** YAML is a superset of JSON, so one reader serves both. */
    Document read(String key, String text) {
        JsonNode document = parse(text);
        List<Invalid.Error> errors = new ArrayList<>();
        schema.validate(
                        document.toString(),
                        InputFormat.JSON,
                        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .forEach(error -> errors.add(told(error)));
        if (!errors.isEmpty()) {
            throw new Invalid(errors);
        }
        try {
            ProgramDefinition definition = json.treeToValue(document, ProgramDefinition.class);
            check(key, definition);
            return new Document(definition, document.toString());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode parse(String text) {
        try {
            return Objects.requireNonNullElseGet(yaml.readTree(text), yaml::createObjectNode);
        } catch (JsonProcessingException e) {
            String place = e.getLocation() == null
                    ? ""
                    : " at line %d, column %d"
                            .formatted(
                                    e.getLocation().getLineNr(), e.getLocation().getColumnNr());
            throw new Invalid("/", "unreadable-document", "The document is neither YAML nor JSON" + place);
        }
    }

    private static Invalid.Error told(Error error) {
        String pointer = error.getInstanceLocation().toString();
        return new Invalid.Error(pointer.isEmpty() ? "/" : pointer, error.getKeyword(), error.getMessage());
    }

    /** What a schema cannot say. */
    private static void check(String key, ProgramDefinition definition) {
        List<Invalid.Error> errors = new ArrayList<>();
        if (!definition.key().equals(key)) {
            errors.add(new Invalid.Error("/key", "other-key", "The key in the path is another"));
        }
        if (definition.period().to().isBefore(definition.period().from())) {
            errors.add(new Invalid.Error("/period/to", "before-start", "The last day lies before the first"));
        }
        try {
            ZoneId.of(definition.zone());
        } catch (DateTimeException e) {
            errors.add(new Invalid.Error("/zone", "unknown-zone", "Name an IANA zone, such as Europe/Stockholm"));
        }
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < definition.targetGroups().size(); i++) {
            if (!keys.add(definition.targetGroups().get(i).key())) {
                errors.add(new Invalid.Error("/targetGroups/" + i + "/key", "twice", "Another group has this key"));
            }
        }
        if (!errors.isEmpty()) {
            throw new Invalid(errors);
        }
    }

    private static Schema load() {
        try (InputStream file = Objects.requireNonNull(
                ProgramDefinitions.class.getResourceAsStream("/program-definition.schema.json"))) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
