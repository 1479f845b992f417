package org.samverka.sessions.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.samverka.contracts.Language;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion.Status;

class PaperTest {
    private static final String ADDRESS = "https://samverka.example/check/";
    private static final String CODE = "7F3A91C20B4DE5A8116702CC";

    @BeforeAll
    static void validatorsAreReady() {
        VeraGreenfieldFoundryProvider.initialise();
    }

    /** As veraPDF, the industry's own validator, sees it. */
    @ParameterizedTest
    @EnumSource(Language.class)
    void itCanBeKeptForLongAndReadAloud(Language language) throws Exception {
        byte[] pdf = Paper.pdf(statement("Åsa Öberg-Ærø", language));
        // To be looked at.
        Files.write(Path.of("target", "certificate-" + language + ".pdf"), pdf);

        assertThat(violations(pdf, PDFAFlavour.PDFA_3_A)).isEmpty();
        assertThat(violations(pdf, PDFAFlavour.PDFUA_1)).isEmpty();
    }

    @Test
    void itSaysWhoHasCompletedWhatInTheirLanguage() throws Exception {
        assertThat(text(statement("Åsa Öberg-Ærø", Language.sv)))
                .contains(
                        "Intyg",
                        "Åsa Öberg-Ærø",
                        "Heja Hälsan & <TWO.0>",
                        "2018-06-01",
                        "28,5",
                        "7F3A-91C2-0B4D-E5A8-1167-02CC");
        assertThat(text(statement("Åsa Öberg-Ærø", Language.da))).contains("Bevis", "01.06.2018", "28,5");
        assertThat(text(statement("Åsa Öberg-Ærø", Language.en))).contains("Certificate", "1 June 2018", "28.5");
    }

    @Test
    void whoseIdentityIsProtectedHasALineToWriteOn() throws Exception {
        assertThat(text(statement(null, Language.sv))).contains("____________");
    }

    @Test
    void theLanguageAndTheTitleAreSaidToMachinesToo() throws Exception {
        try (PDDocument document = Loader.loadPDF(Paper.pdf(statement("Åsa", Language.da)))) {
            assertThat(document.getDocumentCatalog().getLanguage()).startsWith("da");
            assertThat(document.getDocumentInformation().getTitle()).isEqualTo("Bevis");
            assertThat(document.getDocumentCatalog().getMarkInfo().isMarked()).isTrue();
        }
    }

    @Test
    void itsFontsComeAlong() throws Exception {
        try (PDDocument document = Loader.loadPDF(Paper.pdf(statement("Åsa", Language.sv)))) {
            assertThat(document.getNumberOfPages()).isEqualTo(1);
            for (PDPage page : document.getPages()) {
                for (var name : page.getResources().getFontNames()) {
                    PDFont font = page.getResources().getFont(name);
                    assertThat(font.isEmbedded()).as(font.getName()).isTrue();
                    assertThat(font.getName()).contains("LiberationSans");
                }
            }
        }
    }

    @Test
    void thePictureLeadsToTheCheckAndNamesNobody() throws Exception {
        Statement statement = statement("Åsa Öberg-Ærø", Language.sv);
        assertThat(statement.link()).isEqualTo(ADDRESS + CODE);

        try (PDDocument document = Loader.loadPDF(Paper.pdf(statement))) {
            BufferedImage page = new PDFRenderer(document).renderImageWithDPI(0, 150);
            int[] pixels = page.getRGB(0, 0, page.getWidth(), page.getHeight(), null, 0, page.getWidth());
            var source = new RGBLuminanceSource(page.getWidth(), page.getHeight(), pixels);
            assertThat(new QRCodeReader()
                            .decode(new BinaryBitmap(new HybridBinarizer(source)))
                            .getText())
                    .isEqualTo(ADDRESS + CODE);
        }
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

    private static String text(Statement statement) throws Exception {
        try (PDDocument document = Loader.loadPDF(Paper.pdf(statement))) {
            return new PDFTextStripper().getText(document);
        }
    }

    private static Statement statement(@Nullable String name, Language language) {
        var certificate = new Certificate(
                UUID.randomUUID(),
                1,
                "heja-halsan",
                "Heja Hälsan & <TWO.0>",
                UUID.randomUUID(),
                "inspirers",
                LocalDate.of(2018, 6, 1),
                true,
                CODE);
        return new Statement(certificate, name, new BigDecimal("28.50"), language, ADDRESS);
    }
}
