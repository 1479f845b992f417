package org.samverka.participants.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Comparator.comparing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.samverka.contracts.rest.Invalid;

/** Reads program definitions, YAML or JSON, and says everything that is wrong with one by pointer, line and column. */
@ApplicationScoped
class ProgramDefinitions {
    private static final int MOST_ERRORS = 200;
    private static final String FILE = "/program-definition.schema.json";

    private final Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(text());
    private final ObjectMapper json = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** A definition that keeps every rule, and its whole document. */
    record Document(ProgramDefinition definition, JsonNode document) {
        String json() {
            return document.toString();
        }
    }

    /** @param key the program that the document shall define */
    Document read(String key, String text) {
        DefinitionText read = DefinitionText.read(text);
        List<Invalid.Error> errors = new ArrayList<>(againstSchema(read.document()));
        Set<String> told = errors.stream().map(Invalid.Error::pointer).collect(Collectors.toSet());
        DefinitionRules.broken(key, read.document()).stream()
                .filter(error -> !told.contains(error.pointer()))
                .forEach(errors::add);
        if (!errors.isEmpty()) {
            throw new Invalid(errors.stream()
                    .sorted(comparing((Invalid.Error error) -> read.place(error.pointer()))
                            .thenComparing(Invalid.Error::pointer))
                    .limit(MOST_ERRORS)
                    .map(read::located)
                    .toList());
        }
        return new Document(definition(read.document()), read.document());
    }

    /** A stored document. */
    ProgramDefinition definition(String document) {
        return definition(document(document));
    }

    JsonNode document(String document) {
        try {
            return json.readTree(document);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ProgramDefinition definition(JsonNode document) {
        try {
            return json.treeToValue(document, ProgramDefinition.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Invalid.Error> againstSchema(JsonNode document) {
        return schema
                .validate(
                        document.toString(),
                        InputFormat.JSON,
                        context -> context.executionConfig(
                                config -> config.formatAssertionsEnabled(true).locale(Locale.ENGLISH)))
                .stream()
                .map(ProgramDefinitions::told)
                .toList();
    }

    private static Invalid.Error told(Error error) {
        String pointer = error.getInstanceLocation().toString();
        String code = codeOf(error.getKeyword());
        if (error.getProperty() != null && (code.equals("required") || code.equals("unknown-property"))) {
            pointer += "/" + error.getProperty().replace("~", "~0").replace("/", "~1");
        }
        return new Invalid.Error(pointer.isEmpty() ? "/" : pointer, code, error.getMessage());
    }

    private static String codeOf(String keyword) {
        return switch (keyword) {
            case "additionalProperties" -> "unknown-property";
            case "uniqueItems" -> "twice";
            default -> keyword.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
        };
    }

    /** The published schema that definitions are held against. */
    String schemaText() {
        return text();
    }

    private static String text() {
        try (InputStream file = Objects.requireNonNull(ProgramDefinitions.class.getResourceAsStream(FILE))) {
            return new String(file.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
