package org.samverka.sessions.need;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import io.quarkus.arc.All;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.sessions.person.ErasureObserver;

/**
 * What people need at which session, until some days after it. Callers see to it that nobody but the person and whoever
 * arranges the session reads any of it.
 */
@ApplicationScoped
public class Needs implements ErasureObserver {
    private final Today today;
    private final int retentionDays;
    private final List<NeedsObserver> observers;

    Needs(
            Today today,
            @ConfigProperty(name = "samverka.needs.retention-days") int retentionDays,
            @All List<NeedsObserver> observers) {
        this.today = today;
        this.retentionDays = retentionDays;
        this.observers = observers;
    }

    /** What a person has stated, and its place in lists. */
    public record Row(long position, StatedNeeds stated) {}

    /**
     * Replaces what the person has stated for the session; stating nothing leaves nothing behind. Within the caller's
     * transaction.
     *
     * @param lastDay of the session: some days after it this is erased
     */
    public Uni<Void> put(UUID session, LocalDate lastDay, StatedNeeds stated) {
        return (stated.isNothing() ? erase(session, stated.personId()) : store(session, lastDay, stated))
                .chain(() -> tell(session));
    }

    private Uni<Void> store(UUID session, LocalDate lastDay, StatedNeeds stated) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery("""
                                insert into attendee_need (session_id, person_id, needs, text, erase_after)
                                values (:session, :person, string_to_array(:needs, ','), cast(:text as text), :eraseAfter)
                                on conflict (session_id, person_id) do update
                                set needs = excluded.needs, text = excluded.text, erase_after = excluded.erase_after
                                """)
                        .setParameter("session", session)
                        .setParameter("person", stated.personId())
                        .setParameter(
                                "needs", stated.needs().stream().map(Need::name).collect(joining(",")))
                        .setParameter("text", stated.text())
                        .setParameter("eraseAfter", lastDay.plusDays(retentionDays))
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** Within the caller's transaction; a person who does not come needs nothing. */
    public Uni<Void> delete(UUID session, UUID person) {
        return erase(session, person).chain(() -> tell(session));
    }

    private static Uni<Void> erase(UUID session, UUID person) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery(
                                "delete from attendee_need where session_id = :session and person_id = :person")
                        .setParameter("session", session)
                        .setParameter("person", person)
                        .executeUpdate())
                .replaceWithVoid();
    }

    private Uni<Void> tell(UUID session) {
        return Multi.createFrom()
                .iterable(observers)
                .onItem()
                .transformToUniAndConcatenate(observer -> observer.needsChanged(session))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    /** Confirmations are not looked at again: somebody needs less. */
    @Override
    public Uni<Void> erased(Collection<UUID> people) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery(
                                "delete from attendee_need where person_id = any(cast(:people as uuid[]))")
                        .setParameter("people", people.toArray(UUID[]::new))
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** For sessions that will not take place; within the caller's transaction. */
    public Uni<Void> deleteAll(Collection<UUID> sessions) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery(
                                "delete from attendee_need where session_id = any(cast(:sessions as uuid[]))")
                        .setParameter("sessions", sessions.toArray(UUID[]::new))
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** The sessions have other last days, so that needs are erased on other days; within the caller's transaction. */
    public Uni<Void> keepFor(Map<UUID, LocalDate> lastDays) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery("""
                                update attendee_need set erase_after = cast(last_day as date) + cast(:days as int)
                                from unnest(cast(:sessions as uuid[]), cast(:lastDays as text[])) as moved (session_id, last_day)
                                where attendee_need.session_id = moved.session_id
                                """)
                        .setParameter("sessions", lastDays.keySet().toArray(UUID[]::new))
                        .setParameter(
                                "lastDays",
                                lastDays.values().stream()
                                        .map(LocalDate::toString)
                                        .toArray(String[]::new))
                        .setParameter("days", retentionDays)
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** What one person has stated for a session, for that person. */
    public Uni<Optional<StatedNeeds>> of(UUID session, UUID person) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery("""
                                select position, person_id, array_to_string(needs, ','), text from attendee_need
                                where session_id = :session and person_id = :person
                                """, Object[].class)
                        .setParameter("session", session)
                        .setParameter("person", person)
                        .getSingleResultOrNull())
                .map(row -> Optional.ofNullable(row).map(Needs::read).map(Row::stated));
    }

    /** What is needed at each of the sessions, whoever needs it; a session at which nothing is needed is left out. */
    public Uni<Map<UUID, Set<Need>>> at(Collection<UUID> sessions) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery("""
                                select session_id, string_agg(distinct need, ',') from attendee_need, unnest(needs) need
                                where session_id = any(cast(:sessions as uuid[])) group by session_id
                                """, Object[].class)
                        .setParameter("sessions", sessions.toArray(UUID[]::new))
                        .getResultList())
                .map(rows -> rows.stream().collect(toMap(row -> (UUID) row[0], row -> parse((String) row[1]))));
    }

    /** What people have stated for a session, for whoever arranges it. */
    public Uni<List<Row>> list(UUID session, PageQuery page) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery("""
                                select position, person_id, array_to_string(needs, ','), text from attendee_need
                                where session_id = :session and position > :after order by position limit :rows
                                """, Object[].class)
                        .setParameter("session", session)
                        .setParameter("after", page.after())
                        .setParameter("rows", page.rows())
                        .getResultList())
                .map(rows -> rows.stream().map(Needs::read).toList());
    }

    private static Row read(Object[] row) {
        return new Row(
                ((Number) row[0]).longValue(), new StatedNeeds((UUID) row[1], parse((String) row[2]), text(row[3])));
    }

    private static @Nullable String text(@Nullable Object column) {
        return (String) column;
    }

    private static Set<Need> parse(String names) {
        Set<Need> needs = EnumSet.noneOf(Need.class);
        if (!names.isEmpty()) {
            Arrays.stream(names.split(",", -1)).map(Need::valueOf).forEach(needs::add);
        }
        return Collections.unmodifiableSet(needs);
    }

    @Scheduled(
            every = "${samverka.needs.erase-every:1h}",
            delayed = "${samverka.needs.erase-delayed:1m}",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = ApplicationNotRunning.class)
    Uni<Void> eraseWhatIsPast() {
        return Panache.withTransaction(() -> Panache.getSession()
                        .chain(database -> database.createNativeQuery(
                                        "delete from attendee_need where erase_after < :today")
                                .setParameter("today", today.date())
                                .executeUpdate()))
                .replaceWithVoid();
    }
}
