package org.samverka.evaluation.spreadsheet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.samverka.contracts.rest.Invalid;

class SpreadsheetTest {
    private static final String CSV = """
            type;name;label;label::da;label::English (en);required;relevant;constraint;weight
            title;;Utvärdering;Evaluering;Evaluation;;;;
            begin_group;start;Bakgrund;Baggrund;Background;;;;
            select_one;role;Vad är du?;Hvad er du?;What are you?;yes;;;
            option;leader;Chef;Leder;Manager;;;;2
            option;staff;Medarbetare;Medarbejder;Employee;;;;1
            integer;people;Hur många leder du?;Hvor mange leder du?;How many do you lead?;;${role} = 'leader';. >= 1 and . <= 500;
            end_group;;;;;;;;
            scale 0 10;again;Rekommendera?;Anbefale?;Recommend?;yes;;;
            text;why;Varför?;Hvorfor?;Why?;;${again} < 7 and ${role} != 'leader';string-length(.) <= 200;
            """;

    @Test
    void aCsvFileIsAQuestionnaire() {
        ObjectNode form = csv(CSV);

        assertThat(form.path("title").asText()).isEqualTo("Utvärdering");
        assertThat(form.at("/_title/extension/0/extension/1/valueString").asText())
                .isEqualTo("Evaluering");
        assertThat(form.at("/item/0/item/0/answerOption/0/valueCoding/code").asText())
                .isEqualTo("leader");
        assertThat(form.at("/item/0/item/0/answerOption/0/valueCoding/extension/0/valueDecimal")
                        .asInt())
                .isEqualTo(2);
        assertThat(form.at("/item/0/item/1/enableWhen/0/answerCoding/code").asText())
                .isEqualTo("leader");
        assertThat(form.at("/item/0/item/1/extension")).hasSize(2);
        assertThat(form.at("/item/1/answerOption")).hasSize(11);
        assertThat(form.at("/item/2/enableWhen")).hasSize(2);
        assertThat(form.at("/item/2/enableBehavior").asText()).isEqualTo("all");
        assertThat(form.at("/item/2/maxLength").asInt()).isEqualTo(200);
    }

    @Test
    void aWorkbookIsAQuestionnaireAsXlsFormHasIt() throws IOException {
        ObjectNode form = workbook(workbook(book -> {
            row(
                            book.newWorksheet("survey"),
                            "type",
                            "name",
                            "label::Svenska (sv)",
                            "required",
                            "appearance",
                            "relevant")
                    .row("begin_group", "m", "Hur väl stämmer det?", "", "table-list", "")
                    .row("select_one agree", "m1", "Jag trivs.", "yes", "", "")
                    .row("select_one agree", "m2", "Jag orkar.", "", "", "")
                    .row("end_group", "", "", "", "", "")
                    .row("select_multiple agree or_other", "more", "Annat?", "", "", "selected(${m1}, 'no')");
            row(book.newWorksheet("choices"), "list_name", "name", "label::Svenska (sv)")
                    .row("agree", "yes", "Ja")
                    .row("agree", "no", "Nej");
            row(book.newWorksheet("settings"), "form_title", "default_language", "style")
                    .row("Trivsel", "Svenska (sv)", "pages");
        }));

        assertThat(form.path("title").asText()).isEqualTo("Trivsel");
        assertThat(form.at("/extension/0/valueBoolean").asBoolean()).isTrue();
        assertThat(form.at("/item/0/extension/0/valueCodeableConcept/coding/0/code")
                        .asText())
                .isEqualTo("gtable");
        assertThat(form.at("/item/0/item")).hasSize(2);
        assertThat(form.at("/item/0/item/1/answerOption")).hasSize(2);
        assertThat(form.at("/item/1/type").asText()).isEqualTo("open-choice");
        assertThat(form.at("/item/1/repeats").asBoolean()).isTrue();
        assertThat(form.at("/item/1/enableWhen/0/answerCoding/code").asText()).isEqualTo("no");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "integer;people | drawing;people | /survey/7/type | unsupported-type",
                "scale 0 10 | scale ten | /survey/9/type | unreadable-value",
                "${role} = 'leader' | role is leader | /survey/7/relevant | unsupported",
                "${role} = 'leader' | ${a} = '1' and ${b} = '1' or ${c} = '1' | /survey/7/relevant | unsupported",
                ". >= 1 and . <= 500 | . mod 2 = 0 | /survey/7/constraint | unsupported",
                "end_group;;;;;;;; | end_group;;;;;;;;@@end_group;;;;;;;; | /survey/9/type | no-group",
                "end_group;;;;;;;; | note;n;Hej;;;;;; | /survey/3/type | open-group",
                "Hur många leder du? | =HYPERLINK(0) | /survey/7/label | formula",
                "Hur många leder du? | @cmd | /survey/7/label | formula",
                "Chef;Leder | ;Leder | /survey/5/label | required",
                ";;;;2 | ;;;;many | /survey/5/weight | unreadable-value",
                "relevant;constraint | relevance;constraint | /survey/7/relevance | unknown-column",
            })
    void whatIsWrongIsSaidBySheetRowAndColumn(String right, String wrong, String pointer, String code) {
        String file = CSV.replace(right, wrong == null ? "" : wrong.replace("@@", "\n"));

        assertThat(errors(() -> csv(file)))
                .extracting(Invalid.Error::pointer, Invalid.Error::code)
                .contains(org.assertj.core.groups.Tuple.tuple(pointer, code));
    }

    @Test
    void theDetailSaysWhereForPeople() {
        assertThat(errors(() -> csv(CSV.replace("integer;people", "drawing;people")))
                        .get(0)
                        .detail())
                .startsWith("Sheet survey, row 7, column type: ");
    }

    @Test
    void whatTheFhirFormIsRefusedForIsSaidWhereTheSpreadsheetHasIt() {
        List<Invalid.Error> errors = errors(() -> Spreadsheet.read("a", 1, CSV.getBytes(UTF_8), false, form -> {
            throw new Invalid("/item/0/item/1/enableWhen/0/question", "unknown-item", "There is no question");
        }));

        assertThat(errors)
                .extracting(Invalid.Error::pointer, Invalid.Error::code)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("/survey/7/relevant", "unknown-item"));
    }

    @Test
    void aFormulaInAWorkbookIsNotComputed() throws IOException {
        byte[] file = workbook(book -> {
            Worksheet survey = book.newWorksheet("survey");
            row(survey, "type", "name", "label").row("text", "a", "Fråga");
            survey.formula(1, 2, "1+1");
        });

        assertThat(errors(() -> workbook(file))).extracting(Invalid.Error::code).contains("formula");
    }

    @Test
    void aBombIsMeasuredBeforeItIsRead() throws IOException {
        byte[] file = zip("xl/workbook.xml", new byte[30 << 20]);

        assertThat(file.length).isLessThan(Spreadsheet.LARGEST_FILE);
        assertThat(errors(() -> workbook(file))).extracting(Invalid.Error::code).containsExactly("too-large-unpacked");
    }

    @Test
    void manyPartsMacrosAndEntitiesAreRefused() throws IOException {
        var many = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(many)) {
            for (int i = 0; i < 300; i++) {
                zip.putNextEntry(new ZipEntry("part" + i));
            }
        }

        assertThat(errors(() -> workbook(many.toByteArray())))
                .extracting(Invalid.Error::code)
                .containsExactly("too-large-unpacked");
        assertThat(errors(() -> workbook(zip("xl/vbaProject.bin", new byte[10]))))
                .extracting(Invalid.Error::code)
                .containsExactly("hostile-file");
        assertThat(errors(() -> workbook(zip(
                        "xl/workbook.xml", "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>".getBytes(UTF_8)))))
                .extracting(Invalid.Error::code)
                .containsExactly("hostile-file");
    }

    @Test
    void whatIsNoSpreadsheetIsRefused() throws IOException {
        assertThat(errors(() -> workbook("type,name".getBytes(UTF_8))))
                .extracting(Invalid.Error::code)
                .containsExactly("malformed-xlsx");
        assertThat(errors(() -> workbook(zip("a.txt", "abc".getBytes(UTF_8)))))
                .extracting(Invalid.Error::code)
                .containsExactly("malformed-xlsx");
        assertThat(errors(() -> csv(""))).extracting(Invalid.Error::code).containsExactly("required");
        assertThat(errors(() -> csv("type,name\n\"text,a"))).isNotEmpty();
        assertThat(errors(() -> Spreadsheet.read("a", 1, new byte[] {(byte) 0xC3, 0x28}, false, form -> form)))
                .extracting(Invalid.Error::code)
                .containsExactly("undecodable");
    }

    @Test
    void moreRowsThanAnybodyAsksAreRefused() {
        String file = "type,name,label\n" + "note,n,Hej\n".repeat(5_001);

        assertThat(errors(() -> csv(file))).extracting(Invalid.Error::code).containsExactly("too-many");
    }

    private static ObjectNode csv(String file) {
        return Spreadsheet.read("a", 1, file.getBytes(UTF_8), false, form -> form);
    }

    private static ObjectNode workbook(byte[] file) {
        return Spreadsheet.read("a", 1, file, true, form -> form);
    }

    private interface Writing {
        void to(Workbook book);
    }

    private static byte[] workbook(Writing writing) throws IOException {
        var out = new ByteArrayOutputStream();
        var book = new Workbook(out, "samverka", "1.0");
        writing.to(book);
        book.finish();
        return out.toByteArray();
    }

    private static Rows row(Worksheet sheet, String... cells) {
        return new Rows(sheet).row(cells);
    }

    private static final class Rows {
        private final Worksheet sheet;
        private int next;

        Rows(Worksheet sheet) {
            this.sheet = sheet;
        }

        Rows row(String... cells) {
            for (int i = 0; i < cells.length; i++) {
                sheet.value(next, i, cells[i]);
            }
            next++;
            return this;
        }
    }

    private static byte[] zip(String name, byte[] content) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
        }
        return out.toByteArray();
    }

    private static List<Invalid.Error> errors(org.assertj.core.api.ThrowableAssert.ThrowingCallable reading) {
        @Nullable Invalid invalid = catchThrowableOfType(Invalid.class, reading);
        return Objects.requireNonNull(invalid).errors();
    }
}
