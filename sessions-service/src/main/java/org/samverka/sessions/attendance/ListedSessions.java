package org.samverka.sessions.attendance;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.samverka.sessions.session.Part;
import org.samverka.sessions.session.Parts;
import org.samverka.sessions.session.Session;
import org.samverka.sessions.session.Sessions;
import org.samverka.sessions.supplier.Suppliers;

/** The sessions whose lists somebody may see: those of their programs, and for a supplier only those it holds. */
@ApplicationScoped
class ListedSessions {
    private final Sessions sessions;
    private final Suppliers suppliers;
    private final Parts parts;

    ListedSessions(Sessions sessions, Suppliers suppliers, Parts parts) {
        this.sessions = sessions;
        this.suppliers = suppliers;
        this.parts = parts;
    }

    Uni<Session> known(UUID id, Reader reader) {
        return sessions.known(id).call(session -> check(session, reader));
    }

    /** Nobody else changes the session, its bookings or its attendance until the transaction ends. */
    Uni<Session> locked(UUID id, Reader reader) {
        return sessions.locked(id).call(session -> check(session, reader));
    }

    /** A session that no supplier holds is its program's. */
    private Uni<Void> check(Session session, Reader reader) {
        session.seenBy(reader.programs()::contains);
        UUID supplier = session.supplierId();
        return supplier == null || reader.seesAll()
                ? Uni.createFrom().voidItem()
                : suppliers.known(supplier).invoke(reader::requireToActFor).replaceWithVoid();
    }

    /** In their order. */
    Uni<List<Part>> parts(Session session) {
        return parts.of(List.of(session.id())).map(all -> all.getOrDefault(session.id(), List.of()));
    }
}
