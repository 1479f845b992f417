package org.samverka.evaluation.instrument;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Language;
import org.samverka.contracts.rest.Invalid;
import org.samverka.evaluation.instrument.Instrument.Item;
import org.samverka.evaluation.instrument.Instrument.License;
import org.samverka.evaluation.instrument.Instrument.Review;
import org.samverka.evaluation.instrument.Instrument.Scale;
import org.samverka.evaluation.language.Text;
import org.samverka.evaluation.scoring.Scoring;
import org.samverka.evaluation.scoring.Scorings;

/** Reads instruments' definitions, and says by pointer everything that is wrong with one. */
@Singleton
class InstrumentDefinitions {
    private static final String FILE = "/instrument.schema.json";
    private static final int MOST_ERRORS = 200;

    private final Scorings scorings;
    private final ObjectMapper json = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .build();

    InstrumentDefinitions(Scorings scorings) {
        this.scorings = scorings;
    }

    /**
     * A definition as it is written.
     *
     * @param scoring names one that the service has; or the definition's own; or none
     */
    private record Definition(
            String key,
            int version,
            License license,
            Map<Language, Review> review,
            Text title,
            Text introduction,
            Scale scale,
            List<Item> items,
            @Nullable JsonNode scoring) {}

    /** What somebody wrote, with everything that is wrong with it. */
    Instrument read(JsonNode document) {
        List<Invalid.Error> errors = againstSchema(document);
        if (!errors.isEmpty()) {
            throw new Invalid(errors);
        }
        Instrument instrument = known(document);
        if (instrument.languages().isEmpty()) {
            throw new Invalid("/title", "incomplete-language", "Write all texts in at least one language");
        }
        return instrument;
    }

    /** What was read before, or came with the service. */
    Instrument known(JsonNode document) {
        Definition definition = definition(document);
        Scoring scoring = scoring(definition);
        var instrument = new Instrument(
                definition.key(),
                definition.version(),
                definition.license(),
                definition.review(),
                definition.title(),
                definition.introduction(),
                definition.scale(),
                definition.items(),
                scoring);
        if (scoring != null) {
            requireSameItems(instrument, scoring);
        }
        return instrument;
    }

    Instrument known(String document) {
        return known(document(document));
    }

    JsonNode document(String document) {
        try {
            return json.readTree(document);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Order and form of numbers apart. */
    boolean sameDocument(String one, String other) {
        return document(one).equals((a, b) -> numbersDiffer(a, b), document(other));
    }

    private static int numbersDiffer(JsonNode a, JsonNode b) {
        return a.isNumber() && b.isNumber() ? a.decimalValue().compareTo(b.decimalValue()) : a.equals(b) ? 0 : 1;
    }

    private Definition definition(JsonNode document) {
        try {
            return json.treeToValue(document, Definition.class);
        } catch (JsonMappingException e) {
            throw unreadable(e, "");
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private @Nullable Scoring scoring(Definition definition) {
        JsonNode said = definition.scoring();
        if (said == null || said.isNull()) {
            return null;
        }
        if (said.has("measures")) {
            return own(said);
        }
        Scoring known =
                scorings.find(said.path("key").asText(), said.path("version").asInt());
        if (known == null) {
            throw new Invalid(
                    "/scoring/key", "unknown-scoring", "GET /api/v1/scorings lists them; or write one of your own");
        }
        return known;
    }

    private Scoring own(JsonNode said) {
        try {
            return json.treeToValue(said, Scoring.class).proven();
        } catch (JsonMappingException e) {
            throw unreadable(e, "/scoring");
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The records' own rules say what is so in words that hold no value of anybody's. */
    private static Invalid unreadable(JsonMappingException e, String below) {
        String pointer =
                e.getPath().stream().map(InstrumentDefinitions::step).collect(Collectors.joining("/", below + "/", ""));
        Throwable cause = e.getCause();
        return cause instanceof IllegalArgumentException || cause instanceof NullPointerException
                ? new Invalid(
                        pointer, "broken-rule", Objects.requireNonNullElse(cause.getMessage(), "Something is missing"))
                : new Invalid(pointer, "unreadable-value", "The value has not the form that is expected here");
    }

    private static String step(JsonMappingException.Reference step) {
        return step.getFieldName() == null ? Integer.toString(step.getIndex()) : step.getFieldName();
    }

    private static void requireSameItems(Instrument instrument, Scoring scoring) {
        var errors = new ArrayList<Invalid.Error>();
        for (int i = 0; i < instrument.items().size(); i++) {
            Item item = instrument.items().get(i);
            Scale scale = instrument.scaleOf(item);
            scoring.items().stream()
                    .filter(variable -> variable.key().equals(item.key()))
                    .filter(variable -> variable.from() != scale.from() || variable.to() != scale.to())
                    .map(variable ->
                            "The scoring counts answers from %d to %d".formatted(variable.from(), variable.to()))
                    .map(detail -> new Invalid.Error("/items", "other-scale", item.key() + ": " + detail))
                    .forEach(errors::add);
        }
        List<String> items = instrument.items().stream().map(Item::key).toList();
        scoring.items().stream()
                .filter(variable -> !items.contains(variable.key()))
                .map(variable -> new Invalid.Error("/items", "missing-item", "The scoring counts " + variable.key()))
                .forEach(errors::add);
        if (!errors.isEmpty()) {
            throw new Invalid(errors);
        }
    }

    private List<Invalid.Error> againstSchema(JsonNode document) {
        return Holder.SCHEMA
                .validate(
                        document.toString(),
                        InputFormat.JSON,
                        context -> context.executionConfig(
                                config -> config.formatAssertionsEnabled(true).locale(Locale.ENGLISH)))
                .stream()
                .limit(MOST_ERRORS)
                .map(InstrumentDefinitions::told)
                .toList();
    }

    private static Invalid.Error told(Error error) {
        String pointer = error.getInstanceLocation().toString();
        String code = error.getKeyword().equals("additionalProperties")
                ? "unknown-property"
                : error.getKeyword().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
        if (error.getProperty() != null && (code.equals("required") || code.equals("unknown-property"))) {
            pointer += "/" + error.getProperty().replace("~", "~0").replace("/", "~1");
        }
        return new Invalid.Error(pointer.isEmpty() ? "/" : pointer, code, error.getMessage());
    }

    /** The schema is compiled when the first definition comes, not at every start. */
    private static final class Holder {
        static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(text());
    }

    String schemaText() {
        return text();
    }

    private static String text() {
        try (InputStream file = Objects.requireNonNull(InstrumentDefinitions.class.getResourceAsStream(FILE))) {
            return new String(file.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
