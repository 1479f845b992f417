package org.samverka.contracts.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of JSON Schema that most published schemas keep to, checked in one pass. It says only that data is certainly
 * valid: what it does not understand or cannot decide is left to the whole validator, which also says what is wrong.
 */
final class PlainSchema {
    /** Say nothing about whether data is valid. */
    private static final Set<String> SILENT = Set.of("$schema", "$id", "title", "description", "examples", "$comment");

    /** What a pattern's end means beside these differs between dialects. */
    private static final Pattern LINE_END = Pattern.compile("[\\n\\r\\u0085\\u2028\\u2029]");

    /** Addresses as most people have them, in domains that certainly exist. */
    private static final Pattern EMAIL = Pattern.compile("[A-Za-z0-9_+-]{1,30}(\\.[A-Za-z0-9_+-]{1,30}){0,1}@"
            + "([a-z0-9]([a-z0-9-]{0,40}[a-z0-9])?\\.){1,4}(se|dk|no|fi|is|eu|nu|org|com|net)");

    private static final int DATE_LENGTH = "2026-03-29".length();

    private final Predicate<JsonNode> rules;

    private PlainSchema(Predicate<JsonNode> rules) {
        this.rules = rules;
    }

    /** One that is certain of nothing, where the schema uses more than is understood here. */
    static PlainSchema of(JsonNode schema) {
        Predicate<JsonNode> rules = rules(schema);
        return new PlainSchema(rules == null ? data -> false : rules);
    }

    boolean certainlyAllows(JsonNode data) {
        return rules.test(data);
    }

    private static @Nullable Predicate<JsonNode> rules(JsonNode schema) {
        var all = new ArrayList<Predicate<JsonNode>>();
        for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
            if (!SILENT.contains(keyword.getKey())) {
                Predicate<JsonNode> rule = rule(keyword.getKey(), keyword.getValue(), schema);
                if (rule == null) {
                    return null;
                }
                all.add(rule);
            }
        }
        List<Predicate<JsonNode>> rules = List.copyOf(all);
        return data -> {
            for (Predicate<JsonNode> rule : rules) {
                if (!rule.test(data)) {
                    return false;
                }
            }
            return true;
        };
    }

    private static @Nullable Predicate<JsonNode> rule(String keyword, JsonNode value, JsonNode schema) {
        return switch (keyword) {
            case "type" -> type(value);
            case "enum" -> oneOf(value);
            case "properties" ->
                properties(value, !schema.path("additionalProperties").asBoolean(true));
            case "additionalProperties" ->
                // Seen to with the properties.
                value.isBoolean() && (value.asBoolean() || schema.has("properties")) ? data -> true : null;
            case "required" -> required(value);
            case "pattern" -> pattern(value.asText());
            case "format" -> format(value.asText());
            case "minLength" -> text(text -> text.codePointCount(0, text.length()) >= value.asInt());
            case "maxLength" -> text(text -> text.length() <= value.asInt());
            case "minimum" -> number(data -> data.decimalValue().compareTo(value.decimalValue()) >= 0);
            case "maximum" -> number(data -> data.decimalValue().compareTo(value.decimalValue()) <= 0);
            default -> null;
        };
    }

    private static @Nullable Predicate<JsonNode> type(JsonNode value) {
        if (!value.isArray()) {
            return type(value.asText());
        }
        Predicate<JsonNode> any = data -> false;
        for (JsonNode each : value) {
            Predicate<JsonNode> one = type(each.asText());
            if (one == null) {
                return null;
            }
            any = any.or(one);
        }
        return any;
    }

    private static @Nullable Predicate<JsonNode> type(String type) {
        return switch (type) {
            case "object" -> JsonNode::isObject;
            case "string" -> JsonNode::isTextual;
            case "number" -> JsonNode::isNumber;
            case "integer" -> JsonNode::isIntegralNumber;
            case "boolean" -> JsonNode::isBoolean;
            case "null" -> JsonNode::isNull;
            default -> null;
        };
    }

    /** Numbers may be equal though they are written differently. */
    private static @Nullable Predicate<JsonNode> oneOf(JsonNode values) {
        var known = new HashSet<JsonNode>();
        for (JsonNode value : values) {
            if (!value.isTextual() && !value.isNull()) {
                return null;
            }
            known.add(value);
        }
        return known::contains;
    }

    private static @Nullable Predicate<JsonNode> properties(JsonNode schemas, boolean noOthers) {
        var known = new HashMap<String, Predicate<JsonNode>>();
        for (Map.Entry<String, JsonNode> property : schemas.properties()) {
            Predicate<JsonNode> rules = rules(property.getValue());
            if (rules == null) {
                return null;
            }
            known.put(property.getKey(), rules);
        }
        return data -> {
            for (Map.Entry<String, JsonNode> property : data.properties()) {
                Predicate<JsonNode> rules = known.get(property.getKey());
                if (rules == null ? noOthers : !rules.test(property.getValue())) {
                    return false;
                }
            }
            return true;
        };
    }

    private static Predicate<JsonNode> required(JsonNode names) {
        var required = new ArrayList<String>();
        names.forEach(name -> required.add(name.asText()));
        return data -> {
            for (String name : required) {
                if (!data.has(name)) {
                    return !data.isObject();
                }
            }
            return true;
        };
    }

    private static Predicate<JsonNode> pattern(String regex) {
        Pattern pattern = Pattern.compile(regex);
        return text(
                text -> pattern.matcher(text).find() && !LINE_END.matcher(text).find());
    }

    private static @Nullable Predicate<JsonNode> format(String format) {
        return switch (format) {
            case "date" -> text(PlainSchema::isDate);
            case "email" -> text(text -> EMAIL.matcher(text).matches());
            default -> null;
        };
    }

    private static boolean isDate(String text) {
        try {
            return text.length() == DATE_LENGTH && LocalDate.parse(text).getYear() > 0;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    /** A rule about texts says nothing about other data. */
    private static Predicate<JsonNode> text(Predicate<String> rule) {
        return data -> !data.isTextual() || rule.test(data.textValue());
    }

    private static Predicate<JsonNode> number(Predicate<JsonNode> rule) {
        return data -> !data.isNumber() || rule.test(data);
    }
}
