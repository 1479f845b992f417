package org.samverka.participants.person;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.ETags;

/** Whose identity is protected (skyddad identitet, adressebeskyttelse): the others are told at once, and told no more. */
@ApplicationScoped
class Protection {
    private final People people;
    private final Today today;
    private final Hidings hidings;

    Protection(People people, Today today, Hidings hidings) {
        this.people = people;
        this.today = today;
        this.hidings = hidings;
    }

    /** @param within the organizations whose people the caller may protect, or none for all */
    @WithTransaction
    Uni<Void> set(UUID id, boolean hidden, @Nullable Set<String> within, @Nullable String ifMatch) {
        return people.get(id, within)
                .invoke(person -> ETags.require(ifMatch, person.version))
                .chain(person -> person.protectedIdentity == hidden
                        ? Uni.createFrom().voidItem()
                        : Panache.getSession().chain(session -> write(session, person, hidden)));
    }

    /** Employments before people, as the feed locks them. */
    private Uni<Void> write(Mutiny.Session session, Person person, boolean hidden) {
        var ref = new PersonRef(person.organization, person.personRef);
        return lockEmployments(session, ref)
                .chain(() -> mark(session, person.id, hidden))
                .chain(() -> people.bringUpToDate(List.of(ref), today.date()))
                .chain(() -> hidings.changed(ref));
    }

    private static Uni<?> lockEmployments(Mutiny.Session session, PersonRef person) {
        return session.createNativeQuery("""
            select ref from employment where (organization, person_ref) = (:organization, :person)
            order by ref for no key update
            """, String.class)
                .setParameter("organization", person.organization())
                .setParameter("person", person.ref())
                .getResultList();
    }

    private static Uni<?> mark(Mutiny.Session session, UUID person, boolean hidden) {
        return session.createNativeQuery("""
            update person set protected_identity = :hidden, person_published = false, contact_published = false
            where id = :id
            """)
                .setParameter("hidden", hidden)
                .setParameter("id", person)
                .executeUpdate();
    }
}
