package org.samverka.participants.organization;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The units that organizations consist of, as their HR systems say. */
@ApplicationScoped
public class Units {
    /** What an event says of a unit; {@code stamp} ranks it among others about the same. */
    public record Stated(
            String organization,
            String ref,
            String name,
            @Nullable String parentRef,
            String stamp) {}

    /** Keeps the newest of what is stated about each unit; within the caller's transaction. */
    public Uni<Void> record(List<Stated> units) {
        if (units.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                insert into unit (organization, ref, name, parent_ref, stamp)
                                select distinct on (organization, ref) organization, ref, name, parent_ref, stamp
                                from unnest(cast(:organizations as text[]), cast(:refs as text[]), cast(:names as text[]), cast(:parents as text[]),
                                    cast(:stamps as text[]))
                                    as stated (organization, ref, name, parent_ref, stamp)
                                order by organization, ref, stamp collate "C" desc
                                on conflict (organization, ref) do update
                                set name = excluded.name, parent_ref = excluded.parent_ref, stamp = excluded.stamp
                                where excluded.stamp > unit.stamp
                                """)
                        .setParameter("organizations", texts(units, Stated::organization))
                        .setParameter("refs", texts(units, Stated::ref))
                        .setParameter("names", texts(units, Stated::name))
                        .setParameter("parents", texts(units, Stated::parentRef))
                        .setParameter("stamps", texts(units, Stated::stamp))
                        .executeUpdate())
                .replaceWithVoid();
    }

    private static @Nullable String[] texts(List<Stated> units, Function<Stated, @Nullable String> column) {
        return units.stream().map(column).toArray(String[]::new);
    }

    @WithSession
    Uni<UnitTree> of(String organization) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select ref, name, parent_ref from unit where organization = :organization",
                                Object[].class)
                        .setParameter("organization", organization)
                        .getResultList())
                .map(rows -> UnitTree.of(rows.stream().map(UnitTree.Row::of).toList()));
    }
}
