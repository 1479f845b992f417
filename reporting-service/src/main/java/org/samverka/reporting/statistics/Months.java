package org.samverka.reporting.statistics;

import static org.samverka.reporting.statistics.Facts.array;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.samverka.contracts.SessionEvent;
import org.samverka.contracts.SessionEvent.SessionRescheduled;
import org.samverka.contracts.SessionEvent.SessionScheduled;

/** In which month sessions take place, in local time. */
@ApplicationScoped
class Months {
    /** What had been counted in another month moves with its session. */
    Uni<Void> learn(List<? extends SessionEvent> events, Generation in) {
        Map<UUID, YearMonth> latest = new HashMap<>();
        for (SessionEvent event : events) {
            if (event instanceof SessionScheduled scheduled) {
                latest.put(event.sessionId(), YearMonth.from(scheduled.startsAt()));
            } else if (event instanceof SessionRescheduled rescheduled) {
                latest.put(event.sessionId(), YearMonth.from(rescheduled.startsAt()));
            }
        }
        return latest.isEmpty()
                ? Uni.createFrom().voidItem()
                : Panache.getSession().chain(session -> store(session, new TreeMap<>(latest), in));
    }

    private static Uni<Void> store(Mutiny.Session session, Map<UUID, YearMonth> months, Generation in) {
        return session.createNativeQuery(in.sql("""
            with changed as (
                insert into statistics.session as known (id, month)
                select * from unnest(cast(:sessions as uuid[]), cast(:months as text[]))
                on conflict (id) do update set month = excluded.month where known.month <> excluded.month
                returning id, month)
            update statistics.fact set month = changed.month from changed
            where fact.session = changed.id and fact.month <> changed.month
            """))
                .setParameter("sessions", months.keySet().toArray(UUID[]::new))
                .setParameter("months", array(months.values(), YearMonth::toString, String[]::new))
                .executeUpdate()
                .replaceWithVoid();
    }
}
