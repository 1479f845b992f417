package org.samverka.sessions.planning;

import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.ETags;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.sessions.participant.Programs;
import org.samverka.sessions.planning.Plan.Day;
import org.samverka.sessions.planning.Plan.State;
import org.samverka.sessions.planning.Plan.Taken;
import org.samverka.sessions.planning.Wish.Municipality;
import org.samverka.sessions.session.Session;
import org.samverka.sessions.session.Sessions;
import org.samverka.sessions.session.Timing;
import org.samverka.sessions.supplier.Suppliers;
import org.samverka.sessions.venue.Venue;
import org.samverka.sessions.venue.Venues;
import org.samverka.sessions.worker.Workers;

/** What a coordinator does with a plan: wish for it, move and pin its days, have it solved again, make sessions of it. */
@ApplicationScoped
class PlanChanges {
    private final Plans plans;
    private final Programs programs;
    private final Suppliers suppliers;
    private final Venues venues;
    private final Sessions sessions;
    private final Workers workers;

    PlanChanges(
            Plans plans, Programs programs, Suppliers suppliers, Venues venues, Sessions sessions, Workers workers) {
        this.plans = plans;
        this.programs = programs;
        this.suppliers = suppliers;
        this.venues = venues;
        this.sessions = sessions;
        this.workers = workers;
    }

    /** Within the caller's transaction. */
    Uni<Plan> wish(String program, Wish wish) {
        return programs.known(program)
                .invoke(known -> known.checkTargetGroup(wish.targetGroup()))
                .chain(() -> checkTeams(wish))
                .chain(() -> rooms(wish))
                .chain(() -> plans.add(program, wish));
    }

    private Uni<Void> checkTeams(Wish wish) {
        return Multi.createFrom()
                .iterable(wish.teams())
                .onItem()
                .transformToUniAndConcatenate(team -> suppliers
                        .known(team.supplierId())
                        .onFailure(NotKnown.class)
                        .transform(unknown ->
                                new Invalid("/teams", "unknown-supplier", "There is no supplier " + team.supplierId())))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    /** The rooms of the wish by id, each large enough. */
    private Uni<Map<UUID, Venue>> rooms(Wish wish) {
        return Multi.createFrom()
                .iterable(wish.municipalities().stream()
                        .map(Municipality::roomId)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList())
                .onItem()
                .transformToUniAndConcatenate(room -> venues.known(room)
                        .onFailure(NotKnown.class)
                        .transform(
                                unknown -> new Invalid("/municipalities", "unknown-venue", "There is no room " + room))
                        .invoke(venue -> venue.checkCapacity(wish.capacity())))
                .collect()
                .asList()
                .map(found -> {
                    var rooms = new HashMap<UUID, Venue>();
                    found.forEach(venue -> rooms.put(venue.id(), venue));
                    return rooms;
                });
    }

    private Uni<Plan> locked(UUID id, Predicate<String> seesProgram, @Nullable String ifMatch) {
        return plans.locked(id).invoke(plan -> {
            if (!seesProgram.test(plan.program())) {
                throw Plan.unknown();
            }
            ETags.require(ifMatch, plan.version());
        });
    }

    /** None stays as it is. */
    record Move(
            @Nullable UUID supplierId,
            @Nullable LocalDate date,
            @Nullable Boolean pinned) {
        Day applied(Day day) {
            return new Day(
                    day.n(),
                    day.municipality(),
                    supplierId == null ? day.supplierId() : supplierId,
                    date == null ? day.date() : date,
                    pinned == null ? day.pinned() : pinned,
                    day.sessionId());
        }
    }

    @WithTransaction
    Uni<Plan> move(UUID id, int n, Move move, Predicate<String> seesProgram, @Nullable String ifMatch) {
        return locked(id, seesProgram, ifMatch)
                .chain(plan ->
                        plans.taken(plan.wish(), plan.teamsAndRooms()).chain(taken -> move(plan, n, move, taken)))
                .chain(() -> plans.known(id));
    }

    private Uni<Void> move(Plan plan, int n, Move move, Taken taken) {
        Day moved = plan.days().stream()
                .filter(day -> day.n() == n)
                .findFirst()
                .map(move::applied)
                .orElseThrow(() -> new NotKnown("The plan has no such day"));
        plan.checkMove(moved, taken);
        Plan changed = plan.with(moved);
        return plans.keep(plan.id(), List.of(moved))
                .chain(() -> workers.run(() -> Search.score(changed.roster(taken))))
                .chain(score -> plans.become(
                        plan.id(), State.proposed, Math.toIntExact(-score.hardScore()), -score.softScore()));
    }

    /** What is pinned stays, the rest is searched for anew, from where it is. */
    @WithTransaction
    Uni<Plan> solveAgain(UUID id, Predicate<String> seesProgram, @Nullable String ifMatch) {
        return locked(id, seesProgram, ifMatch)
                .invoke(Plan::checkSolvable)
                .chain(plan -> plans.become(id, State.waiting, plan.clashes(), plan.cost()))
                .chain(() -> plans.known(id));
    }

    /** All its days become draft sessions, or none; within the caller's transaction. */
    Uni<Plan> adopt(UUID id, Predicate<String> seesProgram, @Nullable String ifMatch, Set<String> programsOfCaller) {
        return locked(id, seesProgram, ifMatch)
                .invoke(Plan::checkAdoptable)
                .chain(plan -> rooms(plan.wish()).chain(rooms -> adopt(plan, rooms, programsOfCaller)))
                .chain(() -> plans.known(id));
    }

    private Uni<Void> adopt(Plan plan, Map<UUID, Venue> rooms, Set<String> programsOfCaller) {
        Map<String, Municipality> municipalities = plan.municipalities();
        var drafts = new LinkedHashMap<Session, Timing>();
        var adopted = new ArrayList<Day>();
        for (Day day : plan.days()) {
            Municipality municipality = Objects.requireNonNull(municipalities.get(day.municipality()));
            LocalDate date = Objects.requireNonNull(day.date());
            Venue room = municipality.roomId() == null ? null : rooms.get(municipality.roomId());
            var session = new Session(
                    plan.wish()
                            .description(
                                    plan.program(),
                                    municipality,
                                    Objects.requireNonNull(day.supplierId()),
                                    date,
                                    room == null ? null : room.place()),
                    Session.State.draft);
            drafts.put(session, plan.wish().timing(date));
            adopted.add(new Day(day.n(), day.municipality(), day.supplierId(), date, day.pinned(), session.id()));
        }
        return sessions.scheduleAll(drafts, programsOfCaller)
                .chain(() -> plans.keep(plan.id(), adopted))
                .chain(() -> plans.become(plan.id(), State.adopted, plan.clashes(), plan.cost()));
    }
}
