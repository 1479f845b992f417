package org.samverka.reporting.statistics;

import static org.samverka.reporting.statistics.Facts.array;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.reactive.mutiny.Mutiny;
import org.samverka.contracts.ParticipantEvent.UnitStated;

/** The units of organizations; figures are summed over the tree when they are asked for, so a move of a unit costs nothing. */
@ApplicationScoped
class Units {
    private final Pool database;

    Units(Pool database) {
        this.database = database;
    }

    Uni<Void> learn(List<UnitStated> units, Generation in) {
        Map<List<String>, UnitStated> newest = new TreeMap<>(
                Comparator.comparing((List<String> ref) -> ref.get(0)).thenComparing(ref -> ref.get(1)));
        units.forEach(unit -> newest.merge(
                List.of(unit.organization(), unit.unit()),
                unit,
                (one, other) -> one.stamp().compareTo(other.stamp()) > 0 ? one : other));
        return newest.isEmpty()
                ? Uni.createFrom().voidItem()
                : Panache.getSession().chain(session -> store(session, newest.values(), in));
    }

    private static Uni<Void> store(Mutiny.Session session, Collection<UnitStated> units, Generation in) {
        return session.createNativeQuery(in.sql("""
            with stored as (
                insert into statistics.unit as known (organization, unit, parent, stamp)
                select * from unnest(cast(:organizations as text[]), cast(:units as text[]), cast(:parents as text[]),
                    cast(:stamps as text[]))
                on conflict (organization, unit) do update set parent = excluded.parent, stamp = excluded.stamp
                where known.stamp < excluded.stamp returning 1)
            update statistics.revision set n = n + 1 where exists (select from stored)
            """))
                .setParameter("organizations", array(units, UnitStated::organization, String[]::new))
                .setParameter("units", array(units, UnitStated::unit, String[]::new))
                .setParameter("parents", array(units, UnitStated::parent, String[]::new))
                .setParameter("stamps", array(units, UnitStated::stamp, String[]::new))
                .executeUpdate()
                .replaceWithVoid();
    }

    /** The tree of those organizations whose people the program's figures are about. */
    Uni<UnitTree> of(String program) {
        return database.preparedQuery("""
            select organization, unit, parent from statistics.unit
            where parent is not null and organization in (
                select distinct organization from statistics.cell where program = $1)
            """).execute(Tuple.of(program)).map(rows -> {
            Map<UnitTree.Unit, String> parents = new HashMap<>();
            rows.forEach(row -> parents.put(
                    new UnitTree.Unit(row.getString("organization"), row.getString("unit")), row.getString("parent")));
            return new UnitTree(parents);
        });
    }
}
