package org.samverka.reporting.effect;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.StreamSupport;
import org.samverka.reporting.absence.PersonTimes;
import org.samverka.reporting.absence.Ratio;
import org.samverka.reporting.program.Program;

/**
 * Participants who have gone through, with 12 months before they entered and 12 after they completed, and as many others
 * of the same organizations as are looked at, each in the windows of some participant: what a year does to everybody, it
 * does to both. Three queries, whatever the number of people; memory is bounded by the number of others.
 */
@ApplicationScoped
class Members {
    private static final int MONTHS = 12;
    private static final int OTHERS = 5000;
    private static final long SEED = 17;
    private static final BigDecimal EMPLOYED = new BigDecimal("0.8");

    private static final String PARTICIPANTS = """
            select p.pseudonym, min(p.entered) as entered, max(p.completed) as completed
            from program.participation p
            where p.program = $1 and p.target_group = $2 and p.entered is not null and p.completed <= $3
            group by p.pseudonym order by p.pseudonym
            """;

    /** Nobody who ever had a place in the program; in an order that only a digest knows, the same each time. */
    private static final String OTHER_PEOPLE = """
            select pseudonym from (
                select distinct e.pseudonym from absence.employment e
                where e.organization = any($1) and not exists (select from program.participation p
                    where p.pseudonym = e.pseudonym and p.program = $2 and p.entered is not null)) o
            order by md5(pseudonym::text) limit $3
            """;

    private static final String TIMES = """
            with given as (
                select cast($1 as date) as as_of, cast($2 as int) as max_days, cast($7 as numeric) as employed),
            span as (select * from unnest(cast($3 as uuid[]), cast($4 as int[]), cast($5 as date[]), cast($6 as date[]))
                as s (pseudonym, part, first_day, last_day)),
            """ + PersonTimes.SQL + """
            select b.pseudonym, (select max(e.gender) from absence.employment e where e.pseudonym = b.pseudonym) as gender,
                extract(year from w.last_day)::int
                    - (select max(e.birth_year) from absence.employment e where e.pseudonym = b.pseudonym) as age,
                b.full_time, b.planned as planned_before, a.planned as planned_after,
                b.days_1_7 + b.days_8_14 as short_before, a.days_1_7 + a.days_8_14 as short_after,
                b.days_1_7 + b.days_8_14 + b.days_15_59 + b.days_60 as sick_before,
                a.days_1_7 + a.days_8_14 + a.days_15_59 + a.days_60 as sick_after
            from given g cross join person_time b
            join person_time a on a.pseudonym = b.pseudonym and a.part = 1
            join span w on w.pseudonym = b.pseudonym and w.part = 0
            join span v on v.pseudonym = b.pseudonym and v.part = 1
            where b.part = 0 and b.planned > 0 and a.planned > 0
                and b.employed_days >= g.employed * (w.last_day - w.first_day + 1)
                and a.employed_days >= g.employed * (v.last_day - v.first_day + 1)
            """;

    private final Pool database;

    Members(Pool database) {
        this.database = database;
    }

    /** Who is compared with whom. */
    record Sides(List<Member> participants, List<Member> others) {}

    private record Windows(LocalDate entered, LocalDate completed) {
        LocalDate first(int part) {
            return part == 0 ? entered.minusMonths(MONTHS) : completed.plusDays(1);
        }

        LocalDate last(int part) {
            return part == 0 ? entered.minusDays(1) : completed.plusMonths(MONTHS);
        }
    }

    /** @param completedBy whoever completed later has not gone through yet */
    Uni<Sides> of(Program program, String targetGroup, LocalDate completedBy, LocalDate today, AbsenceMeasure measure) {
        LocalDate over = today.minusMonths(MONTHS).minusDays(1);
        LocalDate latest = completedBy.isBefore(over) ? completedBy : over;
        return database.preparedQuery(PARTICIPANTS)
                .execute(Tuple.of(program.key(), targetGroup, latest))
                .map(Members::windows)
                .chain(windows -> windows.isEmpty()
                        ? Uni.createFrom().item(new Sides(List.of(), List.of()))
                        : sides(program, windows, today, measure));
    }

    private static Map<UUID, Windows> windows(RowSet<Row> rows) {
        var windows = new HashMap<UUID, Windows>();
        rows.forEach(row -> windows.put(
                row.getUUID("pseudonym"), new Windows(row.getLocalDate("entered"), row.getLocalDate("completed"))));
        return windows;
    }

    private Uni<Sides> sides(Program program, Map<UUID, Windows> windows, LocalDate today, AbsenceMeasure measure) {
        return database.preparedQuery(OTHER_PEOPLE)
                .execute(Tuple.of(program.organizations().toArray(String[]::new), program.key(), OTHERS))
                .map(rows -> assign(rows, windows))
                .chain(others -> times(windows, today, measure)
                        .chain(participants ->
                                times(others, today, measure).map(rest -> new Sides(participants, rest))));
    }

    private static Map<UUID, Windows> assign(RowSet<Row> people, Map<UUID, Windows> windows) {
        List<Windows> some = windows.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .toList();
        var random = new SplittableRandom(SEED);
        var assigned = new HashMap<UUID, Windows>();
        people.forEach(row -> assigned.put(row.getUUID("pseudonym"), some.get(random.nextInt(some.size()))));
        return assigned;
    }

    private record Span(UUID pseudonym, int part, Windows windows) {}

    private Uni<List<Member>> times(Map<UUID, Windows> people, LocalDate today, AbsenceMeasure measure) {
        var spans = new ArrayList<Span>();
        people.forEach((pseudonym, windows) -> {
            spans.add(new Span(pseudonym, 0, windows));
            spans.add(new Span(pseudonym, 1, windows));
        });
        return database.preparedQuery(TIMES)
                .execute(Tuple.from(List.of(
                        today,
                        AbsenceMeasure.SHORT,
                        array(spans, Span::pseudonym, UUID[]::new),
                        array(spans, Span::part, Integer[]::new),
                        array(spans, span -> span.windows().first(span.part()), LocalDate[]::new),
                        array(spans, span -> span.windows().last(span.part()), LocalDate[]::new),
                        EMPLOYED)))
                .map(rows -> inOrder(rows, measure));
    }

    /** In the order of the pseudonyms, so that the same people are drawn in the same way. */
    private static List<Member> inOrder(RowSet<Row> rows, AbsenceMeasure measure) {
        return StreamSupport.stream(rows.spliterator(), false)
                .sorted(Comparator.comparing((Row row) -> row.getUUID("pseudonym")))
                .map(row -> member(row, measure))
                .toList();
    }

    private static Member member(Row row, AbsenceMeasure measure) {
        int age = row.getInteger("age");
        return new Member(
                row.getString("gender"),
                age <= 29 ? "-29" : age <= 49 ? "30-49" : "50-",
                row.getBoolean("full_time"),
                new Ratio(row.getBigDecimal(measure.before()), row.getBigDecimal("planned_before")),
                new Ratio(row.getBigDecimal(measure.after()), row.getBigDecimal("planned_after")));
    }

    private static <T, V> V[] array(Collection<T> things, Function<T, ? extends V> value, IntFunction<V[]> array) {
        return things.stream().map(value).toArray(array);
    }
}
