package org.samverka.evaluation.timer;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.quarkus.arc.All;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Does what was put off until now. Timers are rows; a replica takes some, does what they say and deletes them in one
 * transaction, while the others take what it has not: each is done once, and none is lost when a replica ends.
 */
@ApplicationScoped
class Timers {
    private static final int AT_ONCE = 500;

    private final Map<String, Work> works;
    private final Clock clock;

    Timers(@All List<Work> works, Clock clock) {
        this.works = works.stream().collect(Collectors.toMap(Work::kind, Function.identity()));
        this.clock = clock;
    }

    @Scheduled(
            every = "${samverka.timers.every:2s}",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = ApplicationNotRunning.class)
    Uni<Void> ring() {
        return Panache.withTransaction(() -> Panache.getSession().chain(this::some))
                .chain(many -> many < AT_ONCE ? Uni.createFrom().voidItem() : ring());
    }

    /** In the order in which they are due, kind by kind. */
    private Uni<Integer> some(Mutiny.Session session) {
        return session.createNativeQuery("""
                        delete from timer where position in (
                            select position from timer where due_at <= :now order by due_at, position
                            limit :some for update skip locked)
                        returning kind, survey_id, person_id, organization, number
                        """, Object[].class)
                .setParameter("now", clock.instant().atOffset(ZoneOffset.UTC))
                .setParameter("some", AT_ONCE)
                .getResultList()
                .call(this::work)
                .map(List::size);
    }

    private Uni<Void> work(List<Object[]> rows) {
        Map<String, List<Due>> byKind =
                rows.stream().collect(groupingBy(row -> (String) row[0], TreeMap::new, mapping(Timers::due, toList())));
        return Multi.createFrom()
                .iterable(byKind.entrySet())
                .onItem()
                .transformToUniAndConcatenate(entry ->
                        Objects.requireNonNull(works.get(entry.getKey())).due(entry.getValue()))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static Due due(Object[] row) {
        return new Due((UUID) row[1], (UUID) row[2], (String) row[3], (Integer) row[4]);
    }
}
