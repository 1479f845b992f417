package org.samverka.reporting.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.samverka.reporting.release.Content;
import org.samverka.reporting.release.ReleasedFigure;

/** A release's figures to compute with, one per line: RFC 4180, decimal points, the same whatever the language. */
final class CsvReport {
    private CsvReport() {}

    static byte[] of(Content content) {
        var bytes = new ByteArrayOutputStream();
        try (CsvWriter csv = CsvWriter.builder().build(new OutputStreamWriter(bytes, UTF_8))) {
            csv.writeRecord(
                    "id",
                    "part",
                    "of",
                    "dimensions",
                    "unit",
                    "value",
                    "numerator",
                    "denominator",
                    "low",
                    "high",
                    "suppressed",
                    "reason",
                    "definition");
            content.figures().forEach(figure -> write(csv, figure));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(CsvWriter csv, ReleasedFigure figure) {
        csv.writeRecord(
                harmless(figure.id()),
                figure.part().name(),
                harmless(figure.of()),
                harmless(figure.dimensions().entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(";"))),
                figure.unit().name(),
                number(figure.value()),
                number(figure.numerator()),
                number(figure.denominator()),
                number(figure.low()),
                number(figure.high()),
                figure.suppressed() == null ? "" : figure.suppressed().name(),
                harmless(figure.reason()),
                harmless(figure.definition()));
    }

    private static String number(@Nullable BigDecimal number) {
        return number == null ? "" : number.toPlainString();
    }

    /** What begins like a formula would be computed by a spreadsheet. */
    static String harmless(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return "";
        }
        return "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
