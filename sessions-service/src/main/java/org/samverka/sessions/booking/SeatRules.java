package org.samverka.sessions.booking;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.ETags;
import org.samverka.sessions.booking.SeatResource.SeatRuleRequest;
import org.samverka.sessions.session.Sessions;

/** How each session's seats are given out. */
@ApplicationScoped
class SeatRules {
    private final Sessions sessions;
    private final WaitingList waitingList;

    SeatRules(Sessions sessions, WaitingList waitingList) {
        this.sessions = sessions;
        this.waitingList = waitingList;
    }

    /** Whoever has a seat keeps it; where there is room now, who waits gets it. */
    @WithTransaction
    Uni<Seats> rule(UUID id, SeatRuleRequest request, @Nullable String ifMatch, Predicate<String> seesProgram) {
        return waitingList
                .open(id)
                .invoke(desk -> desk.session().seenBy(seesProgram))
                .invoke(desk -> ETags.require(ifMatch, desk.seats().rule().version()))
                .call(desk -> store(id, request.rule(desk.seats().rule().version() + 1)))
                .chain(() -> waitingList.open(id))
                .call(waitingList::close)
                .map(Desk::seats);
    }

    private static Uni<Void> store(UUID session, SeatRule rule) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery("""
                                insert into seat_rule (session_id, per_organization, waiting_list, offer_hours, version)
                                values (:session, cast(:perOrganization as int), :waitingList, cast(:offerHours as int), :version)
                                on conflict (session_id) do update set per_organization = excluded.per_organization,
                                    waiting_list = excluded.waiting_list, offer_hours = excluded.offer_hours, version = excluded.version
                                """)
                        .setParameter("session", session)
                        .setParameter("perOrganization", rule.perOrganization())
                        .setParameter("waitingList", rule.waitingList())
                        .setParameter("offerHours", rule.offerHours())
                        .setParameter("version", rule.version())
                        .executeUpdate())
                .replaceWithVoid();
    }

    @WithSession
    Uni<Seats> seats(UUID id, Predicate<String> seesProgram) {
        return sessions.known(id).map(session -> session.seenBy(seesProgram)).chain(SeatCounts::of);
    }
}
