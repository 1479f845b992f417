package org.samverka.participants.organization;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
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

    /** Keeps the newest of what is stated about each unit, and of each day (UTC) what was stated last; within the caller's transaction. */
    public Uni<Void> record(List<Stated> units) {
        if (units.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                with stated as (
                                    select *, case when stamp ~ '^[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T' then cast(left(stamp, 10) as date)
                                        else date '0001-01-01' end as day
                                    from unnest(cast(:organizations as text[]), cast(:refs as text[]), cast(:names as text[]),
                                        cast(:parents as text[]), cast(:stamps as text[]))
                                        as event (organization, ref, name, parent_ref, stamp)),
                                history as (
                                    insert into unit_history as h (organization, ref, valid_from, name, parent_ref, stamp)
                                    select distinct on (organization, ref, day) organization, ref, day, name, parent_ref, stamp
                                    from stated order by organization, ref, day, stamp collate "C" desc
                                    on conflict (organization, ref, valid_from) do update
                                    set name = excluded.name, parent_ref = excluded.parent_ref, stamp = excluded.stamp
                                    where excluded.stamp > h.stamp)
                                insert into unit (organization, ref, name, parent_ref, stamp)
                                select distinct on (organization, ref) organization, ref, name, parent_ref, stamp
                                from stated
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

    /** @param day as the units were stated until then, or none for now */
    @WithSession
    Uni<UnitTree> of(String organization, @Nullable LocalDate day) {
        return Panache.getSession()
                .chain(session -> day == null ? now(session, organization) : on(session, organization, day))
                .map(rows -> UnitTree.of(rows.stream().map(UnitTree.Row::of).toList()));
    }

    private static Uni<List<Object[]>> now(Mutiny.Session session, String organization) {
        return session.createNativeQuery(
                        "select ref, name, parent_ref from unit where organization = :organization", Object[].class)
                .setParameter("organization", organization)
                .getResultList();
    }

    private static Uni<List<Object[]>> on(Mutiny.Session session, String organization, LocalDate day) {
        return session.createNativeQuery("""
                        select distinct on (ref) ref, name, parent_ref from unit_history
                        where organization = :organization and valid_from <= :day order by ref, valid_from desc
                        """, Object[].class)
                .setParameter("organization", organization)
                .setParameter("day", day)
                .getResultList();
    }
}
