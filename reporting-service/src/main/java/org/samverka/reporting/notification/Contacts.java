package org.samverka.reporting.notification;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.ContactEvent.ContactChanged;

/** How to reach people: no more of it than a letter needs. */
@ApplicationScoped
class Contacts {
    /** What waited for a contact can be sent now. */
    Uni<Void> learn(Collection<ContactChanged> changes) {
        if (changes.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Map<UUID, ContactChanged> latest = new TreeMap<>();
        changes.forEach(change -> latest.put(change.personId(), change));
        return Panache.getSession()
                .chain(session -> store(session, latest.values()).chain(() -> release(session, latest.keySet())));
    }

    private static Uni<Integer> store(Mutiny.Session session, Collection<ContactChanged> contacts) {
        return session.createNativeQuery("""
                        insert into notification.contact (person_id, given_name, email, language, protected_identity)
                        select * from unnest(cast(:people as uuid[]), cast(:names as text[]), cast(:emails as text[]),
                            cast(:languages as text[]), cast(:protected as boolean[]))
                        on conflict (person_id) do update set given_name = excluded.given_name, email = excluded.email,
                            language = excluded.language, own = false, protected_identity = excluded.protected_identity,
                            email_since = case when contact.email is distinct from excluded.email
                                then now() else contact.email_since end,
                            bounced_at = case when contact.email is not distinct from excluded.email
                                then contact.bounced_at end
                        """)
                .setParameter(
                        "people",
                        contacts.stream().map(ContactChanged::personId).toArray(UUID[]::new))
                .setParameter("names", texts(contacts, ContactChanged::givenName))
                .setParameter("emails", texts(contacts, ContactChanged::email))
                .setParameter(
                        "languages",
                        texts(contacts, contact -> contact.language().name()))
                .setParameter(
                        "protected",
                        contacts.stream().map(ContactChanged::protectedIdentity).toArray(Boolean[]::new))
                .executeUpdate();
    }

    private static @Nullable String[] texts(
            Collection<ContactChanged> contacts, Function<ContactChanged, @Nullable String> text) {
        return contacts.stream().map(text).toArray(String[]::new);
    }

    private static Uni<Void> release(Mutiny.Session session, Collection<UUID> people) {
        return session.createNativeQuery("""
                        update notification.notification set state = 'pending', next_attempt_at = now()
                        where person_id = any(cast(:people as uuid[])) and state = 'waiting'
                        """)
                .setParameter("people", people.toArray(UUID[]::new))
                .executeUpdate()
                .replaceWithVoid();
    }

    /** What was sent stays as a number, without the person. */
    Uni<Void> erase(Collection<UUID> people) {
        if (people.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        UUID[] erased = people.toArray(UUID[]::new);
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                with preference as (
                                    delete from notification.preference where person_id = any(cast(:people as uuid[]))),
                                follower as (
                                    delete from notification.follower where person_id = any(cast(:people as uuid[])))
                                delete from notification.contact where person_id = any(cast(:people as uuid[]))
                                """)
                        .setParameter("people", erased)
                        .executeUpdate()
                        .chain(() -> session.createNativeQuery("""
                                        update notification.notification set person_id = null, meeting = null, link = null,
                                            state = case when state in ('waiting', 'pending') then 'erased' else state end
                                        where person_id = any(cast(:people as uuid[]))
                                        """)
                                .setParameter("people", erased)
                                .executeUpdate()))
                .replaceWithVoid();
    }
}
