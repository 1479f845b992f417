package org.samverka.evaluation.questionnaire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Language;
import org.samverka.evaluation.language.Text;
import org.samverka.evaluation.questionnaire.Item.EnableWhen;
import org.samverka.evaluation.questionnaire.Item.Option;
import org.samverka.evaluation.questionnaire.Item.Type;
import org.samverka.evaluation.scoring.Scoring;

/** Writes questionnaires, and what was answered to them, as FHIR R4 resources. */
final class FhirOut {
    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

    private final Questionnaire questionnaire;

    private FhirOut(Questionnaire questionnaire) {
        this.questionnaire = questionnaire;
    }

    static ObjectNode questionnaire(Questionnaire questionnaire) {
        return new FhirOut(questionnaire).write();
    }

    private ObjectNode write() {
        ObjectNode out = NODES.objectNode();
        out.put("resourceType", "Questionnaire");
        out.setAll(questionnaire.rest().deepCopy());
        if (questionnaire.rest().isEmpty()) {
            out.put("url", "urn:samverka:questionnaire:" + questionnaire.key())
                    .put("version", Integer.toString(questionnaire.version()))
                    .put("name", questionnaire.key())
                    .put("status", "active");
            out.put("language", questionnaire.language().name());
            describe(out);
        }
        words(out, "title", questionnaire.title());
        words(out, "description", questionnaire.description());
        items(out, questionnaire.items());
        return out;
    }

    private void describe(ObjectNode out) {
        if (questionnaire.oneAtATime()) {
            extend(out, FhirIn.OURS + "one-at-a-time").put("valueBoolean", true);
        }
        Scoring scoring = questionnaire.scoring();
        if (scoring != null) {
            extend(out, FhirIn.OURS + "scoring").put("valueString", scoring.key() + "|" + scoring.version());
        }
    }

    private void items(ObjectNode out, List<Item> items) {
        if (!items.isEmpty()) {
            ArrayNode written = out.putArray("item");
            items.forEach(item -> written.add(write(item)));
        }
    }

    private ObjectNode write(Item item) {
        ObjectNode out = NODES.objectNode();
        out.put("linkId", item.linkId());
        out.setAll(item.rest().deepCopy());
        if (item.prefix() != null) {
            out.put("prefix", item.prefix());
        }
        words(out, "text", item.text());
        out.put("type", item.type().code);
        if (item.required()) {
            out.put("required", true);
        }
        if (item.repeats()) {
            out.put("repeats", true);
        }
        if (item.maxLength() != null) {
            out.put("maxLength", item.maxLength());
        }
        if (!item.rest().has("extension")) {
            extend(item, out);
        }
        conditions(item, out);
        if (!item.rest().has("answerValueSet") && !item.options().isEmpty()) {
            ArrayNode options = out.putArray("answerOption");
            item.options().forEach(option -> options.add(write(option)));
        }
        items(out, item.items());
        return out;
    }

    private static void extend(Item item, ObjectNode out) {
        if (item.control() != null) {
            extend(out, FhirIn.HL7 + "questionnaire-itemControl")
                    .putObject("valueCodeableConcept")
                    .putArray("coding")
                    .addObject()
                    .put("system", "http://hl7.org/fhir/questionnaire-item-control")
                    .put("code", item.control());
        }
        bound(item, out, "minValue", item.min());
        bound(item, out, "maxValue", item.max());
        if (item.form() != null) {
            extend(out, FhirIn.HL7 + "regex").put("valueString", item.form().pattern());
        }
    }

    private static void bound(Item item, ObjectNode out, String name, @Nullable BigDecimal value) {
        if (value != null) {
            ObjectNode extension = extend(out, FhirIn.HL7 + name);
            if (item.type() == Type.integer) {
                extension.put("valueInteger", value.intValue());
            } else {
                extension.put("valueDecimal", value);
            }
        }
    }

    private static ObjectNode extend(ObjectNode out, String url) {
        return out.withArray("extension").addObject().put("url", url);
    }

    private static void conditions(Item item, ObjectNode out) {
        if (item.enableWhen().isEmpty()) {
            return;
        }
        ArrayNode conditions = out.putArray("enableWhen");
        item.enableWhen().forEach(condition -> conditions.add(write(condition)));
        if (item.any()) {
            out.put("enableBehavior", "any");
        } else if (item.enableWhen().size() > 1) {
            out.put("enableBehavior", "all");
        }
    }

    private static ObjectNode write(EnableWhen condition) {
        ObjectNode out = NODES.objectNode();
        out.put("question", condition.question()).put("operator", condition.operator().code);
        out.setAll(condition.rest().deepCopy());
        String name = condition.valueName();
        if (name.equals("answerCoding")) {
            if (!out.has(name)) {
                out.putObject(name).put("code", condition.answer().toString());
            }
        } else {
            value(out, name, condition.answer());
        }
        return out;
    }

    private ObjectNode write(Option option) {
        ObjectNode out = option.rest().deepCopy();
        ObjectNode scored = out;
        if (option.coded()) {
            ObjectNode coding =
                    out.path("valueCoding") instanceof ObjectNode there ? there : out.putObject("valueCoding");
            if (option.system() != null) {
                coding.put("system", option.system());
            }
            coding.put("code", option.value().toString());
            words(coding, "display", option.display());
            scored = coding;
        } else if (option.value() instanceof BigDecimal number) {
            out.put("valueInteger", number.intValue());
        } else {
            out.put("valueString", option.value().toString());
        }
        if (option.weight() != null && !hasWeight(out)) {
            extend(scored, FhirIn.HL7 + "ordinalValue").put("valueDecimal", option.weight());
        }
        return out;
    }

    private static boolean hasWeight(JsonNode option) {
        return option.has("extension") || option.path("valueCoding").has("extension");
    }

    /** In the questionnaire's language, the others as translations beside it. */
    private void words(ObjectNode out, String name, @Nullable Text text) {
        if (text == null) {
            return;
        }
        out.put(name, text.in(questionnaire.language()));
        if (!out.has("_" + name)) {
            for (Language language : Language.values()) {
                String words = text.get(language);
                if (words != null && language != questionnaire.language()) {
                    ObjectNode translation = extend(
                            out.path("_" + name) instanceof ObjectNode beside ? beside : out.putObject("_" + name),
                            FhirIn.HL7 + "translation");
                    extend(translation, "lang").put("valueCode", language.name());
                    extend(translation, "content").put("valueString", words);
                }
            }
        }
    }

    private static void value(ObjectNode out, String name, Object value) {
        if (value instanceof Boolean truth) {
            out.put(name, truth);
        } else if (value instanceof BigDecimal number) {
            if (name.endsWith("Integer")) {
                out.put(name, number.intValue());
            } else {
                out.put(name, number);
            }
        } else {
            out.put(name, value.toString());
        }
    }

    /**
     * Answers as a QuestionnaireResponse: what is asked and was answered. It names nobody and no time.
     *
     * @param complete whether they are given for good
     */
    static ObjectNode response(
            Questionnaire questionnaire, Map<String, ? extends @Nullable Object> answers, boolean complete) {
        return new FhirOut(questionnaire).response(questionnaire.route(answers), complete);
    }

    private ObjectNode response(Route route, boolean complete) {
        ObjectNode out = NODES.objectNode();
        out.put("resourceType", "QuestionnaireResponse")
                .put("questionnaire", canonical())
                .put("status", complete ? "completed" : "in-progress");
        answered(out, questionnaire.items(), route);
        return out;
    }

    private String canonical() {
        ObjectNode rest = questionnaire.rest();
        return rest.hasNonNull("url")
                ? rest.path("url").asText()
                        + (rest.hasNonNull("version")
                                ? "|" + rest.path("version").asText()
                                : "")
                : "urn:samverka:questionnaire:" + questionnaire.key() + "|" + questionnaire.version();
    }

    private void answered(ObjectNode out, List<Item> items, Route route) {
        ArrayNode written = NODES.arrayNode();
        for (Item item : items) {
            ObjectNode answered = answered(item, route);
            if (answered != null) {
                written.add(answered);
            }
        }
        if (!written.isEmpty()) {
            out.set("item", written);
        }
    }

    private @Nullable ObjectNode answered(Item item, Route route) {
        ObjectNode out = NODES.objectNode().put("linkId", item.linkId());
        if (item.text() != null) {
            out.put("text", item.text().in(questionnaire.language()));
        }
        if (item.type() == Type.group) {
            answered(out, item.items(), route);
            return out.has("item") ? out : null;
        }
        List<Route.Value> values = route.answersTo(item);
        if (values.isEmpty()) {
            return null;
        }
        ArrayNode answers = out.putArray("answer");
        values.forEach(value -> write(answers.addObject(), item, value));
        answered((ObjectNode) Objects.requireNonNull(answers.get(0)), item.items(), route);
        return out;
    }

    private void write(ObjectNode out, Item item, Route.Value value) {
        Option option = value.option();
        if (option != null && option.coded()) {
            ObjectNode coding = out.putObject("valueCoding");
            if (option.system() != null) {
                coding.put("system", option.system());
            }
            coding.put("code", option.value().toString());
            if (option.display() != null) {
                coding.put("display", option.display().in(questionnaire.language()));
            }
        } else {
            value(
                    out,
                    option == null
                            ? item.type().valueName()
                            : option.value() instanceof BigDecimal ? "valueInteger" : "valueString",
                    value.value());
        }
    }
}
