package org.samverka.participants.program;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What changes from one definition to another, after RFC 6902: nothing, exactly when they say the same. Items of a list
 * are the same item when they have the same key (and role), wherever they stand.
 */
final class DefinitionDiff {
    private final List<Change> changes = new ArrayList<>();

    /**
     * @param op add, remove, replace, or move: the items of the list at {@code pointer} come in another order
     * @param pointer into the new document; into the old one when something is removed
     */
    record Change(
            String op,
            String pointer,
            @Nullable JsonNode from,
            @Nullable JsonNode to) {}

    private DefinitionDiff() {}

    static List<Change> between(JsonNode before, JsonNode after) {
        var diff = new DefinitionDiff();
        diff.compare("", before, after);
        return diff.changes;
    }

    private void compare(String at, JsonNode before, JsonNode after) {
        if (before.isObject() && after.isObject()) {
            compareObjects(at, before, after);
        } else if (before.isArray() && after.isArray()) {
            compareLists(at, before, after);
        } else if (!isSame(before, after)) {
            changes.add(new Change("replace", at.isEmpty() ? "/" : at, before, after));
        }
    }

    private void compareObjects(String at, JsonNode before, JsonNode after) {
        var names = new LinkedHashSet<String>();
        after.fieldNames().forEachRemaining(names::add);
        before.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            compareItem(
                    before.get(name),
                    after.get(name),
                    at + "/" + name.replace("~", "~0").replace("/", "~1"));
        }
    }

    private void compareItem(@Nullable JsonNode before, @Nullable JsonNode after, String pointer) {
        if (before != null && after != null) {
            compare(pointer, before, after);
        } else {
            changes.add(new Change(before == null ? "add" : "remove", pointer, before, after));
        }
    }

    private void compareLists(String at, JsonNode before, JsonNode after) {
        Map<JsonNode, Integer> old = byIdentity(before);
        Map<JsonNode, Integer> now = byIdentity(after);
        if (old.size() < before.size() || now.size() < after.size()) {
            compareByPlace(at, before, after);
            return;
        }
        now.forEach((item, i) -> {
            Integer was = old.get(item);
            if (was == null) {
                changes.add(new Change("add", at + "/" + i, null, after.get(i)));
            } else {
                compare(at + "/" + i, before.get(was), after.get(i));
            }
        });
        old.forEach((item, i) -> {
            if (!now.containsKey(item)) {
                changes.add(new Change("remove", at + "/" + i, before.get(i), null));
            }
        });
        ArrayNode orderBefore = common(old.keySet(), now.keySet());
        ArrayNode orderAfter = common(now.keySet(), old.keySet());
        if (!orderBefore.equals(orderAfter)) {
            changes.add(new Change("move", at, orderBefore, orderAfter));
        }
    }

    /** Where items cannot be told apart. */
    private void compareByPlace(String at, JsonNode before, JsonNode after) {
        for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
            compareItem(before.get(i), after.get(i), at + "/" + i);
        }
    }

    private static Map<JsonNode, Integer> byIdentity(JsonNode list) {
        var places = new LinkedHashMap<JsonNode, Integer>();
        for (int i = 0; i < list.size(); i++) {
            places.put(identity(list.get(i)), i);
        }
        return places;
    }

    private static JsonNode identity(JsonNode item) {
        if (!item.path("key").isTextual()) {
            return item;
        }
        String key = item.path("key").asText();
        return JsonNodeFactory.instance.textNode(
                item.path("role").isTextual() ? key + " " + item.path("role").asText() : key);
    }

    private static ArrayNode common(Set<JsonNode> inOrderOf, Set<JsonNode> others) {
        ArrayNode common = JsonNodeFactory.instance.arrayNode();
        inOrderOf.stream().filter(others::contains).forEach(common::add);
        return common;
    }

    private static boolean isSame(JsonNode before, JsonNode after) {
        return before.isNumber() && after.isNumber()
                ? before.decimalValue().compareTo(after.decimalValue()) == 0
                : before.equals(after);
    }
}
