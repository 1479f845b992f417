package org.samverka.stack.demo.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.samverka.stack.StackFailure;

/** A program's statistics as one caller sees them. */
public final class Statistics {
    private static final long BETWEEN_LOOKS_MILLIS = 3;

    private final Api reporting;
    private final String path;

    Statistics(Api reporting, String program) {
        this.reporting = reporting;
        this.path = "/programs/" + program + "/statistics";
    }

    /**
     * One figure.
     *
     * @param value none when it is withheld
     * @param suppressed why it is withheld; none when it is not
     */
    public record Cell(
            Map<String, String> dimensions,
            String measure,
            @Nullable BigDecimal value,
            @Nullable Long numerator,
            @Nullable Long denominator,
            @Nullable String suppressed) {
        /** For categories that nobody is in. */
        public static final Cell NOBODY = new Cell(Map.of(), "", BigDecimal.ZERO, null, null, null);

        static Cell of(JsonNode cell) {
            Map<String, String> dimensions = new TreeMap<>();
            cell.path("dimensions")
                    .fields()
                    .forEachRemaining(each ->
                            dimensions.put(each.getKey(), each.getValue().asText()));
            JsonNode value = cell.path("value");
            return new Cell(
                    dimensions,
                    cell.path("measure").asText(),
                    value.isNumber() ? new BigDecimal(value.asText()) : null,
                    number(cell.path("numerator")),
                    number(cell.path("denominator")),
                    cell.path("suppressed").isTextual()
                            ? cell.path("suppressed").asText()
                            : null);
        }

        private static @Nullable Long number(JsonNode node) {
            return node.isNumber() ? node.asLong() : null;
        }

        /** The figure, or why there is none. */
        @Override
        public String toString() {
            return value == null ? "withheld (" + suppressed + ")" : value.toPlainString();
        }
    }

    /** Every cell of the answer, by its dimensions. */
    public Map<Map<String, String>, Cell> table(String measure, String... by) {
        Map<Map<String, String>, Cell> cells = new java.util.LinkedHashMap<>();
        reporting.get(query(measure, by)).require(200).body().path("cells").forEach(node -> {
            Cell cell = Cell.of(node);
            cells.put(cell.dimensions(), cell);
        });
        return cells;
    }

    private String query(String measure, String... by) {
        return path + "?measure=" + measure + (by.length == 0 ? "" : "&by=" + String.join(",", by));
    }

    /** A count of the whole program. */
    public long total(String measure) {
        return count(table(measure).get(Map.of()));
    }

    /** Whether the statistics know the program yet. */
    public boolean exist() {
        return reporting.get(query("headCount")).is(200);
    }

    /** Whether this is something that is counted. */
    public boolean have(String measure) {
        return reporting.get(query(measure)).is(200);
    }

    private static long count(@Nullable Cell cell) {
        return cell == null || cell.value() == null ? 0 : cell.value().longValueExact();
    }

    /** Looks again and again until the program's count is as expected; says when it was, or that patience ended. */
    public OptionalLong await(String measure, Predicate<Long> expected, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        do {
            if (expected.test(total(measure))) {
                return OptionalLong.of(System.nanoTime());
            }
            pause();
        } while (System.nanoTime() < end);
        return OptionalLong.empty();
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("Interrupted while waiting for the statistics", e);
        }
    }
}
