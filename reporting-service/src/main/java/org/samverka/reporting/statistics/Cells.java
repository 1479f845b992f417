package org.samverka.reporting.statistics;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.samverka.reporting.disclosure.Share;

/** What the database has added up: as many rows as there are combinations of categories, not people. */
@ApplicationScoped
class Cells {
    private static final Set<Dimension> ALL = Set.of(Dimension.values());
    private static final Set<Dimension> OF_SESSIONS = Set.of(Dimension.targetGroup);

    private final Pool database;

    Cells(Pool database) {
        this.database = database;
    }

    /** @param place the category per dimension; "" is none */
    record Cell(Measure measure, Map<String, String> place, String item, long n, BigDecimal amount) {}

    /** @param place as a cell's; a dimension that is left out is summed over */
    record ShownShare(Map<String, String> place, String item, Share share) {}

    Uni<List<Cell>> of(String program) {
        return database.preparedQuery("""
                        select measure, target_group, gender, organization, item, n, amount
                        from statistics.cell where program = $1 and n <> 0
                        """).execute(Tuple.of(program)).map(rows -> list(rows, Cells::cell));
    }

    private static Cell cell(Row row) {
        Measure measure = Measure.valueOf(row.getString("measure"));
        return new Cell(
                measure,
                place(row, measure == Measure.sessions ? OF_SESSIONS : ALL),
                row.getString("item"),
                row.getLong("n"),
                row.getBigDecimal("amount"));
    }

    Uni<List<ShownShare>> shownShares(String program) {
        return database.preparedQuery("""
                        select item, target_group, gender, organization, n, amount
                        from statistics.shown_share where program = $1
                        """).execute(Tuple.of(program)).map(rows -> list(rows, Cells::shownShare));
    }

    private static ShownShare shownShare(Row row) {
        return new ShownShare(
                place(row, ALL),
                row.getString("item"),
                new Share(row.getBigDecimal("amount").longValueExact(), row.getLong("n")));
    }

    private static Map<String, String> place(Row row, Set<Dimension> dimensions) {
        var place = new HashMap<String, String>();
        for (Dimension dimension : dimensions) {
            String category = row.getString(column(dimension));
            if (category != null) {
                place.put(dimension.name(), category);
            }
        }
        return Map.copyOf(place);
    }

    private static String column(Dimension dimension) {
        return switch (dimension) {
            case gender -> "gender";
            case targetGroup -> "target_group";
            case organization -> "organization";
        };
    }

    private static <T> List<T> list(RowSet<Row> rows, Function<Row, @Nullable T> read) {
        return StreamSupport.stream(rows.spliterator(), false).<T>map(read).toList();
    }
}
