package org.samverka.evaluation.questionnaire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.samverka.evaluation.questionnaire.FhirTest.form;
import static org.samverka.evaluation.questionnaire.FhirTest.read;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.Language;

class PrintedFormTest {
    @Test
    void thePaperSaysItIsPdfAAndUaAndHasAllItsFontsAndALanguage() throws IOException {
        try (PDDocument paper = Loader.loadPDF(PrintedForm.pdf(read(form("matrix")), Language.da))) {
            String metadata =
                    new String(paper.getDocumentCatalog().getMetadata().toByteArray(), UTF_8);
            assertThat(metadata).contains("pdfaid").contains("pdfuaid");
            assertThat(paper.getDocumentCatalog().getLanguage()).isEqualTo("da");
            assertThat(paper.getDocumentCatalog().getStructureTreeRoot()).isNotNull();
            assertThat(paper.getDocumentCatalog().getMarkInfo().isMarked()).isTrue();
            assertThat(paper.getDocumentCatalog().getOutputIntents()).isNotEmpty();
            assertThat(fontsOf(paper))
                    .isNotEmpty()
                    .allSatisfy(font -> assertThat(font.isEmbedded()).isTrue());
        }
    }

    @Test
    void everyQuestionStandsOnItWithItsOptionsAndItsCondition() throws IOException {
        String words = words(PrintedForm.pdf(read(form("nested-conditions")), Language.sv));

        assertThat(words)
                .contains("Arbetsplatsen")
                .contains("Är du chef? *")
                .contains("Besvaras om: “Är du chef?” = Ja")
                .contains("1 – 500")
                .contains("Har du tillräckligt stöd?");
    }

    @Test
    void nobodysWordsBecomeMarkupOrFetchAnything() throws IOException {
        ObjectNode hostile = form("matrix");
        hostile.put("title", "<img src=\"file:///etc/passwd\"/> & \u0001 <script>");

        assertThat(words(PrintedForm.pdf(read(hostile), Language.da)))
                .contains("<img src=")
                .contains("<script>");
    }

    private static String words(byte[] pdf) throws IOException {
        try (PDDocument paper = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(paper).replaceAll("\\s+", " ");
        }
    }

    private static List<PDFont> fontsOf(PDDocument paper) throws IOException {
        List<PDFont> fonts = new ArrayList<>();
        for (PDPage page : paper.getPages()) {
            for (COSName name : page.getResources().getFontNames()) {
                fonts.add(page.getResources().getFont(name));
            }
        }
        return fonts;
    }
}
