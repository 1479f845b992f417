package org.samverka.sessions.attendance;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.PageQuery;

/** Adds hours up by person and month. Each day's hours belong to the month of the day, as the session's clocks say. */
@ApplicationScoped
class Hours {
    private static final String CERTIFIED =
            "filter (where a.participant_attested = a.version and a.leader_attested = a.version)";

    private static final String PARTS = """
             from attendance_part p
            join attendance a on a.session_id = p.session_id and a.person_id = p.person_id
            """;

    /** In decimals, so that sums are exact. */
    record Sum(BigDecimal hours, BigDecimal certified) {
        private static Sum of(@Nullable Object hours, @Nullable Object certified) {
            return new Sum(decimal(hours), decimal(certified));
        }

        private static BigDecimal decimal(@Nullable Object number) {
            return number == null ? BigDecimal.ZERO.setScale(2) : (BigDecimal) number;
        }
    }

    record OfPerson(long position, UUID personId, Sum sum, int sessions) {}

    /** The sum of all people, however many are on the page. */
    record OfProgram(Sum sum, int people, List<OfPerson> rows) {}

    @WithSession
    Uni<OfProgram> of(String program, YearMonth month, PageQuery page) {
        return Panache.getSession()
                .chain(database -> sum(database, program, month)
                        .chain(sum -> people(database, program, month, page)
                                .map(rows ->
                                        new OfProgram(Sum.of(sum[0], sum[1]), ((Number) sum[2]).intValue(), rows))));
    }

    private static Uni<Object[]> sum(Mutiny.Session database, String program, YearMonth month) {
        return within(
                        database.createNativeQuery(
                                "select sum(p.hours), sum(p.hours) " + CERTIFIED
                                        + ", count(distinct p.person_id) filter (where p.hours > 0)" + PARTS
                                        + "where p.program = :program and p.date >= :from and p.date < :to",
                                Object[].class),
                        month)
                .setParameter("program", program)
                .getSingleResult();
    }

    private static Uni<List<OfPerson>> people(
            Mutiny.Session database, String program, YearMonth month, PageQuery page) {
        return within(
                        database.createNativeQuery(
                                "select min(a.position), p.person_id, sum(p.hours), sum(p.hours) " + CERTIFIED
                                        + ", count(distinct p.session_id)" + PARTS
                                        + """
                                        where p.program = :program and p.date >= :from and p.date < :to and p.hours > 0
                                        group by p.person_id having min(a.position) > :after order by 1 limit :rows
                                        """,
                                Object[].class),
                        month)
                .setParameter("program", program)
                .setParameter("after", page.after())
                .setParameter("rows", page.rows())
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> new OfPerson(
                                ((Number) row[0]).longValue(),
                                (UUID) row[1],
                                Sum.of(row[2], row[3]),
                                ((Number) row[4]).intValue()))
                        .toList());
    }

    private static <T> Mutiny.SelectionQuery<T> within(Mutiny.SelectionQuery<T> query, YearMonth month) {
        return query.setParameter("from", month.atDay(1))
                .setParameter("to", month.plusMonths(1).atDay(1));
    }

    /** One day of a session that somebody took part in, and by whom its hours are attested. */
    record Own(
            long position,
            UUID sessionId,
            String program,
            String title,
            LocalDate date,
            BigDecimal hours,
            boolean participant,
            boolean leader) {}

    record OfSelf(Sum sum, List<Own> rows) {}

    @WithSession
    Uni<OfSelf> ofSelf(UUID person, @Nullable YearMonth month, PageQuery page) {
        LocalDate from = month == null ? LocalDate.of(1, 1, 1) : month.atDay(1);
        LocalDate to =
                month == null ? LocalDate.of(9999, 1, 1) : month.plusMonths(1).atDay(1);
        return Panache.getSession()
                .chain(database -> ownSum(database, person, from, to)
                        .chain(sum -> own(database, person, from, to, page)
                                .map(rows -> new OfSelf(Sum.of(sum[0], sum[1]), rows))));
    }

    private static Uni<Object[]> ownSum(Mutiny.Session database, UUID person, LocalDate from, LocalDate to) {
        return database.createNativeQuery(
                        "select sum(p.hours), sum(p.hours) " + CERTIFIED + PARTS
                                + "where p.person_id = :person and p.date >= :from and p.date < :to",
                        Object[].class)
                .setParameter("person", person)
                .setParameter("from", from)
                .setParameter("to", to)
                .getSingleResult();
    }

    /** In the order of the sessions' first records; no session has a thousand parts. */
    private static Uni<List<Own>> own(
            Mutiny.Session database, UUID person, LocalDate from, LocalDate to, PageQuery page) {
        return database.createNativeQuery(
                        "select a.position * 1000 + p.n, a.session_id, s.program, s.title, p.date, p.hours,"
                                + " a.participant_attested = a.version, a.leader_attested = a.version" + PARTS
                                + """
                                join session s on s.id = a.session_id
                                where p.person_id = :person and p.date >= :from and p.date < :to
                                    and a.position * 1000 + p.n > :after
                                order by 1 limit :rows
                                """,
                        Object[].class)
                .setParameter("person", person)
                .setParameter("from", from)
                .setParameter("to", to)
                .setParameter("after", page.after())
                .setParameter("rows", page.rows())
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> new Own(
                                ((Number) row[0]).longValue(),
                                (UUID) row[1],
                                (String) row[2],
                                (String) row[3],
                                (LocalDate) row[4],
                                (BigDecimal) row[5],
                                (Boolean) row[6],
                                (Boolean) row[7]))
                        .toList());
    }
}
