package org.samverka.participants.absence;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Refused;

/** Support that was offered: seen by the person and, when accepted, by occupational health; and the rules it comes from. */
@ApplicationScoped
class SupportOffers {
    /** Everything that is the same person. */
    private static final String RECORDS = """
            select o.id from person me
            join person o on o.pseudonym = coalesce(me.same_as, me.pseudonym) or o.same_as = coalesce(me.same_as, me.pseudonym)
            where me.id = :person
            """;

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

    /** What a person was offered, the newest first. */
    @WithSession
    Uni<List<Offer>> of(UUID person) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select id, organization, offered_on, state, answered_at from support_offer
                                where person_id in (%s) order by position desc
                                """.formatted(RECORDS), Object[].class)
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
                                where id = :id and person_id in (%s) for update
                                """.formatted(RECORDS), Object[].class)
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
                                insert into early_signal (organization, occasions, months, max_days, look_after)
                                select key, :occasions, :months, :maxDays, 0 from organization where key = :organization
                                on conflict (organization) do update
                                set occasions = excluded.occasions, months = excluded.months, max_days = excluded.max_days,
                                    version = early_signal.version + 1, look_after = 0
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
