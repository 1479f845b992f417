package org.samverka.sessions.series;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.sessions.session.Description;
import org.samverka.sessions.session.Planner;
import org.samverka.sessions.session.Session;
import org.samverka.sessions.session.Sessions;
import org.samverka.sessions.session.Timing;

/** Sessions that come again by a rule; once scheduled each goes its own way. */
@ApplicationScoped
class AllSeries {
    private final Sessions sessions;

    AllSeries(Sessions sessions) {
        this.sessions = sessions;
    }

    /** @param version rises with each change of one of its sessions */
    record Series(UUID id, String program, String rule, int version) {}

    record Scheduled(Series series, List<Session> sessions) {}

    /** All of it or nothing; within the caller's transaction. */
    Uni<Scheduled> schedule(
            String rule, Description first, List<Timing> timings, Session.State state, Planner planner) {
        var series = new Series(UUID.randomUUID(), first.program(), rule, timings.size());
        return insert(series)
                .chain(() -> sessions.schedule(first, timings, state, series.id(), planner))
                .map(scheduled -> new Scheduled(series, scheduled));
    }

    private static Uni<Void> insert(Series series) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery(
                                "insert into series (id, program, rule) values (:id, :program, :rule)")
                        .setParameter("id", series.id())
                        .setParameter("program", series.program())
                        .setParameter("rule", series.rule())
                        .executeUpdate())
                .replaceWithVoid();
    }

    @WithSession
    Uni<Series> known(UUID id) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery("""
                                select id, program, rule, (select cast(coalesce(sum(version), 0) as int) from session where series_id = :id)
                                from series where id = :id
                                """, Object[].class)
                        .setParameter("id", id)
                        .getSingleResultOrNull())
                .onItem()
                .ifNull()
                .failWith(AllSeries::unknown)
                .map(row -> new Series((UUID) row[0], (String) row[1], (String) row[2], (Integer) row[3]));
    }

    static NotKnown unknown() {
        return new NotKnown("There is no such series in the programs assigned to you");
    }
}
