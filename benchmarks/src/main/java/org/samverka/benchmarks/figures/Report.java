package org.samverka.benchmarks.figures;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What one measure found, as a file that keeps everything and as a table for the eye.
 *
 * @param date when the measuring began (UTC)
 * @param settings what somebody must know to repeat it
 */
public record Report(String measure, String date, Machine machine, Map<String, Object> settings, List<Figure> figures) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String ROW = "  %-46s %10s  %-21s %-8s %s";
    private static final String ANCHOR = "    beside %-39s %10s  %-21s %-8s";

    public Path writeInto(Path folder) throws IOException {
        Path file = Files.createDirectories(folder).resolve(measure + ".json");
        Files.writeString(file, JSON.writeValueAsString(this) + "\n");
        return file;
    }

    public List<String> table() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, ROW, measure, "median", "min - max", "ratio", "aim")
                .stripTrailing());
        for (Figure figure : figures) {
            lines.add(String.format(
                            Locale.ROOT,
                            ROW,
                            figure.what(),
                            number(figure.value().median()),
                            range(figure),
                            "",
                            aim(figure))
                    .stripTrailing());
            for (Figure.Anchor anchor : figure.anchors()) {
                lines.add(String.format(
                                Locale.ROOT,
                                ANCHOR,
                                anchor.what(),
                                number(anchor.value().median()),
                                range(anchor.value(), figure.unit()),
                                number(anchor.ratio().median()))
                        .stripTrailing());
            }
        }
        return lines;
    }

    private static String range(Figure figure) {
        return range(figure.value(), figure.unit());
    }

    private static String range(Spread spread, String unit) {
        return number(spread.min()) + " - " + number(spread.max()) + " " + unit;
    }

    private static String aim(Figure figure) {
        if (figure.aim() == null) {
            return "";
        }
        return figure.aim() + (Boolean.TRUE.equals(figure.reached()) ? "  reached" : "  MISSED");
    }

    /** Three digits that matter, no more: the spread is wider than the rest. */
    static String number(double value) {
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f", value);
    }
}
