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

    Protection(People people, Today today) {
        this.people = people;
        this.today = today;
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

    private Uni<Void> write(Mutiny.Session session, Person person, boolean hidden) {
        return session.createNativeQuery("""
            update person set protected_identity = :hidden, person_published = false, contact_published = false
            where id = :id
            """)
                .setParameter("hidden", hidden)
                .setParameter("id", person.id)
                .executeUpdate()
                .chain(() -> people.bringUpToDate(
                        List.of(new PersonRef(person.organization, person.personRef)), today.date()));
    }
}
