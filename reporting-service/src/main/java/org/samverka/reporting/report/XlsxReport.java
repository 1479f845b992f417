package org.samverka.reporting.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;
import org.samverka.reporting.release.Content;
import org.samverka.reporting.release.ReleasedFigure;
import org.samverka.reporting.release.ReleasedFigure.Unit;
import org.samverka.reporting.report.Report.Cell;
import org.samverka.reporting.report.Report.Fact;
import org.samverka.reporting.report.Report.Row;
import org.samverka.reporting.report.Report.Section;
import org.samverka.reporting.report.Report.Table;

/** A report as a workbook: numbers are numbers, and texts are texts, whatever they begin with. */
final class XlsxReport {
    private static final int NAMES = 60;
    private static final int VALUES = 18;

    private final Report report;
    private final Content content;
    private final Wording wording;
    private int at;

    private XlsxReport(Report report, Content content) {
        this.report = report;
        this.content = content;
        this.wording = Wording.in(report.language());
    }

    static byte[] of(Report report, Content content) {
        var bytes = new ByteArrayOutputStream();
        try (var book = new Workbook(bytes, "Samverka", "1.0")) {
            book.properties().setTitle(report.title() + ": " + report.program());
            var written = new XlsxReport(report, content);
            written.report(book.newWorksheet(written.wording.text("sheet.report")));
            written.figures(book.newWorksheet(written.wording.text("sheet.figures")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void report(Worksheet sheet) {
        sheet.width(0, NAMES);
        for (int column = 1; column < 9; column++) {
            sheet.width(column, VALUES);
        }
        heading(sheet, report.title(), 16);
        heading(sheet, report.program(), 12);
        for (Fact fact : report.facts()) {
            sheet.value(at, 0, fact.label());
            sheet.value(at, 1, fact.value());
            at++;
        }
        for (Section section : report.sections()) {
            at++;
            heading(sheet, section.heading(), 13);
            section.paragraphs().forEach(paragraph -> {
                sheet.value(at, 0, paragraph);
                sheet.style(at, 0).wrapText(true).set();
                at++;
            });
            section.figures().forEach(shown -> table(sheet, shown.table()));
        }
        at++;
        heading(sheet, report.notesHeading(), 13);
        report.notes().forEach(note -> {
            sheet.value(at, 0, note);
            sheet.style(at, 0).wrapText(true).set();
            at++;
        });
    }

    private void heading(Worksheet sheet, String text, int size) {
        sheet.value(at, 0, text);
        sheet.style(at, 0).bold().fontSize(size).set();
        at++;
    }

    private void table(Worksheet sheet, Table table) {
        sheet.value(at, 0, table.caption());
        sheet.style(at, 0).italic().set();
        at++;
        headings(sheet, table.columns());
        for (Row row : table.rows()) {
            sheet.value(at, 0, row.name());
            sheet.style(at, 0).wrapText(true).set();
            for (int i = 0; i < row.cells().size(); i++) {
                cell(sheet, i + 1, row.cells().get(i));
            }
            at++;
        }
        at++;
    }

    private void headings(Worksheet sheet, List<String> columns) {
        for (int i = 0; i < columns.size(); i++) {
            sheet.value(at, i, columns.get(i));
            sheet.style(at, i).bold().fillColor("E6EEF4").wrapText(true).set();
        }
        at++;
    }

    private void cell(Worksheet sheet, int column, Cell cell) {
        if (cell.number() == null || cell.unit() == null) {
            sheet.value(at, column, cell.text());
        } else {
            number(sheet, column, cell.number(), cell.unit());
        }
    }

    private void number(Worksheet sheet, int column, @Nullable BigDecimal number, Unit unit) {
        if (number != null) {
            sheet.value(at, column, number);
            sheet.style(at, column).format(format(unit)).set();
        }
    }

    private static String format(Unit unit) {
        return switch (unit) {
            case share -> "0.0%";
            case change -> "+0.0%;-0.0%;0.0%";
            case points -> "+0.00%;-0.00%;0.00%";
            case money -> "#,##0.00";
            case hours, number -> "#,##0.##";
            case count -> "#,##0";
        };
    }

    /** Every figure of the release, one per line. */
    private void figures(Worksheet sheet) {
        at = 0;
        sheet.width(0, NAMES);
        headings(
                sheet,
                List.of(
                        wording.text("sheet.id"),
                        wording.text("sheet.value"),
                        wording.text("sheet.numerator"),
                        wording.text("sheet.denominator"),
                        wording.text("sheet.low"),
                        wording.text("sheet.high"),
                        wording.text("sheet.why"),
                        wording.text("sheet.definition")));
        content.figures().forEach(figure -> figure(sheet, figure));
        sheet.freezePane(0, 1);
    }

    private void figure(Worksheet sheet, ReleasedFigure figure) {
        sheet.value(at, 0, figure.id());
        number(sheet, 1, figure.value(), figure.unit());
        number(sheet, 2, figure.numerator(), Unit.number);
        number(sheet, 3, figure.denominator(), Unit.number);
        number(sheet, 4, figure.low(), figure.unit());
        number(sheet, 5, figure.high(), figure.unit());
        sheet.value(at, 6, why(figure));
        sheet.value(at, 7, figure.definition());
        at++;
    }

    private @Nullable String why(ReleasedFigure figure) {
        if (figure.suppressed() != null) {
            return wording.text("suppressed." + figure.suppressed());
        }
        return figure.reason() == null ? null : wording.name("reason", figure.reason());
    }
}
