package org.samverka.sessions.attendance;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.samverka.sessions.session.Session;
import org.samverka.sessions.session.Sessions;

/** The sessions whose lists somebody may see: those of their programs, and for a supplier only those it holds. */
@ApplicationScoped
class ListedSessions {
    private final Sessions sessions;

    ListedSessions(Sessions sessions) {
        this.sessions = sessions;
    }

    Uni<Session> known(UUID id, Reader reader) {
        return sessions.known(id).call(session -> check(session, reader));
    }

    /** Nobody else changes the session, its bookings or its attendance until the transaction ends. */
    Uni<Session> locked(UUID id, Reader reader) {
        return sessions.locked(id).call(session -> check(session, reader));
    }

    private static Uni<Void> check(Session session, Reader reader) {
        session.seenBy(reader.programs()::contains);
        return Uni.createFrom().voidItem();
    }

    /** In their order. */
    Uni<List<Part>> parts(Session session) {
        return Uni.createFrom().item(List.of(new Part(session.startsAt().toLocalDate(), session.hours())));
    }
}
