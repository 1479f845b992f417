package org.samverka.evaluation.spreadsheet;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Invalid;
import org.samverka.evaluation.spreadsheet.Sheet.Row;

/**
 * A questionnaire written in a spreadsheet, as XLSForm has it: a row is a question (text, integer, decimal, date, boolean,
 * note, select_one, select_multiple, scale FROM TO) or begins or ends a group. A workbook has its options in the sheet
 * choices; a CSV file has them as rows of the type option right below their question.
 */
public final class Spreadsheet {
    /** In bytes. */
    public static final int LARGEST_FILE = 2 << 20;

    private static final int MOST_ERRORS = 200;
    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);
    private static final Pattern TRANSLATED = Pattern.compile("label::(?:[^()]{0,40}\\()?(sv|da|en)\\)?");
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,12}(\\.\\d{1,12})?");
    private static final Set<String> COLUMNS = Set.of(
            "type",
            "name",
            "label",
            "prefix",
            "required",
            "relevant",
            "constraint",
            "appearance",
            "weight",
            "list_name",
            "form_title",
            "default_language",
            "style");

    private final List<Invalid.Error> errors;
    private final Map<String, Row> places = new TreeMap<>();
    private final Map<String, String> types = new HashMap<>();
    private final ObjectNode document = NODES.objectNode();
    private String language = "sv";

    private Spreadsheet(List<Invalid.Error> errors) {
        this.errors = errors;
    }

    /**
     * Reads the file and has its FHIR form judged.
     *
     * @param judge of the FHIR R4 Questionnaire that the file becomes; what it refuses is said by sheet, row and column
     */
    public static <T> T read(String key, int version, byte[] file, boolean workbook, Function<ObjectNode, T> judge) {
        List<Invalid.Error> errors = new ArrayList<>();
        List<Sheet> sheets = workbook ? XlsxFile.read(file, errors) : CsvFile.read(file, errors);
        var spreadsheet = new Spreadsheet(errors);
        spreadsheet.write(key, version, sheets);
        spreadsheet.requireRight();
        try {
            return judge.apply(spreadsheet.document);
        } catch (Invalid e) {
            throw new Invalid(e.errors().stream().map(spreadsheet::placed).toList());
        }
    }

    private void requireRight() {
        if (!errors.isEmpty()) {
            throw new Invalid(errors.stream().limit(MOST_ERRORS).toList());
        }
    }

    /** What was found in the FHIR form, said where the spreadsheet has it. */
    private Invalid.Error placed(Invalid.Error error) {
        String pointer = error.pointer();
        for (String at = pointer; !at.isEmpty(); at = at.substring(0, at.lastIndexOf('/'))) {
            Row row = places.get(at);
            if (row != null) {
                return row.error(columnOf(pointer.substring(at.length())), error.code(), error.detail());
            }
        }
        return error;
    }

    private static String columnOf(String below) {
        if (below.startsWith("/enableWhen") || below.startsWith("/enableBehavior")) {
            return "relevant";
        }
        if (below.startsWith("/extension") || below.startsWith("/maxLength")) {
            return "constraint";
        }
        if (below.startsWith("/linkId") || below.startsWith("/valueCoding/code")) {
            return "name";
        }
        return below.startsWith("/text") ? "label" : "type";
    }

    private void write(String key, int version, List<Sheet> sheets) {
        sheets.forEach(this::checkColumns);
        List<Row> survey = rows(sheets, "survey");
        if (survey.isEmpty()) {
            throw new Invalid(
                    "/survey", "required", "There is no sheet survey with a row of names and questions below");
        }
        document.put("resourceType", "Questionnaire")
                .put("url", "urn:samverka:questionnaire:" + key)
                .put("version", Integer.toString(version))
                .put("name", key)
                .put("status", "active");
        rows(sheets, "settings").forEach(this::set);
        document.put("language", language);
        Map<String, List<Row>> lists = new HashMap<>();
        for (Row choice : rows(sheets, "choices")) {
            lists.computeIfAbsent(choice.get("list_name"), list -> new ArrayList<>())
                    .add(choice);
        }
        survey.forEach(row -> types.put(row.get("name"), row.get("type").split("\\s+", 2)[0]));
        questions(survey, lists);
    }

    private static List<Row> rows(List<Sheet> sheets, String name) {
        return sheets.stream()
                .filter(sheet -> sheet.name().equals(name))
                .flatMap(sheet -> sheet.rows().stream())
                .toList();
    }

    private void checkColumns(Sheet sheet) {
        sheet.rows().stream()
                .flatMap(row -> row.cells().keySet().stream()
                        .filter(column -> !column.isEmpty() && !COLUMNS.contains(column))
                        .filter(column -> !TRANSLATED.matcher(column).matches())
                        .map(column ->
                                row.error(column, "unknown-column", "This column is not understood; take it out")))
                .limit(MOST_ERRORS)
                .forEach(errors::add);
    }

    private void set(Row settings) {
        if (settings.has("default_language")) {
            Matcher code = Pattern.compile("(?:.*\\()?(sv|da|en)\\)?").matcher(settings.get("default_language"));
            if (code.matches()) {
                language = code.group(1);
            } else {
                errors.add(settings.error("default_language", "unsupported-language", "Known here: sv, da, en"));
            }
        }
        if (settings.has("form_title")) {
            document.put("title", settings.get("form_title"));
        }
        if (settings.get("style").contains("pages")) {
            document.withArray("extension")
                    .addObject()
                    .put("url", "https://samverka.org/fhir/StructureDefinition/one-at-a-time")
                    .put("valueBoolean", true);
        }
    }

    private record Open(
            ObjectNode node, String pointer, @Nullable Row row) {}

    private void questions(List<Row> survey, Map<String, List<Row>> lists) {
        Deque<Open> open = new ArrayDeque<>();
        open.push(new Open(document, "", null));
        for (Row row : survey) {
            String[] said = row.get("type").split("\\s+", -1);
            Open group = open.getFirst();
            switch (said[0]) {
                case "title" -> words(document, "title", row);
                case "introduction" -> words(document, "description", row);
                case "option" -> option(row, group);
                case "end_group", "end" -> {
                    if (group.row() == null) {
                        errors.add(row.error("type", "no-group", "No group has begun"));
                    } else {
                        open.pop();
                    }
                }
                case "begin_group", "begin" -> open.push(question(row, said, group, lists));
                default -> question(row, said, group, lists);
            }
        }
        if (open.size() > 1) {
            Row row = open.getFirst().row();
            if (row != null) {
                errors.add(row.error("type", "open-group", "This group does not end"));
            }
        }
    }

    private Open question(Row row, String[] said, Open group, Map<String, List<Row>> lists) {
        ArrayNode items = group.node().withArray("item");
        String pointer = group.pointer() + "/item/" + items.size();
        ObjectNode item = items.addObject();
        places.put(pointer, row);
        item.put("linkId", row.get("name"));
        if (row.has("prefix")) {
            item.put("prefix", row.get("prefix"));
        }
        words(item, "text", row);
        type(row, said, item, pointer, lists);
        if (isYes(row, "required")) {
            item.put("required", true);
        }
        relevant(row, item);
        Constraint.of(row.get("constraint")).ifPresentOrElse(constraint -> constraint.write(item), () -> {
            if (row.has("constraint")) {
                errors.add(row.error(
                        "constraint",
                        "unsupported",
                        "Known here: . >= 0 and . <= 10; regex(., '...'); string-length(.) <= 100"));
            }
        });
        return new Open(item, pointer, row);
    }

    private boolean isYes(Row row, String column) {
        String said = row.get(column).toLowerCase(Locale.ROOT);
        if (!Set.of("", "yes", "no", "true", "false", "ja", "nej", "1", "0", "true()", "false()")
                .contains(said)) {
            errors.add(row.error(column, "unreadable-value", "Write yes or no"));
        }
        return Set.of("yes", "true", "ja", "1", "true()").contains(said);
    }

    private void type(Row row, String[] said, ObjectNode item, String pointer, Map<String, List<Row>> lists) {
        switch (said[0]) {
            case "text" -> item.put("type", row.get("appearance").contains("multiline") ? "text" : "string");
            case "integer", "decimal", "date", "boolean" -> item.put("type", said[0]);
            case "note" -> item.put("type", "display");
            case "scale" -> scale(row, said, item);
            case "begin_group", "begin" -> {
                item.put("type", "group");
                if (row.get("appearance").contains("table-list")) {
                    control(item, "gtable");
                }
            }
            case "select_one", "select_multiple" -> {
                item.put("type", said[said.length - 1].equals("or_other") ? "open-choice" : "choice");
                if (said[0].equals("select_multiple")) {
                    item.put("repeats", true);
                }
                if (said.length > 1 && !said[1].equals("or_other")) {
                    choices(row, said[1], item, pointer, lists);
                }
            }
            default ->
                errors.add(row.error(
                        "type",
                        "unsupported-type",
                        "Known here: text, integer, decimal, date, boolean, note, scale FROM TO, select_one LIST,"
                                + " select_multiple LIST, option, begin_group, end_group, title, introduction"));
        }
    }

    private void scale(Row row, String[] words, ObjectNode item) {
        item.put("type", "choice");
        if (words.length != 3 || !words[1].matches("-?\\d{1,3}") || !words[2].matches("-?\\d{1,3}")) {
            errors.add(row.error("type", "unreadable-value", "Write scale and its ends, such as: scale 0 10"));
            return;
        }
        ArrayNode options = item.putArray("answerOption");
        for (int value = Integer.parseInt(words[1]); value <= Integer.parseInt(words[2]); value++) {
            options.addObject().put("valueInteger", value);
        }
    }

    private void choices(Row row, String list, ObjectNode item, String pointer, Map<String, List<Row>> lists) {
        List<Row> choices = lists.get(list);
        if (choices == null) {
            errors.add(row.error("type", "unknown-list", "The sheet choices has no list of this name"));
            return;
        }
        choices.forEach(choice -> addOption(choice, item, pointer));
    }

    /** Belongs to the question right above. */
    private void option(Row row, Open group) {
        ArrayNode items = group.node().withArray("item");
        if (items.isEmpty() || !(items.get(items.size() - 1) instanceof ObjectNode above)) {
            errors.add(row.error("type", "no-question", "An option stands right below its question"));
            return;
        }
        addOption(row, above, group.pointer() + "/item/" + (items.size() - 1));
    }

    private void addOption(Row row, ObjectNode item, String pointer) {
        ArrayNode options = item.withArray("answerOption");
        places.put(pointer + "/answerOption/" + options.size(), row);
        ObjectNode coding = options.addObject().putObject("valueCoding");
        coding.put("code", row.get("name"));
        words(coding, "display", row);
        if (row.has("weight")) {
            if (NUMBER.matcher(row.get("weight")).matches()) {
                coding.withArray("extension")
                        .addObject()
                        .put("url", "http://hl7.org/fhir/StructureDefinition/ordinalValue")
                        .put("valueDecimal", new BigDecimal(row.get("weight")));
            } else {
                errors.add(row.error("weight", "unreadable-value", "Write a number"));
            }
        }
    }

    private static void control(ObjectNode item, String code) {
        item.withArray("extension")
                .addObject()
                .put("url", "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl")
                .putObject("valueCodeableConcept")
                .putArray("coding")
                .addObject()
                .put("system", "http://hl7.org/fhir/questionnaire-item-control")
                .put("code", code);
    }

    /** The column label is in the default language; label::da and the like are translations. */
    private void words(ObjectNode node, String name, Row row) {
        Map<String, String> words = new TreeMap<>();
        row.cells().forEach((column, cell) -> {
            Matcher translated = TRANSLATED.matcher(column);
            if (translated.matches()) {
                words.put(translated.group(1), cell);
            }
        });
        if (row.has("label")) {
            words.put(language, row.get("label"));
        }
        if (words.isEmpty()) {
            return;
        }
        if (!words.containsKey(language)) {
            errors.add(row.error("label", "required", "Write it in the default language, " + language));
            return;
        }
        node.put(name, words.remove(language));
        words.forEach((other, translation) -> {
            ObjectNode beside = node.path("_" + name) instanceof ObjectNode there ? there : node.putObject("_" + name);
            ObjectNode extension = beside.withArray("extension")
                    .addObject()
                    .put("url", "http://hl7.org/fhir/StructureDefinition/translation");
            extension.withArray("extension").addObject().put("url", "lang").put("valueCode", other);
            extension.withArray("extension").addObject().put("url", "content").put("valueString", translation);
        });
    }

    private void relevant(Row row, ObjectNode item) {
        if (!row.has("relevant")) {
            return;
        }
        Relevance relevance = Relevance.of(row.get("relevant")).orElse(null);
        if (relevance == null) {
            errors.add(row.error(
                    "relevant",
                    "unsupported",
                    "Known here: ${name} = 'option' or > 3, selected(${name}, 'option'), joined by and, or by or"));
            return;
        }
        relevance.write(item, types);
    }
}
