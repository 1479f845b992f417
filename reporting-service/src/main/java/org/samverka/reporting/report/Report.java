package org.samverka.reporting.report;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Language;
import org.samverka.reporting.release.ReleasedFigure.Unit;

/**
 * What a report says in a language, whatever it is written as.
 *
 * @param facts what identifies it, as label and value
 * @param notes what a reader has to know of the figures
 */
record Report(
        Language language,
        String title,
        String program,
        List<Fact> facts,
        List<Section> sections,
        String notesHeading,
        List<String> notes) {
    record Fact(String label, String value) {}

    /** @param key of the narrative's section; none where there are only figures */
    record Section(@Nullable String key, String heading, List<String> paragraphs, List<Shown> figures) {}

    /** Figures as a table, and as bars where bars say something. */
    record Shown(Table table, @Nullable Chart chart) {}

    /** @param columns the first is over the rows' names */
    record Table(String caption, List<String> columns, List<Row> rows) {}

    record Row(String name, List<Cell> cells) {}

    /** @param number what the text says, where it is a number */
    record Cell(
            String text,
            @Nullable BigDecimal number,
            @Nullable Unit unit) {
        static Cell text(String text) {
            return new Cell(text, null, null);
        }
    }

    /**
     * A bar per figure, to be read from left to right.
     *
     * @param caption what the bars are of; {@code alternative} says all of it in words
     * @param max the value of the longest possible bar
     */
    record Chart(String caption, String alternative, List<Bar> bars, BigDecimal max) {}

    /**
     * @param value none where it is hidden
     * @param mark what it should come to, if anything
     */
    record Bar(
            String label,
            @Nullable BigDecimal value,
            String text,
            @Nullable BigDecimal mark) {}
}
