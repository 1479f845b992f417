package org.samverka.sessions.venue;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.hibernate.reactive.mutiny.Mutiny.SelectionQuery;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.ETags;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Refused;
import org.samverka.sessions.need.Checklists;
import org.samverka.sessions.need.Need;

/** The rooms there are. */
@ApplicationScoped
public class Venues {
    private static final String COLUMNS =
            "id, position, name, municipality, address, capacity, cast(checklist as text), version";

    private final Checklists checklists;

    Venues(Checklists checklists) {
        this.checklists = checklists;
    }

    @WithSession
    public Uni<Venue> known(UUID id) {
        return one("select " + COLUMNS + " from venue where id = :id", id);
    }

    /** One that stays as it is until the caller's transaction ends. */
    public Uni<Venue> steady(UUID id) {
        return one("select " + COLUMNS + " from venue where id = :id for share", id);
    }

    private Uni<Venue> one(String query, UUID id) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery(query, Object[].class)
                        .setParameter("id", id)
                        .getSingleResultOrNull())
                .onItem()
                .ifNull()
                .failWith(() -> new NotKnown("There is no such venue"))
                .map(this::read);
    }

    /** None means any. */
    record Wanted(
            @Nullable String municipality,
            int capacity,
            @Nullable Need meets) {}

    @WithSession
    Uni<List<Venue>> list(Wanted wanted, PageQuery page) {
        return Panache.getSession()
                .chain(database -> query(database.createNativeQuery("select " + COLUMNS + """
                                         from venue
                                        where position > :after and capacity >= :capacity
                                            and (cast(:municipality as text) is null or municipality = cast(:municipality as text))
                                            and (cast(:meets as text) is null or checklist -> cast(:meets as text) ->> 'finding' = 'met')
                                        order by position limit :rows
                                        """, Object[].class), wanted)
                        .setParameter("after", page.after())
                        .setParameter("rows", page.rows())
                        .getResultList())
                .map(rows -> rows.stream().map(this::read).toList());
    }

    private static <T> SelectionQuery<T> query(SelectionQuery<T> query, Wanted wanted) {
        return query.setParameter("capacity", wanted.capacity())
                .setParameter("municipality", wanted.municipality())
                .setParameter(
                        "meets", wanted.meets() == null ? null : wanted.meets().name());
    }

    /** Within the caller's transaction. */
    Uni<Venue> add(Venue venue) {
        return write("""
                insert into venue (id, name, municipality, address, capacity, checklist, version)
                values (:id, :name, :municipality, cast(:address as text), :capacity, cast(cast(:checklist as text) as jsonb), :version)
                """, venue);
    }

    @WithTransaction
    Uni<Venue> change(UUID id, @Nullable String ifMatch, UnaryOperator<Venue> change) {
        return one("select " + COLUMNS + " from venue where id = :id for no key update", id)
                .invoke(venue -> ETags.require(ifMatch, venue.version()))
                .map(change)
                .call(venue -> write("""
                        update venue set name = :name, municipality = :municipality, address = cast(:address as text),
                            capacity = :capacity, checklist = cast(cast(:checklist as text) as jsonb), version = :version
                        where id = :id
                        """, venue))
                .call(venue -> checklists.tellVenueChanged(venue.id()));
    }

    private Uni<Venue> write(String statement, Venue venue) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery(statement)
                        .setParameter("id", venue.id())
                        .setParameter("name", venue.name())
                        .setParameter("municipality", venue.municipality())
                        .setParameter("address", venue.address())
                        .setParameter("capacity", venue.capacity())
                        .setParameter("checklist", checklists.write(venue.checklist()))
                        .setParameter("version", venue.version())
                        .executeUpdate())
                .replaceWith(venue);
    }

    @WithTransaction
    Uni<Void> remove(UUID id, @Nullable String ifMatch) {
        return one("select " + COLUMNS + " from venue where id = :id for update", id)
                .invoke(venue -> ETags.require(ifMatch, venue.version()))
                .chain(() -> Panache.getSession())
                .chain(database -> database.createNativeQuery(
                                "delete from venue where id = :id and not exists (select from session where room_id = :id)")
                        .setParameter("id", id)
                        .executeUpdate())
                .invoke(removed -> {
                    if (removed == 0) {
                        throw new VenueInUse();
                    }
                })
                .replaceWithVoid();
    }

    static final class VenueInUse extends Refused {
        VenueInUse() {
            super("Sessions take place there, or took; move them first, or keep the venue");
        }
    }

    private Venue read(Object[] row) {
        return new Venue(
                (UUID) row[0],
                ((Number) row[1]).longValue(),
                (String) row[2],
                (String) row[3],
                (String) row[4],
                (Integer) row[5],
                checklists.read((String) row[6]),
                (Integer) row[7]);
    }
}
