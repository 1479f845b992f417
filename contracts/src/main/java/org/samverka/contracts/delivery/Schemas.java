package org.samverka.contracts.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

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
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final Map<String, Schema> byType = new ConcurrentHashMap<>();

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
        try (InputStream file = Schemas.class.getResourceAsStream("/schemas/" + type + ".json")) {
            if (file == null) {
                throw new IllegalStateException("No schema is published for " + type);
            }
            return registry.getSchema(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
