package org.samverka.sessions.session;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.sessions.participant.Program;
import org.samverka.sessions.participant.Programs;
import org.samverka.sessions.supplier.Supplier;
import org.samverka.sessions.supplier.Suppliers;
import org.samverka.sessions.venue.Venue;
import org.samverka.sessions.venue.Venues;

/** Looks up what descriptions name, each of it once however many name it, and refuses what there is not. */
@ApplicationScoped
class Placing {
    private final Programs programs;
    private final Venues venues;
    private final Suppliers suppliers;

    Placing(Programs programs, Venues venues, Suppliers suppliers) {
        this.programs = programs;
        this.venues = venues;
        this.suppliers = suppliers;
    }

    /** The descriptions with what their programs, rooms and teams say of them; within the caller's transaction. */
    Uni<List<Description>> placed(List<Description> descriptions, Planner planner) {
        descriptions.forEach(description -> planner.requireTeam(description.supplierId()));
        return each(named(descriptions, Description::program), programs::known)
                .invoke(known -> checkTargetGroups(descriptions, known))
                .chain(() -> each(named(descriptions, Description::supplierId), this::team))
                .invoke(teams -> teams.values().forEach(planner::requireOwn))
                .chain(() -> each(named(descriptions, Description::roomId), this::room))
                .map(rooms -> descriptions.stream()
                        .map(description -> inRoom(description, rooms))
                        .toList());
    }

    private static void checkTargetGroups(Collection<Description> descriptions, Map<String, Program> programs) {
        descriptions.forEach(description -> Objects.requireNonNull(programs.get(description.program()))
                .checkTargetGroup(description.targetGroup()));
    }

    private static Description inRoom(Description description, Map<UUID, Venue> rooms) {
        Venue room = description.roomId() == null ? null : rooms.get(description.roomId());
        return room == null ? description : description.in(room);
    }

    private Uni<Supplier> team(UUID id) {
        return suppliers.known(id).onFailure(NotKnown.class).transform(unknown -> Planner.unknownTeam());
    }

    private Uni<Venue> room(UUID id) {
        return venues.known(id)
                .onFailure(NotKnown.class)
                .transform(unknown -> new Invalid("/roomId", "unknown-venue", "There is no such room; see /venues"));
    }

    private static <T> Stream<T> named(Collection<Description> descriptions, Function<Description, @Nullable T> what) {
        return descriptions.stream().map(what).filter(Objects::nonNull).distinct();
    }

    /** One after the other: a session of the database does one thing at a time. */
    private static <K, V> Uni<Map<K, V>> each(Stream<K> keys, Function<K, Uni<V>> lookUp) {
        return Multi.createFrom()
                .items(keys)
                .onItem()
                .transformToUniAndConcatenate(key -> lookUp.apply(key).map(found -> Map.entry(key, found)))
                .collect()
                .asList()
                .map(entries -> {
                    var found = new HashMap<K, V>();
                    entries.forEach(entry -> found.put(entry.getKey(), entry.getValue()));
                    return found;
                });
    }
}
