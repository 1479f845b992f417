package org.samverka.participants.absence;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.AbsenceEvent.SupportOffered;
import org.samverka.contracts.delivery.Outbox;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Refused;

/**
 * Offers support to whom an organization's early signal says it should be offered: once per window, seen by the person and,
 * when accepted, by occupational health. A correction that takes the reason away closes an offer nobody has answered.
 */
@ApplicationScoped
class SupportOffers {
    private final Outbox outbox;

    SupportOffers(Outbox outbox) {
        this.outbox = outbox;
    }

    /** An offer as its person sees it. */
    record Offer(
            UUID id,
            String organization,
            LocalDate offeredOn,
            String state,
            @Nullable Instant answeredAt) {
        static Offer of(@Nullable Object[] row) {
            return new Offer(
                    (UUID) row[0],
                    (String) row[1],
                    (LocalDate) row[2],
                    (String) row[3],
                    row[4] == null ? null : ((OffsetDateTime) row[4]).toInstant());
        }
    }

    /** An accepted offer as occupational health sees it. */
    record Accepted(Offer offer, long position, UUID personId) {}

    static final class OfferAnswered extends Refused {
        OfferAnswered() {
            super("This offer has been answered or is no longer open; ask occupational health");
        }
    }

    /** A person of an organization with a signal, and what there is about them. */
    private static final class Watched {
        private final UUID id;
        private final UUID pseudonym;
        private final String organization;
        private final EarlySignal signal;
        private final List<Days> sick = new ArrayList<>();
        private final List<Made> offers = new ArrayList<>();

        private Watched(Object[] row) {
            id = (UUID) row[0];
            pseudonym = (UUID) row[1];
            organization = (String) row[2];
            signal = new EarlySignal((Integer) row[3], (Integer) row[4], (Integer) row[5]);
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
    Uni<Void> look(Collection<String> employments, LocalDate today) {
        return Panache.getSession()
                .chain(session -> watched(session, employments)
                        .chain(people -> people.isEmpty()
                                ? Uni.createFrom().voidItem()
                                : complete(session, people).chain(() -> decide(session, people, today))));
    }

    /** Locks them, so that two absences at once do not make two offers. */
    private static Uni<Map<UUID, Watched>> watched(Mutiny.Session session, Collection<String> employments) {
        return session.createNativeQuery("""
                        select p.id, p.pseudonym, p.organization, r.occasions, r.months, r.max_days
                        from person p join early_signal r on r.organization = p.organization
                        where (p.organization, p.person_ref) in (
                            select e.organization, e.person_ref from employment e where e.ref = any(:refs))
                            and coalesce((select c.given from consent c
                                where c.person_id = p.id and c.purpose = 'early-signal'
                                order by c.position desc limit 1), true)
                        order by p.organization, p.person_ref for no key update of p
                        """, Object[].class)
                .setParameter("refs", employments.toArray(String[]::new))
                .getResultList()
                .map(rows -> {
                    var people = new LinkedHashMap<UUID, Watched>();
                    rows.forEach(row -> people.put((UUID) row[0], new Watched(row)));
                    return people;
                });
    }

    private static Uni<Void> complete(Mutiny.Session session, Map<UUID, Watched> people) {
        return session.createNativeQuery("""
                        select p.id, a.first_day, a.last_day
                        from person p
                        join employment e on (e.organization, e.person_ref) = (p.organization, p.person_ref)
                        join absence_episode a on a.employment_ref = e.ref
                        where p.id = any(:people) and a.kind = 'sick' and a.content is not null and a.last_day is not null
                        """, Object[].class)
                .setParameter("people", people.keySet().toArray(UUID[]::new))
                .getResultList()
                .invoke(rows ->
                        rows.forEach(row -> of(people, row).sick.add(new Days((LocalDate) row[1], (LocalDate) row[2]))))
                .chain(() -> session.createNativeQuery("""
                                select person_id, id, offered_on, state, occasions, months, max_days
                                from support_offer where person_id = any(:people)
                                """, Object[].class)
                        .setParameter("people", people.keySet().toArray(UUID[]::new))
                        .getResultList())
                .invoke(rows -> rows.forEach(row -> of(people, row).offers.add(Made.of(row))))
                .replaceWithVoid();
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
                .toList();
        List<SupportOffered> offers = people.values().stream()
                .filter(person -> person.needsOffer(today))
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

    /** What a person was offered, the newest first. */
    @WithSession
    Uni<List<Offer>> of(UUID person) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select id, organization, offered_on, state, answered_at from support_offer
                                where person_id = :person order by position desc
                                """, Object[].class)
                        .setParameter("person", person)
                        .getResultList())
                .map(rows -> rows.stream().map(Offer::of).toList());
    }

    /** The same answer twice is one. */
    @WithTransaction
    Uni<Offer> answer(UUID id, UUID person, String answer) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select id, organization, offered_on, state, answered_at from support_offer
                                where id = :id and person_id = :person for update
                                """, Object[].class)
                        .setParameter("id", id)
                        .setParameter("person", person)
                        .getSingleResultOrNull()
                        .onItem()
                        .ifNull()
                        .failWith(() -> new NotKnown("There is no such offer to you"))
                        .map(Offer::of)
                        .chain(offer -> answer(session, offer, answer)));
    }

    private static Uni<Offer> answer(Mutiny.Session session, Offer offer, String answer) {
        if (offer.state().equals(answer)) {
            return Uni.createFrom().item(offer);
        }
        if (!offer.state().equals("open")) {
            throw new OfferAnswered();
        }
        return session.createNativeQuery("""
                        update support_offer set state = :answer, answered_at = current_timestamp where id = :id
                        returning id, organization, offered_on, state, answered_at
                        """, Object[].class)
                .setParameter("answer", answer)
                .setParameter("id", offer.id())
                .getSingleResult()
                .map(Offer::of);
    }

    /** @param within the organizations that engaged occupational health */
    @WithSession
    Uni<List<Accepted>> accepted(Set<String> within, PageQuery page) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select id, organization, offered_on, state, answered_at, position, person_id from support_offer
                                where state = 'accepted' and organization = any(:within) and position > :after
                                order by position limit :rows
                                """, Object[].class)
                        .setParameter("within", within.toArray(String[]::new))
                        .setParameter("after", page.after())
                        .setParameter("rows", page.rows())
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row -> new Accepted(Offer.of(row), ((Number) row[5]).longValue(), (UUID) row[6]))
                        .toList());
    }

    @WithSession
    Uni<EarlySignal> signal(String organization) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select occasions, months, max_days from early_signal where organization = :organization",
                                Object[].class)
                        .setParameter("organization", organization)
                        .getSingleResultOrNull())
                .onItem()
                .ifNull()
                .failWith(() -> new NotKnown("No early signal is set for this organization"))
                .map(row -> new EarlySignal((Integer) row[0], (Integer) row[1], (Integer) row[2]));
    }

    @WithTransaction
    Uni<EarlySignal> set(String organization, EarlySignal signal) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                insert into early_signal (organization, occasions, months, max_days)
                                select key, :occasions, :months, :maxDays from organization where key = :organization
                                on conflict (organization) do update
                                set occasions = excluded.occasions, months = excluded.months, max_days = excluded.max_days,
                                    version = early_signal.version + 1
                                """)
                        .setParameter("organization", organization)
                        .setParameter("occasions", signal.occasions())
                        .setParameter("months", signal.months())
                        .setParameter("maxDays", signal.maxDays())
                        .executeUpdate())
                .map(changed -> {
                    if (changed == 0) {
                        throw new NotKnown("There is no such organization among yours");
                    }
                    return signal;
                });
    }

    @WithTransaction
    Uni<Void> unset(String organization) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "delete from early_signal where organization = :organization")
                        .setParameter("organization", organization)
                        .executeUpdate())
                .replaceWithVoid();
    }
}
