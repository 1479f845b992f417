package org.samverka.evaluation.questionnaire;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.outputdevice.helper.ExternalResourceControlPriority;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder.PdfAConformance;
import com.openhtmltopdf.util.XRLog;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Language;
import org.samverka.evaluation.language.Text;
import org.samverka.evaluation.questionnaire.Item.EnableWhen;
import org.samverka.evaluation.questionnaire.Item.Option;
import org.samverka.evaluation.questionnaire.Item.Type;

/** A questionnaire on paper: an accessible PDF (PDF/A-3 and PDF/UA) with its font in it. Slow: not for the event loop. */
final class PrintedForm {
    /** Liberation Sans (SIL Open Font License 1.1), as PDFBox brings it. */
    private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

    private static final String STYLE = """
            @page { size: A4; margin: 20mm 18mm;
                @bottom-right { content: counter(page) " / " counter(pages); font-family: Liberation; font-size: 8pt } }
            body { font-family: Liberation; font-size: 10.5pt; line-height: 1.35 }
            h1 { font-size: 18pt } h2 { font-size: 13pt; margin-top: 8mm } h3 { font-size: 11.5pt }
            .question { margin-top: 5mm; page-break-inside: avoid }
            .note { font-size: 8.5pt; color: #444444 }
            .box { display: inline-block; width: 3.2mm; height: 3.2mm; border: 0.3mm solid #000000; margin-right: 2mm }
            .round { border-radius: 1.6mm }
            .line { border-bottom: 0.2mm solid #000000; height: 8mm }
            ul { list-style-type: none; margin: 1mm 0; padding: 0 }
            table { border-collapse: collapse; width: 100%; margin-top: 2mm; -fs-table-paginate: paginate }
            th, td { border: 0.2mm solid #888888; padding: 1.2mm; font-weight: normal; text-align: left }
            td.mark { text-align: center }
            """;

    static {
        XRLog.setLoggingEnabled(false);
    }

    private final Questionnaire questionnaire;
    private final Language language;
    private final StringBuilder html = new StringBuilder();

    private PrintedForm(Questionnaire questionnaire, Language language) {
        this.questionnaire = questionnaire;
        this.language = language;
    }

    static byte[] pdf(Questionnaire questionnaire, Language language) {
        String html = new PrintedForm(questionnaire, language).html();
        var out = new ByteArrayOutputStream();
        var builder = new PdfRendererBuilder()
                .usePdfAConformance(PdfAConformance.PDFA_3_A)
                .usePdfUaAccessibility(true)
                .useFont(PrintedForm::font, "Liberation", 400, FontStyle.NORMAL, true)
                .useFont(PrintedForm::font, "Liberation", 700, FontStyle.NORMAL, true)
                .useColorProfile(ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData())
                .useExternalResourceAccessControl(
                        (uri, type) -> false, ExternalResourceControlPriority.RUN_BEFORE_RESOLVING_URI)
                .withHtmlContent(html, null)
                .toStream(out);
        try {
            builder.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static InputStream font() {
        return Objects.requireNonNull(PDDocument.class.getResourceAsStream(FONT));
    }

    private String html() {
        html.append("<html lang=\"").append(language).append("\"><head><title>");
        text(questionnaire.title().in(language));
        html.append("</title><meta name=\"subject\" content=\"");
        text(questionnaire.key() + " " + questionnaire.version());
        html.append("\"/><style>").append(STYLE).append("</style></head><body>");
        element("h1", questionnaire.title());
        element("p", questionnaire.description());
        questionnaire.items().forEach(item -> write(item, 2));
        return html.append("</body></html>").toString();
    }

    private void write(Item item, int level) {
        String heading = "h" + Math.min(level, 6);
        if (item.type() == Type.group) {
            if (item.text() != null) {
                html.append('<').append(heading).append('>');
                number(item);
                text(item.text().in(language));
                html.append("</").append(heading).append('>');
            }
            condition(item);
            if (item.isMatrix()) {
                matrix(item);
            } else {
                item.items().forEach(child -> write(child, level + 1));
            }
            return;
        }
        html.append("<div class=\"question\">");
        html.append("<p>");
        number(item);
        text(item.text() == null ? "" : item.text().in(language));
        if (item.required()) {
            html.append(" *");
        }
        html.append("</p>");
        condition(item);
        answer(item);
        html.append("</div>");
        item.items().forEach(child -> write(child, level));
    }

    private void number(Item item) {
        if (item.prefix() != null) {
            text(item.prefix() + " ");
        }
    }

    private void answer(Item item) {
        switch (item.type()) {
            case choice, openChoice -> options(item);
            case bool -> boxes(List.of(word("Ja", "Ja", "Yes"), word("Nej", "Nej", "No")), true);
            case text -> lines(5);
            case string, integer, decimal -> {
                bounds(item);
                lines(1);
            }
            case date -> {
                note(word("ÅÅÅÅ-MM-DD", "ÅÅÅÅ-MM-DD", "YYYY-MM-DD"));
                lines(1);
            }
            case display, group -> {}
        }
    }

    private void options(Item item) {
        if (item.repeats()) {
            note(word("Flera svar är möjliga", "Flere svar er mulige", "Several answers are possible"));
        }
        boxes(
                item.options().stream()
                        .map(option -> QuestionnaireView.labelOf(option, language))
                        .toList(),
                !item.repeats());
        if (item.type() == Type.openChoice) {
            note(word("Annat, nämligen", "Andet, nemlig", "Other, namely"));
            lines(1);
        }
    }

    private void boxes(List<String> labels, boolean one) {
        html.append("<ul>");
        for (String label : labels) {
            html.append("<li><span class=\"box").append(one ? " round" : "").append("\"></span>");
            text(label);
            html.append("</li>");
        }
        html.append("</ul>");
    }

    private void bounds(Item item) {
        if (item.min() != null || item.max() != null) {
            note((item.min() == null ? "" : item.min().toPlainString()) + " – "
                    + (item.max() == null ? "" : item.max().toPlainString()));
        }
    }

    private void lines(int count) {
        html.append("<div class=\"line\"></div>".repeat(count));
    }

    private void matrix(Item item) {
        html.append("<table><thead><tr><th scope=\"col\">");
        text(word("Fråga", "Spørgsmål", "Question"));
        html.append("</th>");
        for (Option option : item.items().get(0).options()) {
            html.append("<th scope=\"col\">");
            text(QuestionnaireView.labelOf(option, language));
            html.append("</th>");
        }
        html.append("</tr></thead><tbody>");
        for (Item row : item.items()) {
            html.append("<tr><th scope=\"row\">");
            number(row);
            text(row.text() == null ? "" : row.text().in(language));
            html.append("</th>");
            html.append("<td class=\"mark\"><span class=\"box round\"></span></td>"
                    .repeat(row.options().size()));
            html.append("</tr>");
        }
        html.append("</tbody></table>");
    }

    /** Paper cannot hide a question, so it says when to answer it. */
    private void condition(Item item) {
        if (item.enableWhen().isEmpty()) {
            return;
        }
        String joined = item.any() ? word(" eller ", " eller ", " or ") : word(" och ", " og ", " and ");
        note(word("Besvaras om: ", "Besvares hvis: ", "Answer if: ")
                + String.join(joined, item.enableWhen().stream().map(this::said).toList()));
    }

    private String said(EnableWhen condition) {
        Item question = Objects.requireNonNull(questionnaire.byLinkId().get(condition.question()));
        String name = question.prefix() == null ? "" : question.prefix() + " ";
        String asked = name
                + (question.text() == null ? question.linkId() : question.text().in(language));
        return "“" + asked + "” " + said(condition, question);
    }

    private String said(EnableWhen condition, Item question) {
        if (condition.operator() == Item.Operator.exists) {
            return Boolean.TRUE.equals(condition.answer())
                    ? word("är besvarad", "er besvaret", "is answered")
                    : word("inte är besvarad", "ikke er besvaret", "is not answered");
        }
        String answer = question.options().stream()
                .filter(option -> option.value().equals(condition.answer()))
                .findFirst()
                .map(option -> QuestionnaireView.labelOf(option, language))
                .orElseGet(() -> condition.answer() instanceof Boolean truth
                        ? (truth ? word("Ja", "Ja", "Yes") : word("Nej", "Nej", "No"))
                        : condition.answer().toString());
        String sign = switch (condition.operator()) {
            case equal -> "=";
            case unequal -> "≠";
            case above -> ">";
            case below -> "<";
            case atLeast -> "≥";
            case atMost -> "≤";
            case exists -> "";
        };
        return sign + " " + answer;
    }

    private String word(String sv, String da, String en) {
        return new Text(sv, da, en).in(language);
    }

    private void note(String words) {
        html.append("<p class=\"note\">");
        text(words);
        html.append("</p>");
    }

    private void element(String name, @Nullable Text words) {
        if (words != null) {
            html.append('<').append(name).append('>');
            text(words.in(language));
            html.append("</").append(name).append('>');
        }
    }

    /** Nobody's words become markup; characters that XML has not are left out. */
    private void text(String words) {
        words.codePoints().filter(PrintedForm::isXml).forEach(c -> {
            switch (c) {
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '&' -> html.append("&amp;");
                case '"' -> html.append("&quot;");
                default -> html.appendCodePoint(c);
            }
        });
    }

    private static boolean isXml(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || (c >= 0x20 && c <= 0xD7FF)
                || (c >= 0xE000 && c <= 0xFFFD)
                || c > 0xFFFF;
    }
}
