package org.samverka.reporting.report;

import java.awt.geom.AffineTransform;
import java.awt.geom.GeneralPath;
import java.awt.geom.PathIterator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.GlyphData;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;

/** The report's typeface, and its letters as outlines: a drawing of them needs no fonts where it is shown. */
final class Letters {
    /** Comes with pdfbox and may be embedded (SIL Open Font License 1.1); has the letters of all European names. */
    private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

    private static final char ELLIPSIS = '…';
    private static final Letters ALL = new Letters();

    private final TrueTypeFont font;
    private final CmapLookup glyphs;
    private final double unit;
    private final ConcurrentMap<Integer, Letter> letters = new ConcurrentHashMap<>();

    private record Letter(String outline, double width) {}

    private Letters() {
        try (InputStream stream = font()) {
            font = new TTFParser().parse(new RandomAccessReadBuffer(stream.readAllBytes()));
            glyphs = font.getUnicodeCmapLookup();
            unit = 1.0 / font.getUnitsPerEm();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static InputStream font() {
        InputStream font = PDDocument.class.getResourceAsStream(FONT);
        if (font == null) {
            throw new IllegalStateException("The font is not where it was: " + FONT);
        }
        return font;
    }

    private Letter letter(int character) {
        return letters.computeIfAbsent(character, this::read);
    }

    /** The font reads from one stream. */
    private synchronized Letter read(int character) {
        try {
            int glyph = glyphs.getGlyphId(character);
            GlyphData data = font.getGlyph().getGlyph(glyph);
            return new Letter(data == null ? "" : outline(data.getPath()), font.getAdvanceWidth(glyph) * unit);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of a letter one unit high; fonts draw upward. */
    private String outline(GeneralPath path) {
        var outline = new StringBuilder();
        double[] p = new double[6];
        for (PathIterator steps = path.getPathIterator(AffineTransform.getScaleInstance(unit, -unit));
                !steps.isDone();
                steps.next()) {
            switch (steps.currentSegment(p)) {
                case PathIterator.SEG_MOVETO -> add(outline, 'M', p, 2);
                case PathIterator.SEG_LINETO -> add(outline, 'L', p, 2);
                case PathIterator.SEG_QUADTO -> add(outline, 'Q', p, 4);
                case PathIterator.SEG_CUBICTO -> add(outline, 'C', p, 6);
                default -> outline.append('Z');
            }
        }
        return outline.toString();
    }

    private static void add(StringBuilder outline, char step, double[] numbers, int count) {
        outline.append(step);
        for (int i = 0; i < count; i++) {
            outline.append(String.format(Locale.ROOT, "%.4f ", numbers[i]));
        }
    }

    static double width(String text, double size) {
        return text.codePoints()
                        .mapToDouble(character -> ALL.letter(character).width())
                        .sum()
                * size;
    }

    /** The text, or as much of it as there is room for. */
    static String fitting(String text, double size, double room) {
        String fitting = text;
        while (width(fitting, size) > room && fitting.length() > 1) {
            fitting =
                    fitting.substring(0, fitting.offsetByCodePoints(fitting.length(), fitting.endsWith("…") ? -2 : -1))
                                    .strip()
                            + ELLIPSIS;
        }
        return fitting;
    }

    /** SVG of the text with its base line at y. */
    static String drawn(String text, double x, double y, double size, String color) {
        var drawn = new StringBuilder(String.format(
                Locale.ROOT, "<g transform=\"translate(%.2f %.2f) scale(%.2f)\" fill=\"%s\">", x, y, size, color));
        double at = 0;
        for (int character : text.codePoints().toArray()) {
            Letter letter = ALL.letter(character);
            if (!letter.outline().isEmpty()) {
                drawn.append(String.format(
                        Locale.ROOT,
                        "<path transform=\"translate(%.4f 0)\" d=\"%s\"/>",
                        at,
                        letter.outline().strip()));
            }
            at += letter.width();
        }
        return drawn.append("</g>").toString();
    }
}
