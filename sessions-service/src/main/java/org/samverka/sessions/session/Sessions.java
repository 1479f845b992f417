package org.samverka.sessions.session;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.samverka.contracts.delivery.Outbox;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.sessions.participant.Programs;

/** What takes place. */
@ApplicationScoped
public class Sessions implements PanacheRepositoryBase<Session, UUID> {
    private final Programs programs;
    private final Outbox outbox;

    Sessions(Programs programs, Outbox outbox) {
        this.programs = programs;
        this.outbox = outbox;
    }

    @WithTransaction
    Uni<Session> schedule(Session session) {
        return programs.known(session.program)
                .invoke(program -> program.checkTargetGroup(session.targetGroup))
                .chain(() -> persist(session))
                .call(() -> outbox.append(session.scheduled()));
    }

    @WithSession
    public Uni<Session> known(UUID id) {
        return findById(id).onItem().ifNull().failWith(Session::unknown);
    }

    /**
     * Whoever changes who has a seat or was there holds this lock until the transaction ends, so that seats are counted
     * right and the session's events keep their order.
     */
    public Uni<Session> locked(UUID id) {
        return findById(id, LockModeType.PESSIMISTIC_WRITE).onItem().ifNull().failWith(Session::unknown);
    }

    @WithSession
    Uni<List<Session>> list(Collection<String> programs, PageQuery page) {
        return find("program in ?1 and position > ?2 order by position", programs, page.after())
                .page(0, page.rows())
                .list();
    }
}
