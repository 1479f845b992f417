package org.samverka.participants.absence;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.AbsenceEvent.SupportOffered;
import org.samverka.contracts.delivery.Outbox;
import org.samverka.participants.person.Sameness;
import org.samverka.participants.person.Today;

/**
 * Offers support to whom an organization's early signal says it should be offered, once per window and person, whatever
 * records and employments they have. Looks when absences change, when records turn out to be one person, and back when a
 * rule is set. A correction that takes the reason away closes an offer nobody has answered.
 */
@ApplicationScoped
class SignalWatch implements Sameness {
    private static final int LOOKED_AT_TOGETHER = 500;

    private final Outbox outbox;
    private final Today today;

    SignalWatch(Outbox outbox, Today today) {
        this.outbox = outbox;
        this.today = today;
    }

    /** A record in an organization with a rule, and what there is about its person under all their records. */
    private static final class Watched {
        private final UUID id;
        private final UUID pseudonym;
        private final String organization;
        private final EarlySignal signal;
        private final UUID head;
        private final List<Days> sick = new ArrayList<>();
        private final List<Made> offers = new ArrayList<>();

        private Watched(Object[] row) {
            id = (UUID) row[0];
            pseudonym = (UUID) row[1];
            organization = (String) row[2];
            signal = new EarlySignal((Integer) row[3], (Integer) row[4], (Integer) row[5]);
            head = (UUID) row[6];
        }

        private boolean needsOffer(LocalDate today) {
            return offers.stream()
                            .noneMatch(made -> !made.state().equals("closed") && signal.covers(made.offeredOn(), today))
                    && signal.isDue(sick, today);
        }

        private List<UUID> unfounded() {
            return offers.stream()
                    .filter(made -> made.state().equals("open"))
                    .filter(made -> !made.signal().isDue(sick, made.offeredOn()))
                    .map(Made::id)
                    .toList();
        }
    }

    private record Made(UUID id, LocalDate offeredOn, String state, EarlySignal signal) {
        static Made of(Object[] row) {
            return new Made(
                    (UUID) row[1],
                    (LocalDate) row[2],
                    (String) row[3],
                    new EarlySignal((Integer) row[4], (Integer) row[5], (Integer) row[6]));
        }
    }

    /** Looks at those whose absences have changed; within the caller's transaction. */
    Uni<Void> look(Collection<String> employments) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select p.id from employment e
                                join person p on (p.organization, p.person_ref) = (e.organization, e.person_ref)
                                where e.ref = any(:refs) and exists (select from early_signal)
                                """, UUID.class)
                        .setParameter("refs", employments.toArray(String[]::new))
                        .getResultList())
                .chain(this::changed);
    }

    @Override
    public Uni<Void> changed(Collection<UUID> people) {
        if (people.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Panache.getSession()
                .chain(session -> watched(session, people)
                        .chain(watched -> watched.isEmpty()
                                ? Uni.createFrom().voidItem()
                                : complete(session, watched).chain(() -> decide(session, watched, today.date()))));
    }

    /** People of an organization with a new rule, some at a time, each time in a transaction with how far it has come. */
    @Scheduled(
            every = "${samverka.early-signal.every:5s}",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = ApplicationNotRunning.class)
    Uni<Void> lookBack() {
        return Panache.withTransaction(() -> Panache.getSession()
                        .chain(session -> toLookBack(session)
                                .chain(rule -> rule == null
                                        ? Uni.createFrom().item(false)
                                        : lookBack(session, (String) rule[0], ((Number) rule[1]).longValue()))))
                .chain(more -> more ? lookBack() : Uni.createFrom().voidItem());
    }

    private static Uni<Object @Nullable []> toLookBack(Mutiny.Session session) {
        return session.createNativeQuery("""
                        select organization, look_after from early_signal where look_after is not null
                        order by organization limit 1 for update skip locked
                        """, Object[].class).getSingleResultOrNull();
    }

    private Uni<Boolean> lookBack(Mutiny.Session session, String organization, long after) {
        return session.createNativeQuery("""
                        select id, position from person where organization = :organization and position > :after
                        order by position limit :some
                        """, Object[].class)
                .setParameter("organization", organization)
                .setParameter("after", after)
                .setParameter("some", LOOKED_AT_TOGETHER)
                .getResultList()
                .call(rows -> changed(rows.stream().map(row -> (UUID) row[0]).toList()))
                .chain(rows -> session.createNativeQuery(
                                "update early_signal set look_after = cast(:next as bigint) where organization = :organization")
                        .setParameter("next", next(rows))
                        .setParameter("organization", organization)
                        .executeUpdate())
                .replaceWith(true);
    }

    private static @Nullable Long next(List<Object[]> rows) {
        return rows.size() < LOOKED_AT_TOGETHER ? null : ((Number) rows.get(rows.size() - 1)[1]).longValue();
    }

    /**
     * Locks them, so that two absences at once do not make two offers. Whoever objected under any of their records is left
     * alone.
     */
    private static Uni<Map<UUID, Watched>> watched(Mutiny.Session session, Collection<UUID> people) {
        return session.createNativeQuery("""
                        with heads as (
                            select distinct coalesce(same_as, pseudonym) as head from person where id = any(:people)),
                        records as (
                            select h.head, p.id from heads h join person p on p.pseudonym = h.head
                            union select h.head, p.id from heads h join person p on p.same_as = h.head),
                        objecting as (
                            select o.head from records o where not coalesce((select c.given from consent c
                                where c.person_id = o.id and c.purpose = 'early-signal'
                                order by c.position desc limit 1), true))
                        select p.id, p.pseudonym, p.organization, r.occasions, r.months, r.max_days, o.head
                        from records o join person p on p.id = o.id
                        join early_signal r on r.organization = p.organization
                        where o.head not in (select head from objecting)
                        order by p.organization, p.person_ref for no key update of p
                        """, Object[].class)
                .setParameter("people", people.toArray(UUID[]::new))
                .getResultList()
                .map(rows -> {
                    var watched = new LinkedHashMap<UUID, Watched>();
                    rows.forEach(row -> watched.put((UUID) row[0], new Watched(row)));
                    return watched;
                });
    }

    /** What there is under all records of a person, for each that is watched. */
    private static Uni<Void> complete(Mutiny.Session session, Map<UUID, Watched> people) {
        return about(session, people, """
                        select r.watched, a.first_day, a.last_day from records r
                        join employment e on (e.organization, e.person_ref) = (r.organization, r.person_ref)
                        join absence_episode a on a.employment_ref = e.ref
                        where a.kind = 'sick' and a.content is not null and a.last_day is not null
                        """)
                .invoke(rows ->
                        rows.forEach(row -> of(people, row).sick.add(new Days((LocalDate) row[1], (LocalDate) row[2]))))
                .chain(() -> about(session, people, """
                        select r.watched, o.id, o.offered_on, o.state, o.occasions, o.months, o.max_days
                        from records r join support_offer o on o.person_id = r.id
                        """))
                .invoke(rows -> rows.forEach(row -> of(people, row).offers.add(Made.of(row))))
                .replaceWithVoid();
    }

    private static Uni<List<Object[]>> about(Mutiny.Session session, Map<UUID, Watched> people, String query) {
        return session.createNativeQuery("""
                        with asked as (
                            select * from unnest(cast(:watched as uuid[]), cast(:heads as uuid[])) as a (watched, head)),
                        records as (
                            select a.watched, p.id, p.organization, p.person_ref
                            from asked a join person p on p.pseudonym = a.head
                            union
                            select a.watched, p.id, p.organization, p.person_ref
                            from asked a join person p on p.same_as = a.head)
                        """ + query, Object[].class)
                .setParameter("watched", people.keySet().toArray(UUID[]::new))
                .setParameter(
                        "heads",
                        people.values().stream().map(person -> person.head).toArray(UUID[]::new))
                .getResultList();
    }

    private static Watched of(Map<UUID, Watched> people, Object[] row) {
        Watched person = people.get((UUID) row[0]);
        if (person == null) {
            throw new IllegalStateException("A row of somebody who was not asked for");
        }
        return person;
    }

    private Uni<Void> decide(Mutiny.Session session, Map<UUID, Watched> people, LocalDate today) {
        List<UUID> unfounded = people.values().stream()
                .flatMap(person -> person.unfounded().stream())
                .distinct()
                .toList();
        var heads = new HashSet<UUID>();
        List<SupportOffered> offers = people.values().stream()
                .filter(person -> person.needsOffer(today) && heads.add(person.head))
                .map(person ->
                        new SupportOffered(UUID.randomUUID(), person.id, person.pseudonym, person.organization, today))
                .toList();
        return close(session, unfounded).chain(() -> make(session, offers)).chain(() -> outbox.append(offers));
    }

    private static Uni<?> close(Mutiny.Session session, List<UUID> offers) {
        if (offers.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return session.createNativeQuery("update support_offer set state = 'closed' where id = any(:ids)")
                .setParameter("ids", offers.toArray(UUID[]::new))
                .executeUpdate();
    }

    private static Uni<?> make(Mutiny.Session session, List<SupportOffered> offers) {
        if (offers.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return session.createNativeQuery("""
                        insert into support_offer (id, person_id, organization, offered_on, occasions, months, max_days)
                        select o.id, o.person_id, o.organization, o.offered_on, r.occasions, r.months, r.max_days
                        from unnest(cast(:ids as uuid[]), cast(:people as uuid[]), cast(:organizations as text[]), cast(:days as date[]))
                            as o (id, person_id, organization, offered_on)
                        join early_signal r on r.organization = o.organization
                        """)
                .setParameter(
                        "ids", offers.stream().map(SupportOffered::offerId).toArray(UUID[]::new))
                .setParameter(
                        "people", offers.stream().map(SupportOffered::personId).toArray(UUID[]::new))
                .setParameter(
                        "organizations",
                        offers.stream().map(SupportOffered::organization).toArray(String[]::new))
                .setParameter("days", offers.stream().map(SupportOffered::date).toArray(LocalDate[]::new))
                .executeUpdate();
    }
}
