package org.samverka.sessions.booking;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.samverka.sessions.session.Session;
import org.samverka.sessions.session.SessionObserver;

/** Nobody has a seat in what will not take place. */
@ApplicationScoped
class CanceledSessions implements SessionObserver {
    private final WaitingList waitingList;

    CanceledSessions(WaitingList waitingList) {
        this.waitingList = waitingList;
    }

    @Override
    public Uni<Void> canceled(Session session) {
        return waitingList
                .open(session.id())
                .chain(desk -> present(session)
                        .invoke(all -> all.forEach(booking -> desk.cancel(booking, "session-canceled")))
                        .chain(() -> waitingList.close(desk)));
    }

    private static Uni<List<Booking>> present(Session session) {
        return Panache.getSession()
                .chain(database -> database.createQuery(
                                "from Booking b where b.sessionId = :session and b.state <> canceled order by b.position",
                                Booking.class)
                        .setParameter("session", session.id())
                        .getResultList());
    }
}
