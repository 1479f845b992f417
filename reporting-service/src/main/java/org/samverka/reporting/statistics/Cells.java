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
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.samverka.reporting.disclosure.Share;

/** What the database has added up: as many rows as there are combinations of categories, not people. */
@ApplicationScoped
class Cells {
    /** What the cells have and does not apply. */
    private static final Map<Measure, Set<String>> OTHERS = Map.of(
            Measure.sessions, Set.of(Dimension.gender.name(), Dimension.organization.name()),
            Measure.headCount, Set.of(Dimension.targetGroup.name()),
            Measure.responseRate, Set.of(Dimension.targetGroup.name()));

    private final Pool database;

    Cells(Pool database) {
        this.database = database;
    }

    /**
     * @param view cells of one measure and item in one view are all there is, split in one way
     * @param place the category per dimension; "" is none
     */
    record Cell(Measure measure, Map<String, String> place, String item, long n, BigDecimal amount, String view) {
        Cell(Measure measure, Map<String, String> place, String item, long n, BigDecimal amount) {
            this(measure, place, item, n, amount, "");
        }
    }

    /**
     * @param place as a cell's; a dimension that is left out is summed over
     * @param n of so many answers
     * @param amount what they come to
     */
    record ShownShare(Measure measure, Map<String, String> place, String item, long n, BigDecimal amount) {
        ShownShare(Map<String, String> place, String item, Share share) {
            this(Measure.agreement, place, item, share.denominator(), BigDecimal.valueOf(share.numerator()));
        }

        Share share() {
            return new Share(amount.longValueExact(), n);
        }
    }

    /**
     * By gender, target group and organization; and by every two dimensions beside gender. In one statement, since each is
     * all there is.
     *
     * @param further of the pairs those with one of these; null is all pairs, and none is no pairs
     */
    Uni<List<Cell>> of(String program, @Nullable Set<Dimension> further) {
        return database.preparedQuery("""
            select '' as view, measure, item, gender, 'targetGroup' as first, target_group as first_category,
                'organization' as second, organization as second_category, n, amount
            from statistics.cell where program = $1 and (n <> 0 or measure = 'headCount')
            union all
            select first || ' ' || second, measure, item, gender, first, first_category, second, second_category, n, amount
            from statistics.split where program = $1 and (n <> 0 or measure = 'headCount')
                and (cast($2 as text[]) is null or first = any($2) or second = any($2))
            order by view
            """)
                .execute(Tuple.of(
                        program,
                        further == null
                                ? null
                                : further.stream().map(Cells::kept).toArray(String[]::new)))
                .map(rows -> list(rows, Cells::cell));
    }

    /** Units are kept as what follows an organization. */
    private static String kept(Dimension dimension) {
        return dimension == Dimension.unit ? Dimension.organization.name() : dimension.name();
    }

    private static Cell cell(Row row) {
        Measure measure = Measure.valueOf(row.getString("measure"));
        String view = row.getString("view");
        var place = new HashMap<String, String>();
        place.put(Dimension.gender.name(), row.getString("gender"));
        place.put(row.getString("first"), row.getString("first_category"));
        place.put(row.getString("second"), row.getString("second_category"));
        place.keySet().removeAll(OTHERS.getOrDefault(measure, Set.of()));
        return new Cell(
                measure, Map.copyOf(place), row.getString("item"), row.getLong("n"), row.getBigDecimal("amount"), view);
    }

    Uni<List<ShownShare>> shownShares(String program) {
        return database.preparedQuery("""
            select measure, item, target_group, gender, organization, wave, n, amount
            from statistics.shown_share where program = $1
            """).execute(Tuple.of(program)).map(rows -> list(rows, Cells::shownShare));
    }

    private static ShownShare shownShare(Row row) {
        return new ShownShare(
                Measure.valueOf(row.getString("measure")),
                place(row, Set.of(Dimension.gender, Dimension.targetGroup, Dimension.organization, Dimension.wave)),
                row.getString("item"),
                row.getLong("n"),
                row.getBigDecimal("amount"));
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
        return dimension == Dimension.targetGroup ? "target_group" : dimension.name();
    }

    private static <T> List<T> list(RowSet<Row> rows, Function<Row, T> read) {
        Stream<Row> all = StreamSupport.stream(rows.spliterator(), false);
        return all.map(read).toList();
    }
}
