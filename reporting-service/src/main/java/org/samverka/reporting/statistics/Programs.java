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

    /** Rises whenever the program's figures change. */
    Uni<Long> revision(String key) {
        return database.preparedQuery("""
            select coalesce(revision.n, 0) as n from statistics.program
            left join statistics.revision on revision.program = key where key = $1
            """).execute(Tuple.of(key)).map(rows -> {
            if (rows.size() == 0) {
                throw new NotKnown(
                        "There is no program %s; if it was defined just now, try again in a moment".formatted(key));
            }
            return rows.iterator().next().getLong("n");
        });
    }

    /** The newest definition stays, in whatever order they come. */
    Uni<Void> learn(List<ProgramDefined> definitions, Generation in) {
        if (definitions.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Map<String, ProgramDefined> newest = new TreeMap<>();
        definitions.forEach(definition -> newest.merge(
                definition.program(), definition, (one, other) -> one.version() > other.version() ? one : other));
        return Panache.getSession().chain(session -> store(session, newest.values(), in));
    }

    /** Age bands follow from the program's first year. */
    private static Uni<Void> store(Mutiny.Session session, Collection<ProgramDefined> definitions, Generation in) {
        return session.createNativeQuery(in.sql("""
            with told as (
                select * from unnest(cast(:keys as text[]), cast(:versions as int[]), cast(:years as int[]))
                    as t (key, version, first_year)),
            changed as (
                select told.* from told join statistics.program known on known.key = told.key
                where known.version < told.version and known.first_year is distinct from told.first_year
                union all
                select told.* from told where not exists (
                    select from statistics.program known where known.key = told.key)),
            stored as (
                insert into statistics.program as known (key, version, first_year) select * from told
                on conflict (key) do update set version = excluded.version, first_year = excluded.first_year
                where known.version < excluded.version)
            update statistics.fact set age_band = statistics.age_band(changed.first_year, person.birth_year)
            from changed, statistics.person
            where fact.program = changed.key and fact.age_band is not null and person.pseudonym = fact.pseudonym
            """))
                .setParameter("keys", array(definitions, ProgramDefined::program, String[]::new))
                .setParameter("versions", array(definitions, ProgramDefined::version, Integer[]::new))
                .setParameter(
                        "years", array(definitions, program -> program.from().getYear(), Integer[]::new))
                .executeUpdate()
                .replaceWithVoid();
    }
}
