package org.samverka.evaluation.questionnaire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Language;
import org.samverka.contracts.rest.Invalid;
import org.samverka.evaluation.language.Text;
import org.samverka.evaluation.questionnaire.Item.EnableWhen;
import org.samverka.evaluation.questionnaire.Item.Operator;
import org.samverka.evaluation.questionnaire.Item.Option;
import org.samverka.evaluation.questionnaire.Item.Type;
import org.samverka.evaluation.scoring.Scoring;
import org.samverka.evaluation.scoring.Scorings;

/**
 * Reads a FHIR R4 Questionnaire. What would change what is asked or what an answer must be, and is not understood, is
 * refused by pointer; everything else is kept as it came.
 */
final class FhirIn {
    static final String HL7 = "http://hl7.org/fhir/StructureDefinition/";
    static final String OURS = "https://samverka.org/fhir/StructureDefinition/";
    private static final int MOST_ERRORS = 200;
    private static final int MOST_ITEMS = 1000;
    private static final int MOST_OPTIONS = 500;
    private static final int DEEPEST = 12;
    private static final int LONGEST_PATTERN = 500;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Extensions that change what is asked or what may be answered, and that are not understood. */
    private static final Set<String> EFFECTIVE = Set.of(
            "minLength",
            "maxDecimalPlaces",
            "questionnaire-minOccurs",
            "questionnaire-maxOccurs",
            "questionnaire-constraint",
            "questionnaire-optionExclusive",
            "questionnaire-unitOption",
            "targetConstraint",
            "cqf-expression",
            "cqf-calculatedValue");

    private final Scorings scorings;
    private final List<Invalid.Error> errors = new ArrayList<>();
    private ObjectNode document = NODES.objectNode();
    private Language language = Language.sv;
    private int count;

    private FhirIn(Scorings scorings) {
        this.scorings = scorings;
    }

    /** @throws Invalid with everything that is wrong with it */
    static Questionnaire read(String key, int version, JsonNode document, Scorings scorings) {
        if (!(document instanceof ObjectNode object)
                || !document.path("resourceType").asText().equals("Questionnaire")) {
            throw new Invalid("/resourceType", "no-questionnaire", "Send a FHIR R4 Questionnaire");
        }
        return new FhirIn(scorings).read(key, version, object);
    }

    private Questionnaire read(String key, int version, ObjectNode source) {
        document = source;
        language = languageOf(source.path("language").asText("sv"), "/language");
        refuseModifiers(source, "");
        List<Item> items = items(source.path("item"), "/item", 1);
        if (items.isEmpty()) {
            wrong("/item", "required", "Ask something");
        }
        Text title = text(source, "title", "");
        if (title == null) {
            wrong("/title", "required", "Give it a title");
            title = Text.of(language, key);
        }
        var questionnaire = new Questionnaire(
                key,
                version,
                language,
                title,
                text(source, "description", ""),
                isOneAtATime(source),
                items,
                scoring(source),
                without(source, "resourceType", "title", "description", "item"));
        Rules.broken(questionnaire).forEach(errors::add);
        if (!errors.isEmpty()) {
            throw new Invalid(errors.stream().limit(MOST_ERRORS).toList());
        }
        return questionnaire;
    }

    private void wrong(String pointer, String code, String detail) {
        errors.add(new Invalid.Error(pointer, code, detail));
    }

    private Language languageOf(String tag, String pointer) {
        String primary = tag.split("-", 2)[0];
        return Arrays.stream(Language.values())
                .filter(known -> known.name().equals(primary))
                .findFirst()
                .orElseGet(() -> {
                    wrong(pointer, "unsupported-language", "Known here: sv, da, en");
                    return Language.sv;
                });
    }

    private static boolean isOneAtATime(ObjectNode source) {
        return extensions(source, OURS + "one-at-a-time")
                .anyMatch(extension -> extension.path("valueBoolean").asBoolean());
    }

    /** {@code key|version} of a scoring that the service has. */
    private @Nullable Scoring scoring(ObjectNode source) {
        JsonNode said = extensions(source, OURS + "scoring").findFirst().orElse(null);
        if (said == null) {
            return null;
        }
        String[] parts = said.path("valueString").asText().split("\\|", -1);
        Scoring scoring = parts.length == 2 && parts[1].matches("\\d{1,6}")
                ? scorings.find(parts[0], Integer.parseInt(parts[1]))
                : null;
        if (scoring == null) {
            wrong("/extension", "unknown-scoring", "GET /api/v1/scorings lists them; write key|version");
        }
        return scoring;
    }

    private List<Item> items(JsonNode items, String pointer, int depth) {
        if (items.isMissingNode()) {
            return List.of();
        }
        if (!items.isArray() || depth > DEEPEST) {
            wrong(pointer, "unreadable-value", "Items are a list, at most %d deep".formatted(DEEPEST));
            return List.of();
        }
        List<Item> read = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            if (count++ == MOST_ITEMS) {
                wrong(pointer, "too-many", "A questionnaire has at most %d items".formatted(MOST_ITEMS));
            }
            if (count > MOST_ITEMS) {
                return read;
            }
            if (items.get(i) instanceof ObjectNode item) {
                read.add(item(item, pointer + "/" + i, depth));
            } else {
                wrong(pointer + "/" + i, "unreadable-value", "An item is an object");
            }
        }
        return read;
    }

    private Item item(ObjectNode source, String pointer, int depth) {
        refuseModifiers(source, pointer);
        if (source.path("readOnly").asBoolean()) {
            wrong(pointer + "/readOnly", "unsupported", "Everything that is asked can be answered here");
        }
        Type type = type(source, pointer);
        List<EnableWhen> conditions = conditions(source.path("enableWhen"), pointer);
        boolean any = source.path("enableBehavior").asText().equals("any");
        if (conditions.size() > 1 && !source.path("enableBehavior").asText().matches("all|any")) {
            wrong(pointer + "/enableBehavior", "required", "Say all or any, as there are several conditions");
        }
        var item = new Item(
                line(source, "linkId", pointer),
                type,
                source.hasNonNull("prefix") ? source.path("prefix").asText() : null,
                text(source, "text", pointer),
                truth(source, "required", pointer),
                truth(source, "repeats", pointer),
                control(source),
                options(source, pointer, type),
                wholeNumber(source, "maxLength", pointer),
                bound(source, "minValue", pointer, type),
                bound(source, "maxValue", pointer, type),
                form(source, pointer),
                conditions,
                any,
                items(source.path("item"), pointer + "/item", depth + 1),
                rest(source, conditions.size(), any));
        if (type.isQuestion() && item.text() == null) {
            wrong(pointer + "/text", "required", "Say what is asked");
        }
        return item;
    }

    /** What has no effect, so that it leaves as it came: among it what says the default. */
    private static ObjectNode rest(ObjectNode source, int conditions, boolean any) {
        ObjectNode rest = without(source, "linkId", "type", "prefix", "text", "maxLength", "enableWhen", "item");
        if (!source.has("answerValueSet")) {
            rest.remove("answerOption");
        }
        for (String flag : List.of("required", "repeats")) {
            if (source.path(flag).asBoolean()) {
                rest.remove(flag);
            }
        }
        if (any || conditions > 1) {
            rest.remove("enableBehavior");
        }
        return rest;
    }

    private Type type(ObjectNode source, String pointer) {
        String code = source.path("type").asText();
        return Arrays.stream(Type.values())
                .filter(type -> type.code.equals(code))
                .findFirst()
                .orElseGet(() -> {
                    wrong(
                            pointer + "/type",
                            code.isEmpty() ? "required" : "unsupported-type",
                            "Known here: "
                                    + Arrays.stream(Type.values())
                                            .map(type -> type.code)
                                            .collect(Collectors.joining(", ")));
                    return Type.display;
                });
    }

    private String line(ObjectNode source, String name, String pointer) {
        String line = source.path(name).asText();
        if (line.isBlank() || line.length() > 200) {
            wrong(pointer + "/" + name, "required", "Write 1 to 200 characters");
        }
        return line;
    }

    private boolean truth(ObjectNode source, String name, String pointer) {
        if (source.has(name) && !source.path(name).isBoolean()) {
            wrong(pointer + "/" + name, "unreadable-value", "Write true or false");
        }
        return source.path(name).asBoolean();
    }

    private @Nullable Integer wholeNumber(ObjectNode source, String name, String pointer) {
        if (!source.has(name)) {
            return null;
        }
        if (!source.path(name).canConvertToInt() || source.path(name).asInt() < 1) {
            wrong(pointer + "/" + name, "unreadable-value", "Write a whole number above 0");
        }
        return source.path(name).asInt();
    }

    /** With the translations that stand beside it. */
    private @Nullable Text text(ObjectNode source, String name, String pointer) {
        if (!source.hasNonNull(name)) {
            return null;
        }
        String words = source.path(name).asText();
        if (!source.path(name).isTextual() || words.isBlank() || words.length() > 10_000) {
            wrong(pointer + "/" + name, "unreadable-value", "Write a text of at most 10 000 characters");
            return null;
        }
        Text text = Text.of(language, words);
        List<JsonNode> translations =
                extensions(source.path("_" + name), HL7 + "translation").toList();
        for (JsonNode translation : translations) {
            String tag = inner(translation, "lang").path("valueCode").asText().split("-", 2)[0];
            String content = inner(translation, "content").path("valueString").asText();
            for (Language known : Language.values()) {
                if (known.name().equals(tag) && !content.isBlank()) {
                    text = text.and(Text.of(known, content));
                }
            }
        }
        return text;
    }

    private static JsonNode inner(JsonNode extension, String url) {
        return extensions(extension, url).findFirst().orElse(NODES.missingNode());
    }

    private static @Nullable String control(ObjectNode source) {
        return extensions(source, HL7 + "questionnaire-itemControl")
                .map(extension -> extension
                        .path("valueCodeableConcept")
                        .path("coding")
                        .path(0)
                        .path("code")
                        .asText())
                .filter(code -> !code.isEmpty())
                .findFirst()
                .orElse(null);
    }

    private @Nullable BigDecimal bound(ObjectNode source, String name, String pointer, Type type) {
        JsonNode extension = extensions(source, HL7 + name).findFirst().orElse(null);
        if (extension == null) {
            return null;
        }
        JsonNode value =
                extension.has("valueInteger") ? extension.path("valueInteger") : extension.path("valueDecimal");
        if (!value.isNumber() || (type != Type.integer && type != Type.decimal)) {
            wrong(pointer + "/extension", "unsupported", name + " is understood for integer and decimal");
            return null;
        }
        return value.decimalValue();
    }

    private @Nullable Pattern form(ObjectNode source, String pointer) {
        JsonNode extension = extensions(source, HL7 + "regex").findFirst().orElse(null);
        if (extension == null) {
            return null;
        }
        String regex = extension.path("valueString").asText();
        if (regex.isEmpty() || regex.length() > LONGEST_PATTERN) {
            wrong(
                    pointer + "/extension",
                    "unreadable-value",
                    "A pattern has 1 to %d characters".formatted(LONGEST_PATTERN));
            return null;
        }
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            wrong(
                    pointer + "/extension",
                    "unsupported-regex",
                    "Write the pattern in RE2 syntax, without back references");
            return null;
        }
    }

    private List<Option> options(ObjectNode source, String pointer, Type type) {
        if (source.has("answerValueSet")) {
            return fromValueSet(source, pointer);
        }
        List<Option> options = new ArrayList<>();
        JsonNode listed = source.path("answerOption");
        if (listed.size() > MOST_OPTIONS) {
            wrong(pointer + "/answerOption", "too-many", "A question has at most %d options".formatted(MOST_OPTIONS));
            return options;
        }
        if (!listed.isMissingNode() && !type.isChoice()) {
            wrong(pointer + "/answerOption", "unsupported", "Options belong to choice and open-choice");
        }
        for (int i = 0; i < listed.size(); i++) {
            Option option = option(listed.get(i), pointer + "/answerOption/" + i);
            if (option != null) {
                options.add(option);
            }
        }
        return options;
    }

    private @Nullable Option option(JsonNode listed, String pointer) {
        if (!(listed instanceof ObjectNode source)) {
            wrong(pointer, "unreadable-value", "An option is an object");
            return null;
        }
        refuseModifiers(source, pointer);
        if (source.path("valueCoding") instanceof ObjectNode coding) {
            ObjectNode rest = source.deepCopy();
            rest.set("valueCoding", without(coding, "system", "code", "display"));
            return new Option(
                    line(coding, "code", pointer + "/valueCoding"),
                    true,
                    coding.hasNonNull("system") ? coding.path("system").asText() : null,
                    text(coding, "display", pointer + "/valueCoding"),
                    weight(source, coding),
                    rest);
        }
        ObjectNode rest = without(source, "valueInteger", "valueString");
        if (source.path("valueInteger").canConvertToInt()) {
            return new Option(
                    Route.plain(source.path("valueInteger").decimalValue()),
                    false,
                    null,
                    null,
                    weight(source, source),
                    rest);
        }
        if (source.path("valueString").isTextual()) {
            return new Option(
                    source.path("valueString").asText(),
                    false,
                    null,
                    text(source, "valueString", pointer),
                    weight(source, source),
                    rest);
        }
        wrong(pointer, "unsupported", "An option is a valueCoding, valueInteger or valueString");
        return null;
    }

    private static @Nullable BigDecimal weight(JsonNode option, JsonNode coding) {
        return Stream.of(option, coding)
                .flatMap(node ->
                        Stream.concat(extensions(node, HL7 + "ordinalValue"), extensions(node, HL7 + "itemWeight")))
                .map(extension -> extension.path("valueDecimal"))
                .filter(JsonNode::isNumber)
                .map(JsonNode::decimalValue)
                .findFirst()
                .orElse(null);
    }

    /** Only what the document itself contains: nothing is fetched. */
    private List<Option> fromValueSet(ObjectNode source, String pointer) {
        String reference = source.path("answerValueSet").asText();
        List<Option> options = new ArrayList<>();
        for (JsonNode contained : document.path("contained")) {
            if (reference.equals("#" + contained.path("id").asText())) {
                for (JsonNode include : contained.path("compose").path("include")) {
                    String system = include.hasNonNull("system")
                            ? include.path("system").asText()
                            : null;
                    for (JsonNode concept : include.path("concept")) {
                        if (concept instanceof ObjectNode object && options.size() < MOST_OPTIONS) {
                            options.add(new Option(
                                    line(object, "code", pointer + "/answerValueSet"),
                                    true,
                                    system,
                                    text(object, "display", pointer + "/answerValueSet"),
                                    weight(object, object),
                                    NODES.objectNode()));
                        }
                    }
                }
            }
        }
        if (options.isEmpty()) {
            wrong(
                    pointer + "/answerValueSet",
                    "unknown-value-set",
                    "Contain the value set with its concepts, or list the options");
        }
        return options;
    }

    private List<EnableWhen> conditions(JsonNode listed, String pointer) {
        List<EnableWhen> conditions = new ArrayList<>();
        for (int i = 0; i < listed.size(); i++) {
            String at = pointer + "/enableWhen/" + i;
            if (listed.get(i) instanceof ObjectNode source) {
                refuseModifiers(source, at);
                EnableWhen condition = condition(source, at);
                if (condition != null) {
                    conditions.add(condition);
                }
            } else {
                wrong(at, "unreadable-value", "A condition is an object");
            }
        }
        return conditions;
    }

    private @Nullable EnableWhen condition(ObjectNode source, String pointer) {
        String code = source.path("operator").asText();
        Operator operator = Arrays.stream(Operator.values())
                .filter(known -> known.code.equals(code))
                .findFirst()
                .orElse(null);
        if (operator == null) {
            wrong(pointer + "/operator", "unsupported", "Known here: exists, =, !=, >, <, >=, <=");
            return null;
        }
        List<String> names = new ArrayList<>();
        source.fieldNames().forEachRemaining(name -> {
            if (name.startsWith("answer")) {
                names.add(name);
            }
        });
        Object answer = names.size() == 1 ? answer(names.get(0), source.path(names.get(0))) : null;
        if (answer == null) {
            wrong(
                    pointer,
                    "unsupported",
                    "Say one of answerBoolean, answerInteger, answerDecimal, answerDate, answerString, answerCoding");
            return null;
        }
        ObjectNode rest = without(source, "question", "operator");
        if (!names.get(0).equals("answerCoding")) {
            rest.remove(names.get(0));
        }
        return new EnableWhen(line(source, "question", pointer), operator, answer, names.get(0), rest);
    }

    private static @Nullable Object answer(String name, JsonNode value) {
        return switch (name) {
            case "answerBoolean" -> value.isBoolean() ? (Object) value.asBoolean() : null;
            case "answerInteger", "answerDecimal" -> value.isNumber() ? Route.plain(value.decimalValue()) : null;
            case "answerDate" -> date(value.asText());
            case "answerString" -> value.isTextual() ? value.asText() : null;
            case "answerCoding" ->
                value.path("code").isTextual() ? value.path("code").asText() : null;
            default -> null;
        };
    }

    private static @Nullable LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private void refuseModifiers(ObjectNode source, String pointer) {
        for (String name : List.of("modifierExtension", "implicitRules")) {
            if (source.has(name)) {
                wrong(
                        pointer + "/" + name,
                        "unsupported",
                        "What may change the meaning of all the rest is not understood");
            }
        }
        JsonNode extensions = source.path("extension");
        for (int i = 0; i < extensions.size(); i++) {
            String url = extensions.get(i).path("url").asText();
            String name = url.substring(url.lastIndexOf('/') + 1);
            if (EFFECTIVE.contains(name)
                    || name.toLowerCase(java.util.Locale.ROOT).endsWith("expression")) {
                wrong(pointer + "/extension/" + i, "unsupported", "This changes what is asked, and is not understood");
            }
        }
    }

    static Stream<JsonNode> extensions(JsonNode node, String url) {
        JsonNode listed = node.path("extension");
        return listed instanceof ArrayNode array
                ? Stream.iterate(0, i -> i < array.size(), i -> i + 1)
                        .map(array::get)
                        .map(Objects::requireNonNull)
                        .filter(extension -> extension.path("url").asText().equals(url))
                : Stream.empty();
    }

    private static ObjectNode without(ObjectNode source, String... names) {
        ObjectNode copy = source.deepCopy();
        copy.remove(List.of(names));
        return copy;
    }
}
