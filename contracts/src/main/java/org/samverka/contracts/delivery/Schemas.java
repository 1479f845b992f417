package org.samverka.contracts.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The published JSON Schema of every event type, from {@code schemas/<type>.json}. */
public final class Schemas {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final Map<String, Schema> byType = new ConcurrentHashMap<>();
    private final Map<String, PlainSchema> plainByType = new ConcurrentHashMap<>();

    /**
     * The same for data that is also there as a tree.
     *
     * @param json what the tree was read from
     */
    public String violations(String type, JsonNode data, byte[] json) throws IOException {
        return plainByType.computeIfAbsent(type, Schemas::plain).certainlyAllows(data) ? "" : violations(type, json);
    }

    /** Where and which rule, as {@code /extent maximum, /from format}; never the value. Empty when the data is valid. */
    public String violations(String type, byte[] json) throws IOException {
        return schema(type)
                .validate(
                        new String(json, UTF_8),
                        InputFormat.JSON,
                        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(error -> error.getInstanceLocation() + " " + error.getKeyword())
                .distinct()
                .limit(10)
                .collect(Collectors.joining(", "));
    }

    private Schema schema(String type) {
        return byType.computeIfAbsent(type, this::load);
    }

    private Schema load(String type) {
        try (InputStream file = published(type)) {
            return registry.getSchema(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PlainSchema plain(String type) {
        try (InputStream file = published(type)) {
            return PlainSchema.of(JSON.readTree(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream published(String type) {
        InputStream file = Schemas.class.getResourceAsStream("/schemas/" + type + ".json");
        if (file == null) {
            throw new IllegalStateException("No schema is published for " + type);
        }
        return file;
    }
}
