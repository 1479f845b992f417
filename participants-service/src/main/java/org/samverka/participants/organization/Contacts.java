package org.samverka.participants.organization;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.contracts.rest.PageQuery;

/** Who speaks for organizations, as what and when: users, known by the subject of their tokens. */
@ApplicationScoped
class Contacts {

    /** Days are inclusive. */
    record Contact(
            UUID id,
            long position,
            String userId,
            String function,
            LocalDate from,
            @Nullable LocalDate to) {
        static Contact of(Object[] row) {
            return new Contact(
                    (UUID) row[0],
                    ((Number) row[1]).longValue(),
                    (String) row[2],
                    (String) row[3],
                    (LocalDate) row[4],
                    (LocalDate) row[5]);
        }
    }

    /** Within the caller's transaction. */
    Uni<Contact> name(String organization, String userId, String function, LocalDate from, @Nullable LocalDate to) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                insert into organization_contact (id, organization, user_id, function, valid_from, valid_to)
                                values (:id, :organization, :user, :function, :from, cast(:to as date))
                                returning id, position, user_id, function, valid_from, valid_to
                                """, Object[].class)
                        .setParameter("id", UUID.randomUUID())
                        .setParameter("organization", organization)
                        .setParameter("user", userId)
                        .setParameter("function", function)
                        .setParameter("from", from)
                        .setParameter("to", to)
                        .getSingleResult())
                .map(Contact::of);
    }

    /** @param day only those of that day, or none for all */
    @WithSession
    Uni<List<Contact>> of(String organization, @Nullable LocalDate day, PageQuery page) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select id, position, user_id, function, valid_from, valid_to from organization_contact
                                where organization = :organization and position > :after and (cast(:day as date) is null
                                    or valid_from <= :day and (valid_to is null or valid_to >= :day))
                                order by position limit :rows
                                """, Object[].class)
                        .setParameter("organization", organization)
                        .setParameter("after", page.after())
                        .setParameter("day", day)
                        .setParameter("rows", page.rows())
                        .getResultList())
                .map(rows -> rows.stream().map(Contact::of).toList());
    }

    /** Whoever has been a contact stays one until today, whoever was to be one never is. */
    @WithTransaction
    Uni<Void> end(String organization, UUID id, LocalDate today) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                with never as (
                                    delete from organization_contact
                                    where id = :id and organization = :organization and valid_from > :today returning id),
                                ended as (
                                    update organization_contact set valid_to = least(valid_to, :today)
                                    where id = :id and organization = :organization and valid_from <= :today returning id)
                                select id from never union all select id from ended
                                """, UUID.class)
                        .setParameter("id", id)
                        .setParameter("organization", organization)
                        .setParameter("today", today)
                        .getSingleResultOrNull())
                .onItem()
                .ifNull()
                .failWith(() -> new NotKnown("The organization has no such contact"))
                .replaceWithVoid();
    }
}
