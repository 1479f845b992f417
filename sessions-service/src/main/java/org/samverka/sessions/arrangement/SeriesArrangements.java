package org.samverka.sessions.arrangement;

import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.ETags;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.contracts.rest.Refused;
import org.samverka.sessions.need.Today;
import org.samverka.sessions.session.Description;
import org.samverka.sessions.session.Part;
import org.samverka.sessions.session.Parts;
import org.samverka.sessions.session.Session;
import org.samverka.sessions.session.Session.State;
import org.samverka.sessions.session.Sessions;
import org.samverka.sessions.supplier.Supplier;
import org.samverka.sessions.supplier.Suppliers;

/** What whoever arranges a series does with all of it that is still to come: all of it or nothing. */
@ApplicationScoped
class SeriesArrangements {
    private static final Set<State> OVER = Set.of(State.held, State.canceled);

    private final Arrangements arrangements;
    private final Sessions sessions;
    private final Suppliers suppliers;
    private final Parts parts;
    private final Today today;

    SeriesArrangements(Arrangements arrangements, Sessions sessions, Suppliers suppliers, Parts parts, Today today) {
        this.arrangements = arrangements;
        this.sessions = sessions;
        this.suppliers = suppliers;
        this.parts = parts;
        this.today = today;
    }

    /**
     * What is meant: those from a day on that are neither held nor canceled.
     *
     * @param from today, unless said otherwise
     */
    record Rest(
            UUID series, @Nullable LocalDate from, @Nullable String ifMatch) {}

    /** @param version of the series: rises with each change of one of its sessions */
    record Outcome(int version, List<Session> changed) {}

    @WithTransaction
    Uni<Outcome> cancel(Rest rest, Arranger arranger, String reason) {
        return opened(rest, arranger)
                .call(open -> arrangements.cancel(open.meant(), reason))
                .map(Open::outcome);
    }

    @WithTransaction
    Uni<Outcome> open(Rest rest, Arranger arranger) {
        return opened(rest, arranger)
                .map(Open::drafts)
                .call(open -> sessions.open(open.meant()))
                .map(Open::outcome);
    }

    @WithTransaction
    Uni<Outcome> change(Rest rest, Arranger arranger, SeriesChange change) {
        return opened(rest, arranger)
                .call(open -> parts.of(open.meant().stream().map(Session::id).toList())
                        .map(parts -> wanted(open.meant(), parts, change))
                        .chain(wanted -> arrangements.change(wanted, arranger)))
                .map(Open::outcome);
    }

    private static Map<Session, Description> wanted(
            List<Session> meant, Map<UUID, List<Part>> parts, SeriesChange change) {
        var wanted = new LinkedHashMap<Session, Description>();
        meant.forEach(session -> wanted.put(session, change.of(session, parts.getOrDefault(session.id(), List.of()))));
        return wanted;
    }

    private record Open(List<Session> all, List<Session> meant) {
        int version() {
            return all.stream().mapToInt(Session::version).sum();
        }

        Open drafts() {
            return new Open(
                    all,
                    meant.stream()
                            .filter(session -> session.state() == State.draft)
                            .toList());
        }

        Outcome outcome() {
            return new Outcome(version(), meant);
        }
    }

    /** Locked in the order of their ids, as wherever several sessions are. */
    private Uni<Open> opened(Rest rest, Arranger arranger) {
        LocalDate from = rest.from() == null ? today.date() : rest.from();
        return sessions.find("seriesId = ?1 order by id", rest.series())
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list()
                .map(all -> new Open(all, toCome(all, from)))
                .call(open -> check(open.all(), arranger))
                .invoke(open -> ETags.require(rest.ifMatch(), open.version()))
                .invoke(open -> requireSome(open.meant(), from));
    }

    private static List<Session> toCome(List<Session> all, LocalDate from) {
        return all.stream()
                .filter(session -> !OVER.contains(session.state()))
                .filter(session -> !session.startsAt().toLocalDate().isBefore(from))
                .sorted(Comparator.comparing(Session::startsAt))
                .toList();
    }

    private static void requireSome(List<Session> meant, LocalDate from) {
        if (meant.isEmpty()) {
            throw new NothingToCome(from);
        }
    }

    /** A series is arranged by who arranges all of it. */
    private Uni<Void> check(List<Session> all, Arranger arranger) {
        if (all.isEmpty()) {
            throw unknown();
        }
        return teams(all, arranger)
                .invoke(teams -> all.forEach(session -> arranger.require(session, teams.get(session.supplierId()))))
                .onFailure(NotKnown.class)
                .transform(other -> unknown())
                .replaceWithVoid();
    }

    private Uni<Map<UUID, Supplier>> teams(List<Session> all, Arranger arranger) {
        List<UUID> ids = arranger.dependsOnTheSupplier()
                ? all.stream()
                        .map(Session::supplierId)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList()
                : List.of();
        return Multi.createFrom()
                .iterable(ids)
                .onItem()
                .transformToUniAndConcatenate(suppliers::known)
                .collect()
                .asList()
                .map(teams -> teams.stream().collect(Collectors.toMap(Supplier::id, Function.identity())));
    }

    private static NotKnown unknown() {
        return new NotKnown("There is no such series in the programs assigned to you");
    }

    static final class NothingToCome extends Refused {
        NothingToCome(LocalDate from) {
            super("Nothing of the series is left from %s on; name an earlier day, or schedule another series"
                    .formatted(from));
        }
    }
}
