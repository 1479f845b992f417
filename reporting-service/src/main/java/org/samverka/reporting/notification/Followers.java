package org.samverka.reporting.notification;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Language;
import org.samverka.contracts.rest.Refused;

/** Those who want to be told how a program's goals stand. */
@ApplicationScoped
class Followers {
    private final NotificationRole role;

    Followers(NotificationRole role) {
        this.role = role;
    }

    /** Where and in which language somebody is written to whom participants-service does not know. */
    record Address(String email, Language language) {}

    static final class AddressRequired extends Refused {
        AddressRequired() {
            super("We have no address of yours; give one to be written to");
        }
    }

    /** Also in order to give another address. One that participants-service gave stays. */
    Uni<Void> follow(String program, UUID person, @Nullable Address address) {
        return role.within(connection -> addressed(connection, person, address)
                .chain(() -> connection.preparedQuery("""
                                insert into notification.follower (program, person_id) values ($1, $2) on conflict do nothing
                                """).execute(Tuple.of(program, person)))
                .replaceWithVoid());
    }

    private static Uni<Void> addressed(SqlConnection connection, UUID person, @Nullable Address address) {
        if (address == null) {
            return connection
                    .preparedQuery("select 1 from notification.contact where person_id = $1")
                    .execute(Tuple.of(person))
                    .invoke(rows -> {
                        if (rows.size() == 0) {
                            throw new AddressRequired();
                        }
                    })
                    .replaceWithVoid();
        }
        return connection
                .preparedQuery("""
                        insert into notification.contact (person_id, email, language, protected_identity, own)
                        values ($1, $2, $3, false, true)
                        on conflict (person_id) do update set email = excluded.email, language = excluded.language,
                            email_since = now(), bounced_at = null
                        where contact.own
                        """)
                .execute(Tuple.of(person, address.email(), address.language().name()))
                .replaceWithVoid();
    }

    /** Who follows nothing any more is forgotten, unless participants-service knows them. */
    Uni<Void> leave(String program, UUID person) {
        return role.within(connection -> connection
                .preparedQuery("delete from notification.follower where program = $1 and person_id = $2")
                .execute(Tuple.of(program, person))
                .chain(() -> connection.preparedQuery("""
                                delete from notification.contact where person_id = $1 and own
                                    and not exists (select from notification.follower where person_id = $1)
                                """).execute(Tuple.of(person)))
                .replaceWithVoid());
    }

    Uni<Boolean> follows(String program, UUID person) {
        return role.within(connection -> connection
                .preparedQuery("select 1 from notification.follower where program = $1 and person_id = $2")
                .execute(Tuple.of(program, person))
                .map(rows -> rows.size() > 0));
    }

    /** By program; within the inbox's transaction. */
    Uni<Map<String, List<UUID>>> of(Collection<String> programs) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select program, person_id from notification.follower
                                where program = any(cast(:programs as text[])) order by program, person_id
                                """, Object[].class)
                        .setParameter("programs", programs.stream().distinct().toArray(String[]::new))
                        .getResultList())
                .map(rows -> {
                    Map<String, List<UUID>> followers = new HashMap<>();
                    rows.forEach(row -> followers
                            .computeIfAbsent((String) row[0], program -> new ArrayList<>())
                            .add((UUID) row[1]));
                    return followers;
                });
    }
}
