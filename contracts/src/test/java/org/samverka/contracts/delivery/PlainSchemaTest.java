package org.samverka.contracts.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.samverka.contracts.Event;
import org.samverka.contracts.HrEvent;

class PlainSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final EventJson EVENTS = new EventJson();

    /** What stands in for each value: wrong in type, range or form, at its edge, or written in a way that is rare. */
    private static final List<String> STRANGERS = List.of(
            "null",
            "true",
            "0",
            "1",
            "-1",
            "1.0",
            "0.5",
            "1.01",
            "60",
            "60.5",
            "1e400",
            "1899",
            "1900",
            "1975.0",
            "2147483647",
            "2147483648",
            "99999999999999999999",
            "{}",
            "[]",
            "{\"given\":\"A\",\"family\":\"B\"}",
            "{\"given\":\"A\",\"family\":\" \"}",
            "{\"given\":\"A\"}",
            "{\"given\":\"A\",\"family\":\"B\",\"middle\":\"C\"}",
            "\"\"",
            "\" \"",
            "\"a b\"",
            "\"a\\n\"",
            "\"a\\u2028\"",
            "\"\\u00a0\"",
            "\"\\ud83d\\ude00\"",
            "\"x\"",
            "\"198211059954\"",
            "\"821105-9954\"",
            "\"2016-02-29\"",
            "\"2017-02-29\"",
            "\"2016-2-9\"",
            "\"2016-02-29 \"",
            "\"0216-03-01\"",
            "\"9999-12-31\"",
            "\"+12016-03-01\"",
            "\"sick\"",
            "\"monthly\"",
            "\"woman\"",
            "\"sv\"",
            "\"SV\"",
            "\"a@example.org\"",
            "\"a.b+c@mail.example.se\"",
            "\"a@b\"",
            "\"@example.org\"",
            "\".a@example.org\"",
            "\"a..b@example.org\"",
            "\"a@-example.org\"",
            "\"a@example-.org\"",
            "\"a@example.nowhere\"",
            "\"a@xn--a.se\"",
            "\"a@a--b.se\"",
            "\"" + "a".repeat(100) + "\"",
            "\"" + "a".repeat(101) + "\"",
            "\"" + "å".repeat(80) + "\"",
            "\"+46 (0)454-930 00\"",
            "\"call me\"");

    private final Schemas schemas = new Schemas();

    static List<String> types() {
        return Event.recordsOf(HrEvent.class).stream().map(Event::typeOf).toList();
    }

    @ParameterizedTest
    @MethodSource("types")
    void theFeedsOwnEventsAreCertain(String type) throws IOException {
        assertThat(plain(type).certainlyAllows(approved(type))).isTrue();
    }

    @ParameterizedTest
    @MethodSource("types")
    void nothingIsCertainThatTheWholeValidatorRefuses(String type) throws IOException {
        PlainSchema plain = plain(type);
        for (JsonNode variant : variants(type)) {
            if (plain.certainlyAllows(variant)) {
                assertThat(schemas.violations(type, variant.toString().getBytes(UTF_8)))
                        .as("%s", variant)
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void whatIsNotCertainIsSaidToBeWrongAsEver(String type) throws IOException {
        for (JsonNode variant : variants(type)) {
            byte[] json = variant.toString().getBytes(UTF_8);
            assertThat(schemas.violations(type, variant, json)).isEqualTo(schemas.violations(type, json));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"const\": 1}",
                "{\"type\": \"object\", \"oneOf\": []}",
                "{\"type\": \"object\", \"additionalProperties\": {\"type\": \"string\"}}",
                "{\"properties\": {\"a\": {\"items\": true}}}",
                "{\"format\": \"uuid\"}",
                "{\"enum\": [1]}",
                "{\"type\": \"any\"}"
            })
    void aSchemaThatUsesMoreIsLeftToTheWholeValidator(String schema) throws IOException {
        assertThat(PlainSchema.of(JSON.readTree(schema)).certainlyAllows(JSON.readTree("{\"a\": 1}")))
                .isFalse();
    }

    @Test
    void aPropertyNobodyNamedIsNotCertainWhereOthersAreRefused() throws IOException {
        PlainSchema closed = PlainSchema.of(
                JSON.readTree("{\"properties\": {\"a\": {\"type\": \"integer\"}}, \"additionalProperties\": false}"));

        assertThat(closed.certainlyAllows(JSON.readTree("{\"a\": 1}"))).isTrue();
        assertThat(closed.certainlyAllows(JSON.readTree("{\"a\": 1, \"b\": 1}")))
                .isFalse();
    }

    /** The approved message with each of its values replaced or left out, and with one more. */
    private static List<JsonNode> variants(String type) throws IOException {
        ObjectNode approved = approved(type);
        var variants = new ArrayList<JsonNode>();
        variants.add(approved);
        variants.add(approved.deepCopy().put("diagnosis", "x"));
        for (var property : approved.properties()) {
            ObjectNode without = approved.deepCopy();
            without.remove(property.getKey());
            variants.add(without);
            for (String stranger : STRANGERS) {
                ObjectNode other = approved.deepCopy();
                other.set(property.getKey(), EVENTS.tree(stranger.getBytes(UTF_8)));
                variants.add(other);
            }
        }
        return variants;
    }

    private static PlainSchema plain(String type) throws IOException {
        try (InputStream file = resource("/schemas/" + type + ".json")) {
            return PlainSchema.of(JSON.readTree(file));
        }
    }

    private static ObjectNode approved(String type) throws IOException {
        try (InputStream file = resource("/events/" + type + ".json")) {
            return (ObjectNode) JSON.readTree(file);
        }
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(PlainSchemaTest.class.getResourceAsStream(name), name);
    }
}
