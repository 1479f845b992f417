package org.samverka.reporting.goal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.ReportingEvent.GoalState;
import org.samverka.contracts.ReportingEvent.GoalStateChanged;
import org.samverka.reporting.goal.Judgments.Judgment;
import org.samverka.reporting.goal.Standing.Figures;
import org.samverka.reporting.program.Program;

/** How each goal stood when it was last judged. */
@ApplicationScoped
class Standings {
    private static final ObjectMapper JSON =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();

    private final Pool database;

    Standings(Pool database) {
        this.database = database;
    }

    /** @param since the day on which it came into this state */
    record Known(Standing standing, ShownShares shown, LocalDate since, OffsetDateTime judgedAt, int version) {
        boolean isOlderThan(OffsetDateTime time) {
            return judgedAt.isBefore(time);
        }
    }

    /** The database's time, before anything is read: of two judgments the one that began later is the truer. */
    Uni<OffsetDateTime> now() {
        return database.query("select clock_timestamp() as now")
                .execute()
                .map(rows -> rows.iterator().next().getOffsetDateTime("now"));
    }

    Uni<Map<String, Known>> of(String program) {
        return database.preparedQuery("""
                        select goal, state, reason, cast(figures as text) as figures, cast(shown as text) as shown, since,
                            judged_at, version
                        from goal.standing where program = $1
                        """).execute(Tuple.of(program)).map(rows -> {
            var known = new HashMap<String, Known>();
            for (Row row : rows) {
                known.put(
                        row.getString("goal"),
                        new Known(
                                new Standing(
                                        GoalState.valueOf(row.getString("state")),
                                        row.getString("reason"),
                                        read(row.getString("figures"), Figures.class)),
                                read(row.getString("shown"), ShownShares.class),
                                row.getLocalDate("since"),
                                row.getOffsetDateTime("judged_at"),
                                row.getInteger("version")));
            }
            return known;
        });
    }

    /** Those of a program, which nobody else changes until the transaction ends. */
    Uni<Map<String, Known>> locked(String program) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select program from program.due where program = :program for update", String.class)
                        .setParameter("program", program)
                        .getResultList())
                .chain(locked -> Panache.getSession())
                .chain(session -> session.createNativeQuery("""
                                select goal, state, reason, since, judged_at, version from goal.standing
                                where program = :program
                                """, Object[].class)
                        .setParameter("program", program)
                        .getResultList())
                .map(Standings::known);
    }

    private static Map<String, Known> known(List<Object[]> rows) {
        var known = new HashMap<String, Known>();
        rows.forEach(row -> known.put(
                (String) row[0],
                new Known(
                        new Standing(GoalState.valueOf((String) row[1]), (String) row[2], Figures.NONE),
                        ShownShares.NONE,
                        (LocalDate) row[3],
                        time(row[4]),
                        (Integer) row[5])));
        return known;
    }

    private static OffsetDateTime time(Object value) {
        return value instanceof OffsetDateTime time ? time : ((Instant) value).atOffset(ZoneOffset.UTC);
    }

    Uni<Void> keep(
            Program program,
            List<Judgment> judged,
            Map<String, Known> before,
            LocalDate today,
            OffsetDateTime judgedAt) {
        List<Judgment> newer = newer(judged, before, judgedAt);
        String[] goals = array(judged, judgment -> judgment.goal().key(), String[]::new);
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                delete from goal.standing where program = :program and goal <> all(cast(:goals as text[]))
                                """)
                        .setParameter("program", program.key())
                        .setParameter("goals", goals)
                        .executeUpdate()
                        .chain(() -> session.createNativeQuery("""
                                        insert into goal.standing
                                            (program, goal, state, reason, figures, shown, since, judged_at, version)
                                        select :program, goal, state, reason, cast(figures as jsonb), cast(shown as jsonb), since,
                                            cast(:judgedAt as timestamptz), version
                                        from unnest(cast(:goals as text[]), cast(:states as text[]), cast(:reasons as text[]),
                                            cast(:figures as text[]), cast(:shown as text[]), cast(:since as date[]), cast(:versions as int[]))
                                            as s (goal, state, reason, figures, shown, since, version)
                                        on conflict (program, goal) do update set state = excluded.state, reason = excluded.reason,
                                            figures = excluded.figures, shown = excluded.shown, since = excluded.since,
                                            judged_at = excluded.judged_at, version = excluded.version
                                        """)
                                .setParameter("program", program.key())
                                .setParameter("judgedAt", judgedAt)
                                .setParameter(
                                        "goals",
                                        array(newer, each -> each.goal().key(), String[]::new))
                                .setParameter(
                                        "states",
                                        array(
                                                newer,
                                                each -> each.standing().state().name(),
                                                String[]::new))
                                .setParameter(
                                        "reasons",
                                        array(newer, each -> each.standing().reason(), String[]::new))
                                .setParameter(
                                        "figures",
                                        array(
                                                newer,
                                                each -> write(each.standing().figures()),
                                                String[]::new))
                                .setParameter("shown", array(newer, each -> write(each.shown()), String[]::new))
                                .setParameter(
                                        "since", array(newer, each -> since(each, before, today), LocalDate[]::new))
                                .setParameter("versions", array(newer, each -> version(each, before), Integer[]::new))
                                .executeUpdate()))
                .replaceWithVoid();
    }

    private static List<Judgment> newer(List<Judgment> judged, Map<String, Known> before, OffsetDateTime judgedAt) {
        return judged.stream()
                .filter(judgment -> {
                    Known known = before.get(judgment.goal().key());
                    return known == null || known.isOlderThan(judgedAt);
                })
                .toList();
    }

    private static boolean isSame(Judgment judgment, @Nullable Known known) {
        return known != null && known.standing().state() == judgment.standing().state();
    }

    private static LocalDate since(Judgment judgment, Map<String, Known> before, LocalDate today) {
        Known known = before.get(judgment.goal().key());
        return known != null && isSame(judgment, known) ? known.since() : today;
    }

    private static int version(Judgment judgment, Map<String, Known> before) {
        Known known = before.get(judgment.goal().key());
        return known == null ? 1 : isSame(judgment, known) ? known.version() : known.version() + 1;
    }

    /** What is to be told: each goal that came into another state, or was judged for the first time. */
    static List<GoalStateChanged> changes(
            Program program,
            List<Judgment> judged,
            Map<String, Known> before,
            LocalDate today,
            OffsetDateTime judgedAt) {
        return newer(judged, before, judgedAt).stream()
                .filter(judgment -> !isSame(judgment, before.get(judgment.goal().key())))
                .map(judgment -> {
                    Known known = before.get(judgment.goal().key());
                    return new GoalStateChanged(
                            program.id(),
                            program.key(),
                            judgment.goal().key(),
                            judgment.standing().state(),
                            known == null ? null : known.standing().state(),
                            today,
                            version(judgment, before));
                })
                .toList();
    }

    private static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T read(String json, Class<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T, V> V[] array(Collection<T> things, Function<T, ? extends V> value, IntFunction<V[]> array) {
        return things.stream().map(value).toArray(array);
    }
}
