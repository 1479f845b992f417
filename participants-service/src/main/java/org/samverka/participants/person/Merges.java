package org.samverka.participants.person;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Refused;

/**
 * Which records are one person. A record stays what it is and gets a link to the one it is merged into; statistics count
 * all that hang together as the one at their root. A link can be undone by itself, and then all is as it was.
 */
@ApplicationScoped
class Merges {
    /** Merges and undoings are few; one at a time, no two can make a circle. */
    private static final long ONE_AT_A_TIME = 0x6d65726765L;

    private final People people;
    private final Sameness sameness;
    private final Today today;

    Merges(People people, Sameness sameness, Today today) {
        this.people = people;
        this.sameness = sameness;
        this.today = today;
    }

    /** @param within the organizations both must be of, or none for all */
    @WithTransaction
    Uni<Void> merge(UUID id, UUID into, String reason, String by, @Nullable Set<String> within) {
        if (id.equals(into)) {
            throw new Invalid("/into", "same-person", "Name the other record");
        }
        return Panache.getSession()
                .chain(session -> lock(session)
                        .chain(() -> people.get(into, within))
                        .chain(root ->
                                people.get(id, within).chain(person -> link(session, person, root, reason, by))));
    }

    private Uni<Void> link(Mutiny.Session session, Person person, Person into, String reason, String by) {
        if (person.sameAs != null) {
            throw new AlreadyMerged();
        }
        if (into.head().equals(person.pseudonym)) {
            throw new MergedTheOtherWay();
        }
        return session.createNativeQuery("""
            insert into person_merge (id, person_id, into_id, reason, merged_by)
            values (:id, :person, :into, :reason, :by)
            """)
                .setParameter("id", UUID.randomUUID())
                .setParameter("person", person.id)
                .setParameter("into", into.id)
                .setParameter("reason", reason)
                .setParameter("by", by)
                .executeUpdate()
                .chain(() -> tell(session, person, into.head()));
    }

    @WithTransaction
    Uni<Void> undo(UUID id, String by, @Nullable Set<String> within) {
        return Panache.getSession()
                .chain(session -> lock(session)
                        .chain(() -> people.get(id, within))
                        .call(person -> session.createNativeQuery("""
                            update person_merge set undone_by = :by, undone_at = current_timestamp
                            where person_id = :person and undone_at is null
                            """)
                                .setParameter("by", by)
                                .setParameter("person", person.id)
                                .executeUpdate()
                                .invoke(Merges::requireOne))
                        .chain(person -> tell(session, person, null)));
    }

    private static void requireOne(int undone) {
        if (undone == 0) {
            throw new NotKnown("The person is not merged into another");
        }
    }

    private static Uni<?> lock(Mutiny.Session session) {
        return session.createNativeQuery("select cast(pg_advisory_xact_lock(:key) as text)", String.class)
                .setParameter("key", ONE_AT_A_TIME)
                .getSingleResult();
    }

    /** Whoever is merged into the person, directly or not, counts as the same root. */
    private Uni<Void> tell(Mutiny.Session session, Person person, @Nullable UUID root) {
        return session.createNativeQuery("""
            with recursive below as (
                select cast(:person as uuid) as id, 0 as depth
                union all
                select m.person_id, b.depth + 1 from below b
                join person_merge m on m.into_id = b.id and m.undone_at is null)
            update person p
            set same_as = case when b.depth = 0 then cast(:root as uuid)
                    else coalesce(cast(:root as uuid), cast(:own as uuid)) end,
                person_published = false
            from below b where p.id = b.id
            returning p.organization, p.person_ref, p.id
            """, Object[].class)
                .setParameter("person", person.id)
                .setParameter("root", root)
                .setParameter("own", person.pseudonym)
                .getResultList()
                .call(rows -> people.bringUpToDate(
                        rows.stream()
                                .map(row -> new PersonRef((String) row[0], (String) row[1]))
                                .toList(),
                        today.date()))
                .chain(rows ->
                        sameness.changed(rows.stream().map(row -> (UUID) row[2]).toList()))
                .chain(() -> former(session, person.sameAs))
                .chain(sameness::changed);
    }

    /** Whom the person counted as until now. */
    private static Uni<List<UUID>> former(Mutiny.Session session, @Nullable UUID root) {
        return root == null
                ? Uni.createFrom().item(List.of())
                : session.createNativeQuery("select id from person where pseudonym = :root", UUID.class)
                        .setParameter("root", root)
                        .getResultList();
    }

    /** A record, and those before it that may be the same person. */
    record Suspicion(long position, UUID person, String organization, List<Candidate> candidates) {
        static Suspicion of(Object[] row) {
            String[] ids = ((String) row[3]).split(",", -1);
            String[] organizations = ((String) row[4]).split(",", -1);
            String[] sameNumbers = ((String) row[5]).split(",", -1);
            return new Suspicion(
                    ((Number) row[0]).longValue(),
                    (UUID) row[1],
                    (String) row[2],
                    IntStream.range(0, ids.length)
                            .mapToObj(i -> new Candidate(
                                    UUID.fromString(ids[i]), organizations[i], sameNumbers[i].equals("true")))
                            .toList());
        }
    }

    /** @param sameNumber whether the identity number is the same; else name, year of birth and gender are */
    record Candidate(UUID person, String organization, boolean sameNumber) {}

    /**
     * Each pair once, at the record that came later. Different numbers speak against the same name.
     *
     * @param within the organizations both are of, or none for all
     */
    @WithSession
    Uni<List<Suspicion>> duplicates(@Nullable Set<String> within, PageQuery page) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                    select p.position, p.id, p.organization, others.ids, others.organizations, others.same_numbers
                    from person p
                    cross join lateral (
                        select string_agg(cast(id as text), ',' order by position) as ids,
                            string_agg(organization, ',' order by position) as organizations,
                            string_agg(cast(same_number as text), ',' order by position) as same_numbers
                        from (
                            select o.id, o.organization, o.position, true as same_number, o.same_as, o.pseudonym
                            from identity mine
                            join identity theirs
                                on theirs.lookup = mine.lookup and theirs.person_id <> mine.person_id
                            join person o on o.id = theirs.person_id
                            where mine.person_id = p.id
                            union all
                            select o.id, o.organization, o.position, false, o.same_as, o.pseudonym
                            from person o
                            where o.family_folded = p.family_folded and o.given_folded = p.given_folded
                                and o.birth_year = p.birth_year and o.gender = p.gender
                                and o.organization <> p.organization
                                and not o.protected_identity and not p.protected_identity
                                and not exists (
                                    select from identity mine join identity theirs on theirs.person_id = o.id
                                    where mine.person_id = p.id)) o
                        where o.position < p.position
                            and coalesce(o.same_as, o.pseudonym) <> coalesce(p.same_as, p.pseudonym)
                            and (:everybody or o.organization = any(cast(:within as text[])))) others
                    where p.position > :after and others.ids is not null
                        and (:everybody or p.organization = any(cast(:within as text[])))
                    order by p.position limit :rows
                    """, Object[].class)
                        .setParameter("after", page.after())
                        .setParameter("everybody", within == null)
                        .setParameter("within", within == null ? new String[0] : within.toArray(String[]::new))
                        .setParameter("rows", page.rows())
                        .getResultList())
                .map(rows -> rows.stream().map(Suspicion::of).toList());
    }

    static final class AlreadyMerged extends Refused {
        AlreadyMerged() {
            super("The record is merged already; undo that first");
        }
    }

    static final class MergedTheOtherWay extends Refused {
        MergedTheOtherWay() {
            super("The other record is merged into this one; the two count as one already");
        }
    }
}
