package org.samverka.evaluation.assignment;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.SessionEvent.SessionScheduled;

/** The sessions that were scheduled, as far as evaluation needs to know them. */
@ApplicationScoped
public class Sessions {

    /** @param targetGroup whom the session is for; none: everybody in the program */
    public record KnownSession(UUID id, @Nullable String targetGroup) {}

    /** Within a transaction: the session, where this program has one with the id. */
    public Uni<@Nullable KnownSession> find(UUID id, String program) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select id, target_group from session where id = :id and program = :program",
                                Object[].class)
                        .setParameter("id", id)
                        .setParameter("program", program)
                        .getSingleResultOrNull())
                .map(row -> row == null ? null : new KnownSession((UUID) row[0], (String) row[1]));
    }

    /** A session's events come in order: the last one says how things are. */
    Uni<Void> remember(List<SessionScheduled> sessions) {
        if (sessions.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                insert into session (id, program, target_group)
                                select distinct on (id) id, program, target_group
                                from unnest(cast(:ids as uuid[]), cast(:programs as text[]), cast(:groups as text[]))
                                    with ordinality
                                    as scheduled (id, program, target_group, n)
                                order by id, n desc
                                on conflict (id) do update
                                    set program = excluded.program, target_group = excluded.target_group
                                """)
                        .setParameter(
                                "ids",
                                sessions.stream()
                                        .map(SessionScheduled::sessionId)
                                        .toArray(UUID[]::new))
                        .setParameter(
                                "programs",
                                sessions.stream().map(SessionScheduled::program).toArray(String[]::new))
                        .setParameter(
                                "groups",
                                sessions.stream()
                                        .map(SessionScheduled::targetGroup)
                                        .toArray(String[]::new))
                        .executeUpdate())
                .replaceWithVoid();
    }
}
