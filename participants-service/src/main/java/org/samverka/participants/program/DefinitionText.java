package org.samverka.participants.program;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.StorableText;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * A document as somebody wrote it, YAML or JSON, with the line and column of everything in it. What could make a small
 * text a large document (aliases, deep nesting, huge numbers) is not read.
 */
record DefinitionText(JsonNode document, Place root) {
    /** In characters; the largest program known has a tenth of it. */
    static final int LONGEST = 256 * 1024;

    private static final int LONGEST_TEXT = 5000;
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,15}(\\.\\d{1,15})?");
    private static final YAMLFactory YAML = YAMLFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(50).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** Where something stands; lines and columns count from 1. */
    record Place(int line, int column, Map<String, Place> properties, List<Place> items) implements Comparable<Place> {
        static Place of(JsonLocation location) {
            return new Place(location.getLineNr(), location.getColumnNr(), new LinkedHashMap<>(), new ArrayList<>());
        }

        private @Nullable Place below(String step) {
            if (!items.isEmpty() && step.matches("\\d{1,9}")) {
                int index = Integer.parseInt(step);
                return index < items.size() ? items.get(index) : null;
            }
            return properties.get(step);
        }

        @Override
        public int compareTo(Place other) {
            return line == other.line ? Integer.compare(column, other.column) : Integer.compare(line, other.line);
        }

        @Override
        public String toString() {
            return "line %d, column %d".formatted(line, column);
        }
    }

    /** YAML is a superset of JSON, so one reader serves both. */
    static DefinitionText read(String text) {
        try (YAMLParser parser = YAML.createParser(text)) {
            if (parser.nextToken() == null) {
                return new DefinitionText(JsonNodeFactory.instance.objectNode(), new Place(1, 1, Map.of(), List.of()));
            }
            Place root = Place.of(parser.currentTokenLocation());
            JsonNode document = read(parser, root);
            if (parser.nextToken() != null) {
                throw unreadable("There is more than one document", Place.of(parser.currentTokenLocation()));
            }
            return new DefinitionText(document, root);
        } catch (StreamConstraintsException e) {
            throw unreadable("The document is nested too deeply, or a number in it is too long", null);
        } catch (YAMLException e) {
            throw unreadable("The document has characters that YAML does not allow", null);
        } catch (JsonProcessingException e) {
            throw unreadable(
                    "The document is neither YAML nor JSON",
                    e.getLocation() == null ? null : Place.of(e.getLocation()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode read(YAMLParser parser, Place place) throws IOException {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (parser.isCurrentAlias()) {
            throw unreadable("Write out what the alias *%s stands for".formatted(parser.getText()), place);
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, place);
            case START_ARRAY -> array(parser, place);
            case VALUE_TRUE -> nodes.booleanNode(true);
            case VALUE_FALSE -> nodes.booleanNode(false);
            case VALUE_NULL -> nodes.nullNode();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getText());
            default -> nodes.textNode(text(parser.getText(), place));
        };
    }

    private static ObjectNode object(YAMLParser parser, Place place) throws IOException {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = text(parser.currentName(), place);
            Place below = Place.of(parser.currentTokenLocation());
            parser.nextToken();
            object.set(name, read(parser, below));
            place.properties().put(name, below);
        }
        return object;
    }

    private static ArrayNode array(YAMLParser parser, Place place) throws IOException {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            Place below = Place.of(parser.currentTokenLocation());
            array.add(read(parser, below));
            place.items().add(below);
        }
        return array;
    }

    /** One number has one form, so that documents can be compared; what no program needs stays text. */
    private static JsonNode number(String text) {
        if (!NUMBER.matcher(text).matches()) {
            return JsonNodeFactory.instance.textNode(text);
        }
        BigDecimal number = new BigDecimal(text).stripTrailingZeros();
        return number.scale() <= 0
                ? JsonNodeFactory.instance.numberNode(number.longValueExact())
                : JsonNodeFactory.instance.numberNode(number);
    }

    private static String text(String text, Place place) {
        if (text.length() > LONGEST_TEXT) {
            throw unreadable("A text has more than %d characters".formatted(LONGEST_TEXT), place);
        }
        if (!StorableText.is(text)) {
            throw unreadable("A text has a character that cannot be stored (NUL, or half of a pair)", place);
        }
        return text;
    }

    private static Invalid unreadable(String why, @Nullable Place place) {
        return new Invalid("/", "unreadable-document", place == null ? why : place + ": " + why);
    }

    /** Where a pointer leads, or as near to it as there is something. */
    Place place(String pointer) {
        Place place = root;
        if (pointer.equals("/")) {
            return place;
        }
        for (JsonPointer step = JsonPointer.compile(pointer); !step.matches(); step = step.tail()) {
            Place below = place.below(step.getMatchingProperty());
            if (below == null) {
                return place;
            }
            place = below;
        }
        return place;
    }

    /** The error, said with its place. */
    Invalid.Error located(Invalid.Error error) {
        return new Invalid.Error(error.pointer(), error.code(), place(error.pointer()) + ": " + error.detail());
    }
}
