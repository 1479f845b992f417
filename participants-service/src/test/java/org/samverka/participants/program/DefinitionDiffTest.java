package org.samverka.participants.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.samverka.participants.program.DefinitionDiff.Change;

class DefinitionDiffTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    @Example
    void itemsAreFoundByTheirKeyWhereverTheyStand() {
        assertThat(changes(
                        "name: A\ngroups: [{key: a, seats: 1}, {key: b}, {key: c}]",
                        "groups: [{key: c}, {key: a, seats: 2}, {key: d}]\nsummary: S"))
                .extracting(Change::op, Change::pointer)
                .containsExactly(
                        tuple("replace", "/groups/1/seats"),
                        tuple("add", "/groups/2"),
                        tuple("remove", "/groups/1"),
                        tuple("move", "/groups"),
                        tuple("add", "/summary"),
                        tuple("remove", "/name"));
    }

    @Example
    void numbersAreComparedByTheirValue() {
        assertThat(DefinitionDiff.between(NODES.numberNode(1), NODES.numberNode(new java.math.BigDecimal("1.0"))))
                .isEmpty();
    }

    @Property
    void thereIsNoChangeExactlyWhenTheDocumentsAreEqual(
            @ForAll("documents") JsonNode before, @ForAll("documents") JsonNode after) {
        assertThat(DefinitionDiff.between(before, after).isEmpty()).isEqualTo(before.equals(after));
        assertThat(DefinitionDiff.between(before, before.deepCopy())).isEmpty();
    }

    @Provide
    Arbitrary<JsonNode> documents() {
        return documents(3);
    }

    /** Documents of at most that many levels: without a limit, chance makes one that no heap can hold. */
    private static Arbitrary<JsonNode> documents(int levels) {
        Arbitrary<JsonNode> leaves = Arbitraries.of(NODES.textNode("x"), NODES.textNode("y"), NODES.booleanNode(true));
        if (levels == 0) {
            return leaves;
        }
        Arbitrary<JsonNode> inner = documents(levels - 1);
        return Arbitraries.oneOf(
                leaves,
                inner.list().ofMaxSize(3).map(DefinitionDiffTest::array),
                Arbitraries.maps(Arbitraries.of("key", "a", "b"), inner)
                        .ofMaxSize(3)
                        .map(DefinitionDiffTest::object));
    }

    private static JsonNode array(List<JsonNode> items) {
        ArrayNode array = NODES.arrayNode();
        array.addAll(items);
        return array;
    }

    private static JsonNode object(Map<String, JsonNode> properties) {
        ObjectNode object = NODES.objectNode();
        object.setAll(properties);
        return object;
    }

    private static List<Change> changes(String before, String after) {
        return DefinitionDiff.between(
                DefinitionText.read(before).document(),
                DefinitionText.read(after).document());
    }
}
