package org.samverka.reporting.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import org.samverka.reporting.report.Report.Bar;
import org.samverka.reporting.report.Report.Chart;

/** Bars as SVG: from zero, in one scale, each with its label and its value beside it; what is hidden has none. */
final class BarChart {
    static final double WIDTH = 480;

    private static final double LABELS = 170;
    private static final double BARS = 220;
    private static final double LINE = 18;
    private static final double THICK = 10;
    private static final double TEXT = 8;
    private static final double GAP = 6;
    private static final String INK = "#1a1a1a";
    /** 6.5:1 and 5.9:1 against white. */
    private static final String BAR = "#1f5f8b";

    private static final String MARK = "#a33b00";

    private BarChart() {}

    static double height(Chart chart) {
        return chart.bars().size() * LINE + GAP;
    }

    static String svg(Chart chart) {
        var svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\" viewBox=\"0 0 %.0f %.0f\">",
                WIDTH,
                height(chart),
                WIDTH,
                height(chart)));
        svg.append(line(LABELS, 0, height(chart), 0.75, "#6b6b6b"));
        double y = GAP / 2;
        for (Bar bar : chart.bars()) {
            draw(svg, bar, y, chart.max());
            y += LINE;
        }
        return svg.append("</svg>").toString();
    }

    private static void draw(StringBuilder svg, Bar bar, double y, BigDecimal max) {
        double base = y + LINE / 2 + TEXT / 3;
        String label = Letters.fitting(bar.label(), TEXT, LABELS - 2 * GAP);
        svg.append(Letters.drawn(label, LABELS - GAP - Letters.width(label, TEXT), base, TEXT, INK));
        double length = bar.value() == null ? 0 : length(bar.value(), max);
        if (length > 0) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" fill=\"%s\"/>",
                    LABELS,
                    y + (LINE - THICK) / 2,
                    length,
                    THICK,
                    BAR));
        }
        double end = length;
        if (bar.mark() != null) {
            double mark = length(bar.mark(), max);
            svg.append(line(LABELS + mark, y + 1, y + LINE - 1, 2, MARK));
            end = Math.max(end, mark);
        }
        svg.append(Letters.drawn(bar.text(), LABELS + end + GAP, base, TEXT, INK));
    }

    private static double length(BigDecimal value, BigDecimal max) {
        return BARS * Math.max(0, value.divide(max, MathContext.DECIMAL32).doubleValue());
    }

    private static String line(double x, double from, double to, double width, String color) {
        return String.format(
                Locale.ROOT,
                "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" fill=\"%s\"/>",
                x - width / 2,
                from,
                width,
                to - from,
                color);
    }
}
