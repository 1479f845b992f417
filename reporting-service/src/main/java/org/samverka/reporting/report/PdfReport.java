package org.samverka.reporting.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder.PdfAConformance;
import com.openhtmltopdf.svgsupport.BatikSVGDrawer;
import com.openhtmltopdf.util.XRLog;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import org.samverka.reporting.report.Report.Cell;
import org.samverka.reporting.report.Report.Chart;
import org.samverka.reporting.report.Report.Fact;
import org.samverka.reporting.report.Report.Row;
import org.samverka.reporting.report.Report.Section;
import org.samverka.reporting.report.Report.Shown;
import org.samverka.reporting.report.Report.Table;

/** A report as PDF/A-3 and PDF/UA-1: to be kept for long, and to be read aloud. */
final class PdfReport {
    private static final String STYLE = """
            @page { size: A4; margin: 22mm 18mm 20mm 18mm;
                @bottom-left { content: '%s'; font-family: 'Report'; font-size: 8pt; color: #4a4a4a }
                @bottom-right { content: '%s ' counter(page) ' / ' counter(pages); font-family: 'Report'; font-size: 8pt; color: #4a4a4a } }
            body { font-family: 'Report', sans-serif; font-size: 10pt; line-height: 1.45; color: #1a1a1a }
            h1 { font-size: 24pt; font-weight: normal; line-height: 1.2; margin: 0 0 2mm 0 }
            h2 { font-size: 15pt; font-weight: normal; margin: 9mm 0 3mm 0; color: #123f5e; page-break-after: avoid }
            .program { font-size: 14pt; margin: 0 0 6mm 0; color: #4a4a4a }
            p { margin: 0 0 2.5mm 0 }
            table { border-collapse: collapse; width: 100%%; margin: 0 0 5mm 0; font-size: 8.5pt; line-height: 1.3;
                -fs-table-paginate: paginate; page-break-inside: auto }
            caption { text-align: left; font-size: 10pt; padding: 2mm 0; color: #123f5e; page-break-after: avoid }
            tr { page-break-inside: avoid }
            th, td { padding: 1.2mm 2mm; border-bottom: 0.5pt solid #b8b8b8; vertical-align: top; font-weight: normal }
            thead th { background-color: #e6eef4; border-bottom: 1pt solid #123f5e; vertical-align: bottom }
            th { text-align: left }
            td { text-align: left }
            .n { text-align: right; white-space: nowrap }
            .facts { font-size: 9pt; margin-bottom: 8mm }
            .facts th { width: 42mm; color: #4a4a4a }
            .hash { font-size: 7.5pt }
            .together { page-break-inside: avoid }
            .chart { margin: 0 0 6mm 0; page-break-inside: avoid }
            .bars { font-size: 10pt; color: #123f5e; margin: 0 0 2mm 0 }
            .notes li { margin: 0 0 1.5mm 0 }
            .notes { font-size: 8.5pt }
            """;

    private static final int SMALL = 12;

    private final Report report;
    private final StringBuilder page = new StringBuilder();

    private PdfReport(Report report) {
        this.report = report;
    }

    static byte[] of(Report report) {
        XRLog.setLoggingEnabled(false);
        var pdf = new ByteArrayOutputStream();
        try (var drawer = new BatikSVGDrawer()) {
            var builder = new PdfRendererBuilder();
            builder.usePdfUaAccessibility(true);
            builder.usePdfAConformance(PdfAConformance.PDFA_3_A);
            builder.useColorProfile(ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData());
            builder.useFont(Letters::font, "Report");
            builder.useSVGDrawer(drawer);
            builder.withHtmlContent(new PdfReport(report).page(), null);
            builder.toStream(pdf);
            builder.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pdf.toByteArray();
    }

    private String page() {
        Wording wording = Wording.in(report.language());
        String style = STYLE.formatted(quoted(report.program() + " · " + report.title()), wording.text("page"));
        add("<!DOCTYPE html><html lang=\"%s\"><head><meta charset=\"UTF-8\"/>", report.language());
        add("<title>%s: %s</title>", report.title(), report.program());
        add("<meta name=\"subject\" content=\"%s\"/><meta name=\"author\" content=\"Samverka\"/>", report.program());
        bookmarks();
        page.append("<style>").append(style).append("</style></head><body>");
        add("<h1 id=\"top\">%s</h1><p class=\"program\">%s</p>", report.title(), report.program());
        facts();
        for (int i = 0; i < report.sections().size(); i++) {
            section(report.sections().get(i), i);
        }
        add("<h2 id=\"notes\">%s</h2><ul class=\"notes\">", report.notesHeading());
        report.notes().forEach(note -> add("<li>%s</li>", note));
        page.append("</ul></body></html>");
        return page.toString();
    }

    private void bookmarks() {
        page.append("<bookmarks>");
        add("<bookmark name=\"%s\" href=\"#top\"/>", report.title());
        for (int i = 0; i < report.sections().size(); i++) {
            add(
                    "<bookmark name=\"%s\" href=\"#s%s\"/>",
                    report.sections().get(i).heading(), i);
        }
        add("<bookmark name=\"%s\" href=\"#notes\"/></bookmarks>", report.notesHeading());
    }

    private void facts() {
        page.append("<table class=\"facts\">");
        for (Fact fact : report.facts()) {
            boolean isLong = fact.value().length() > 40;
            add(
                    "<tr><th scope=\"row\">%s</th><td class=\"%s\">%s</td></tr>",
                    fact.label(), isLong ? "hash" : "", fact.value());
        }
        page.append("</table>");
    }

    private void section(Section section, int number) {
        boolean startsWithFigures = section.paragraphs().isEmpty()
                && isSmall(section.figures().get(0).table());
        page.append(startsWithFigures ? "<div class=\"together\">" : "<div>");
        add("<h2 id=\"s%s\">%s</h2>", number, section.heading());
        if (startsWithFigures) {
            table(section.figures().get(0).table());
        }
        page.append("</div>");
        section.paragraphs().forEach(this::paragraph);
        for (int i = 0; i < section.figures().size(); i++) {
            Shown shown = section.figures().get(i);
            if (i > 0 || !startsWithFigures) {
                table(shown.table());
            }
            if (shown.chart() != null) {
                chart(shown.chart());
            }
        }
    }

    private void paragraph(String text) {
        page.append("<p>");
        page.append(String.join("<br/>", escaped(text).split("\\R", -1)));
        page.append("</p>");
    }

    /** A table that fits on a page with room to spare is not torn. */
    private static boolean isSmall(Table table) {
        return table.rows().size() <= SMALL;
    }

    private void table(Table table) {
        add("<table class=\"%s\"><caption>%s</caption><thead><tr>", isSmall(table) ? "together" : "", table.caption());
        List<String> columns = table.columns();
        for (int i = 0; i < columns.size(); i++) {
            add("<th scope=\"col\" class=\"%s\">%s</th>", isNumeric(table, i - 1) ? "n" : "", columns.get(i));
        }
        page.append("</tr></thead><tbody>");
        for (Row row : table.rows()) {
            add("<tr><th scope=\"row\">%s</th>", row.name());
            for (int i = 0; i < row.cells().size(); i++) {
                Cell cell = row.cells().get(i);
                add("<td class=\"%s\">%s</td>", isNumeric(table, i) ? "n" : "", cell.text());
            }
            page.append("</tr>");
        }
        page.append("</tbody></table>");
    }

    /** Numbers stand in line, and why there is none stands with them. */
    private static boolean isNumeric(Table table, int column) {
        return column >= 0
                && table.rows().stream().map(row -> row.cells().get(column)).anyMatch(cell -> cell.unit() != null)
                && table.rows().stream()
                        .allMatch(row -> row.cells().get(column).text().length() < 24);
    }

    private void chart(Chart chart) {
        String svg = Base64.getEncoder().encodeToString(BarChart.svg(chart).getBytes(UTF_8));
        add("<div class=\"chart\"><p class=\"bars\">%s</p>", chart.caption());
        page.append("<img style=\"width:")
                .append((int) BarChart.WIDTH)
                .append("pt;height:")
                .append((int) BarChart.height(chart))
                .append("pt\" src=\"data:image/svg+xml;base64,")
                .append(svg)
                .append("\" alt=\"")
                .append(escaped(chart.alternative()))
                .append("\"/></div>");
    }

    /** Every text of others is escaped. */
    private void add(String html, Object... texts) {
        Object[] escaped = new Object[texts.length];
        for (int i = 0; i < texts.length; i++) {
            escaped[i] = escaped(String.valueOf(texts[i]));
        }
        page.append(html.formatted(escaped));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replaceAll("[\\p{Cntrl}&&[^\\r\\n\\t]]", "");
    }

    /** In a style sheet, which is in the page. */
    private static String quoted(String text) {
        return text.replaceAll("[\\p{Cntrl}\\\\'<>&]", "");
    }
}
