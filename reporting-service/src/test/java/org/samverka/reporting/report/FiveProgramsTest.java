package org.samverka.reporting.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.text.PDFTextStripper;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.samverka.contracts.Language;
import org.samverka.reporting.narrative.Narrative;
import org.samverka.reporting.release.Release.Full;
import org.samverka.reporting.release.ReleasedFigure;
import org.samverka.reporting.release.ReportKind;
import org.samverka.reporting.release.Synthetic;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion.Status;

/** The report that each of the five programs ends in, in each language and form. */
class FiveProgramsTest {
    private static final Map<String, ReportKind> REPORTS = Map.of(
            "recovery-days", ReportKind.recovery_follow_up,
            "recruitment-workshop", ReportKind.dashboard,
            "mobilisation", ReportKind.final_report,
            "heja-halsan", ReportKind.final_report,
            "plus", ReportKind.final_report);

    @BeforeAll
    static void validatorsAreReady() {
        VeraGreenfieldFoundryProvider.initialise();
    }

    static Stream<Arguments> reports() {
        Stream<Arguments> ends = REPORTS.entrySet().stream()
                .flatMap(report -> Arrays.stream(Language.values())
                        .map(language -> Arguments.of(report.getKey(), report.getValue(), language)));
        return Stream.concat(
                ends,
                Arrays.stream(Language.values())
                        .map(language -> Arguments.of("plus", ReportKind.absence_disclosure, language)));
    }

    /** As veraPDF, the industry's own validator, sees it. */
    @ParameterizedTest
    @MethodSource("reports")
    void aReportCanBeKeptForLongAndReadAloud(String program, ReportKind kind, Language language) throws Exception {
        Full release = Synthetic.release(program, kind);
        Report report = Composition.of(release, narrative(release, language), Wording.in(language));

        byte[] pdf = PdfReport.of(report);
        // To be looked at.
        Files.write(Path.of("target", "report-" + program + "-" + kind + "-" + language + ".pdf"), pdf);

        assertThat(violations(pdf, PDFAFlavour.PDFA_3_A)).isEmpty();
        assertThat(violations(pdf, PDFAFlavour.PDFUA_1)).isEmpty();
        try (PDDocument document = Loader.loadPDF(pdf)) {
            String text = new PDFTextStripper().getText(document);
            assertThat(text)
                    .contains(report.title(), release.release().contentHash())
                    .contains(Wording.in(language)
                            .text("section." + kind.sections().get(0)));
            assertThat(document.getDocumentCatalog().getLanguage()).startsWith(language.name());
            assertThat(document.getDocumentInformation().getTitle()).startsWith(report.title());
            for (PDPage page : document.getPages()) {
                for (var name : page.getResources().getFontNames()) {
                    assertThat(page.getResources().getFont(name).isEmbedded()).isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("reports")
    void aWorkbookHoldsEveryFigureAsANumber(String program, ReportKind kind, Language language) throws Exception {
        Full release = Synthetic.release(program, kind);
        Report report = Composition.of(release, narrative(release, language), Wording.in(language));

        byte[] xlsx = XlsxReport.of(report, release.content());
        Files.write(Path.of("target", "report-" + program + "-" + kind + "-" + language + ".xlsx"), xlsx);

        try (var book = new ReadableWorkbook(new ByteArrayInputStream(xlsx))) {
            List<Row> rows = book.getSheets().skip(1).findFirst().orElseThrow().read();
            assertThat(rows).hasSize(release.content().figures().size() + 1);
            Map<String, Row> byId =
                    rows.stream().skip(1).collect(Collectors.toMap(row -> row.getCellText(0), row -> row));
            for (ReleasedFigure figure : release.content().figures()) {
                Row row = Objects.requireNonNull(byId.get(figure.id()));
                if (figure.value() == null) {
                    assertThat(row.getCellText(1)).isEmpty();
                } else {
                    assertThat(row.getCell(1).getType()).isEqualTo(CellType.NUMBER);
                    assertThat(row.getCellAsNumber(1).orElseThrow()).isEqualByComparingTo(figure.value());
                }
            }
        }
    }

    @Test
    void aTextThatLooksLikeAFormulaIsAText() throws Exception {
        Full release = Synthetic.release("plus", ReportKind.dashboard);
        var narrative = narrative(release, Language.en, "=HYPERLINK(\"https://example.com\")");
        Report report = Composition.of(release, narrative, Wording.in(Language.en));

        byte[] xlsx = XlsxReport.of(report, release.content());

        try (var book = new ReadableWorkbook(new ByteArrayInputStream(xlsx))) {
            assertThat(book.getFirstSheet().read().stream()
                            .flatMap(Row::stream)
                            .filter(cell -> cell != null && cell.getText().startsWith("=HYPERLINK"))
                            .toList())
                    .singleElement()
                    .satisfies(cell -> assertThat(cell.getType()).isEqualTo(CellType.STRING));
        }
        assertThat(CsvReport.harmless("=1+1")).isEqualTo("'=1+1");
        assertThat(CsvReport.harmless("-1")).isEqualTo("'-1");
        assertThat(CsvReport.harmless("plus")).isEqualTo("plus");
    }

    @Test
    void aTextOfOthersIsNoMarkup() throws Exception {
        Full release = Synthetic.release("plus", ReportKind.dashboard);
        var narrative = narrative(release, Language.sv, "<script>alert(1)</script> & \"så\" 😀\n\nAndra stycket");

        byte[] pdf = PdfReport.of(Composition.of(release, narrative, Wording.in(Language.sv)));

        try (PDDocument document = Loader.loadPDF(pdf)) {
            assertThat(new PDFTextStripper().getText(document))
                    .contains("<script>alert(1)</script> & \"så\"", "Andra stycket");
        }
    }

    @Test
    void aReportWithoutTextSaysWhatIsNotWritten() throws Exception {
        Full release = Synthetic.release("heja-halsan", ReportKind.final_report);
        var nothing = new Narrative(release.release().id(), Language.en, 0, Map.of(), null, null);

        byte[] pdf = PdfReport.of(Composition.of(release, nothing, Wording.in(Language.en)));

        try (PDDocument document = Loader.loadPDF(pdf)) {
            assertThat(new PDFTextStripper().getText(document))
                    .contains("Sections without text: Summary", "Economy")
                    .doesNotContain("Version of the text");
        }
    }

    @Test
    void linesOfTheFileAreTheFiguresOfTheRelease() {
        Full release = Synthetic.release("plus", ReportKind.final_report);

        String csv = new String(CsvReport.of(release.content()), java.nio.charset.StandardCharsets.UTF_8);

        assertThat(csv.lines().count()).isEqualTo(release.content().figures().size() + 1);
        assertThat(csv).contains("statistics/hours,statistics,hours,,hours,12345.5,,,,,,,");
    }

    private static Narrative narrative(Full release, Language language) {
        return narrative(release, language, """
                Programmet har nått {{%s}} och visar hur organisationer som arbetar tillsammans kan förändra hur \
                hälsa och arbete hänger ihop. Texten är syntetisk och finns här för att fylla en sida.

                Ett andra stycke: åäö ÅÄÖ æø ÆØ – ”citat”, 100 %% och 1 < 2.\
                """.formatted(
                        release.content().figures().get(0).id()));
    }

    private static Narrative narrative(Full release, Language language, String text) {
        return new Narrative(
                UUID.fromString("00000000-0000-4000-8000-000000000002"),
                language,
                1,
                Map.of(release.release().kind().sections().get(0), text),
                "someone",
                Instant.EPOCH);
    }

    private static List<String> violations(byte[] pdf, PDFAFlavour flavour) throws Exception {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new ByteArrayInputStream(pdf), flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            var result = validator.validate(parser);
            Stream<String> failed = result.getTestAssertions().stream()
                    .filter(assertion -> assertion.getStatus() == Status.FAILED)
                    .map(assertion -> assertion.getRuleId().getClause() + "-"
                            + assertion.getRuleId().getTestNumber() + " " + assertion.getMessage());
            return (result.isCompliant() ? failed : Stream.concat(failed, Stream.of("not compliant")))
                    .distinct()
                    .toList();
        }
    }
}
