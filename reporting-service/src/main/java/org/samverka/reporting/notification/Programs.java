package org.samverka.reporting.notification;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.reactive.mutiny.Mutiny;
import org.samverka.contracts.ParticipantEvent.ProgramDefined;

/** What programs are called in letters. */
@ApplicationScoped
class Programs {
    Uni<Void> learn(List<ProgramDefined> definitions) {
        if (definitions.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Map<String, ProgramDefined> newest = new TreeMap<>();
        definitions.forEach(definition -> newest.merge(
                definition.program(), definition, (one, other) -> one.version() > other.version() ? one : other));
        return Panache.getSession().chain(session -> store(session, newest.values()));
    }

    private static Uni<Void> store(Mutiny.Session session, Collection<ProgramDefined> definitions) {
        return session.createNativeQuery("""
                        insert into notification.program as known (key, version, name)
                        select * from unnest(cast(:keys as text[]), cast(:versions as int[]), cast(:names as text[]))
                        on conflict (key) do update set version = excluded.version, name = excluded.name
                        where known.version < excluded.version
                        """)
                .setParameter(
                        "keys",
                        definitions.stream().map(ProgramDefined::program).toArray(String[]::new))
                .setParameter(
                        "versions",
                        definitions.stream().map(ProgramDefined::version).toArray(Integer[]::new))
                .setParameter(
                        "names", definitions.stream().map(ProgramDefined::name).toArray(String[]::new))
                .executeUpdate()
                .replaceWithVoid();
    }
}
