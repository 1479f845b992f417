package org.samverka.participants.absence;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.reactive.mutiny.Mutiny;
import org.samverka.participants.person.Today;

/**
 * Forgets absences that ended long ago. What statistics were told of them stays told: with an absence goes what we know of
 * having told its episode, so that nothing is taken back.
 */
@ApplicationScoped
public class AbsenceRetention {
    private static final int EMPLOYMENTS_TOGETHER = 500;

    private final Today today;
    private final int keptMonths;

    AbsenceRetention(
            Today today, @ConfigProperty(name = "samverka.absence.kept-months", defaultValue = "36") int keptMonths) {
        this.today = today;
        this.keptMonths = keptMonths;
    }

    @Scheduled(
            cron = "${samverka.absence.forgotten-at:0 20 3 * * ?}",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = ApplicationNotRunning.class)
    public Uni<Void> forget() {
        return forget(today.date().minusMonths(keptMonths), "").chain(() -> forgetCanceled());
    }

    /** Some employments at a time, each time in a transaction of its own, under their locks as the feed takes them. */
    private Uni<Void> forget(LocalDate horizon, String after) {
        return Panache.withTransaction(() -> Panache.getSession()
                        .chain(session -> employments(session, after)
                                .call(refs -> refs.isEmpty()
                                        ? Uni.createFrom().voidItem()
                                        : forget(session, refs.toArray(String[]::new), horizon))))
                .chain(refs ->
                        refs.isEmpty() ? Uni.createFrom().voidItem() : forget(horizon, refs.get(refs.size() - 1)));
    }

    private static Uni<List<String>> employments(Mutiny.Session session, String after) {
        return session.createNativeQuery("""
                        select distinct employment_ref from absence where employment_ref > :after
                        order by employment_ref limit :some
                        """, String.class)
                .setParameter("after", after)
                .setParameter("some", EMPLOYMENTS_TOGETHER)
                .getResultList();
    }

    /** An absence goes with its whole episode, also where the employment's end has capped it; what made none goes by itself. */
    private static Uni<?> forget(Mutiny.Session session, String[] employments, LocalDate horizon) {
        return session.createNativeQuery(
                        "select ref from employment where ref = any(:refs) order by ref for no key update",
                        String.class)
                .setParameter("refs", employments)
                .getResultList()
                .chain(() -> session.createNativeQuery("""
                                delete from absence a where a.employment_ref = any(:refs) and case
                                    when exists (select from absence_episode e where (e.employment_ref, e.kind) = (a.employment_ref, a.kind)
                                            and e.content is not null and a.first_day between e.first_day and coalesce(e.last_day, 'infinity'))
                                        then exists (select from absence_episode e
                                            where (e.employment_ref, e.kind) = (a.employment_ref, a.kind)
                                                and e.content is not null and a.first_day between e.first_day and e.last_day
                                                and e.last_day < :horizon)
                                    else a.last_day < :horizon end
                                """)
                        .setParameter("refs", employments)
                        .setParameter("horizon", horizon)
                        .executeUpdate())
                .chain(() -> session.createNativeQuery(
                                "delete from absence_episode where employment_ref = any(:refs) and last_day < :horizon")
                        .setParameter("refs", employments)
                        .setParameter("horizon", horizon)
                        .executeUpdate());
    }

    /** What is left of an absence that was taken back has no dates but that of its arrival. */
    private Uni<Void> forgetCanceled() {
        return Panache.withTransaction(() -> Panache.getSession()
                        .chain(session -> session.createNativeQuery("""
                                        delete from absence where canceled and received_at < current_timestamp - make_interval(months => :months)
                                        """)
                                .setParameter("months", keptMonths)
                                .executeUpdate()))
                .replaceWithVoid();
    }
}
