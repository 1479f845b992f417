package org.samverka.reporting.statistics;

import static org.samverka.reporting.statistics.Facts.array;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.reactive.mutiny.Mutiny;
import org.samverka.contracts.ParticipantEvent.ProgramDefined;
import org.samverka.contracts.rest.NotKnown;

/** The programs there are, as far as their events have arrived. */
@ApplicationScoped
class Programs {
    private final Pool database;

    Programs(Pool database) {
        this.database = database;
    }

    Uni<Void> requireKnown(String key) {
        return database.preparedQuery("select from statistics.program where key = $1")
                .execute(Tuple.of(key))
                .invoke(rows -> {
                    if (rows.size() == 0) {
                        throw new NotKnown("There is no program %s; if it was defined just now, try again in a moment"
                                .formatted(key));
                    }
                })
                .replaceWithVoid();
    }

    /** The newest definition stays, in whatever order they come. */
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
                        insert into statistics.program as known (key, version)
                        select * from unnest(cast(:keys as text[]), cast(:versions as int[]))
                        on conflict (key) do update set version = excluded.version where known.version < excluded.version
                        """)
                .setParameter("keys", array(definitions, ProgramDefined::program, String[]::new))
                .setParameter("versions", array(definitions, ProgramDefined::version, Integer[]::new))
                .executeUpdate()
                .replaceWithVoid();
    }
}
