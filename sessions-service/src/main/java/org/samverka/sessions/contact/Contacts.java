package org.samverka.sessions.contact;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.ContactEvent.ContactChanged;
import org.samverka.contracts.Language;

/** What people are called: on the list at the door and on certificates, and nowhere else. No address of any kind. */
@ApplicationScoped
public class Contacts {
    /** Those that are known; within the caller's session. */
    public Uni<Map<UUID, Contact>> of(Collection<UUID> people) {
        if (people.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return Panache.getSession()
                .chain(database -> database.createNativeQuery(
                                "select person_id, given_name, family_name, language from contact where person_id = any(cast(:people as uuid[]))",
                                Object[].class)
                        .setParameter("people", people.toArray(UUID[]::new))
                        .getResultList())
                .map(rows -> {
                    var known = new HashMap<UUID, Contact>();
                    rows.forEach(row -> known.put(
                            (UUID) row[0],
                            new Contact((String) row[1], (String) row[2], Language.valueOf((String) row[3]))));
                    return known;
                });
    }

    Uni<Void> learn(List<ContactChanged> changes) {
        if (changes.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var latest = new TreeMap<UUID, ContactChanged>();
        changes.forEach(change -> latest.put(change.personId(), change));
        return Panache.getSession().chain(database -> store(database, latest.values()));
    }

    private static Uni<Void> store(Mutiny.Session database, Collection<ContactChanged> contacts) {
        return database.createNativeQuery("""
                        insert into contact (person_id, given_name, family_name, language)
                        select * from unnest(cast(:people as uuid[]), cast(:given as text[]), cast(:family as text[]), cast(:languages as text[]))
                        on conflict (person_id) do update set given_name = excluded.given_name,
                            family_name = excluded.family_name, language = excluded.language
                        """)
                .setParameter(
                        "people",
                        contacts.stream().map(ContactChanged::personId).toArray(UUID[]::new))
                .setParameter("given", names(contacts, ContactChanged::givenName))
                .setParameter("family", names(contacts, ContactChanged::familyName))
                .setParameter(
                        "languages",
                        contacts.stream()
                                .map(contact -> contact.language().name())
                                .toArray(String[]::new))
                .executeUpdate()
                .replaceWithVoid();
    }

    /** A protected person's name is not kept, whatever is said. */
    private static @Nullable String[] names(
            Collection<ContactChanged> contacts, Function<ContactChanged, @Nullable String> name) {
        return contacts.stream()
                .map(contact -> contact.protectedIdentity() ? null : name.apply(contact))
                .toArray(String[]::new);
    }

    Uni<Void> erase(Collection<UUID> people) {
        if (people.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Panache.getSession()
                .chain(database -> database.createNativeQuery(
                                "delete from contact where person_id = any(cast(:people as uuid[]))")
                        .setParameter("people", people.toArray(UUID[]::new))
                        .executeUpdate())
                .replaceWithVoid();
    }
}
