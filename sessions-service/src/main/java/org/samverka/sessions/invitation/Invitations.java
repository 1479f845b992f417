package org.samverka.sessions.invitation;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.sessions.invitation.Invitation.State;
import org.samverka.sessions.session.Session;
import org.samverka.sessions.session.Sessions;

/** Who is invited, and what has become of it. */
@ApplicationScoped
public class Invitations implements PanacheRepositoryBase<Invitation, UUID> {
    private final Sessions sessions;
    private final InvitationRules rules;

    Invitations(Sessions sessions, InvitationRules rules) {
        this.sessions = sessions;
        this.rules = rules;
    }

    /** An invitation and what it is to. */
    public record Invited(Invitation invitation, Session session, boolean discreet) {}

    @WithSession
    Uni<List<Invitation>> to(UUID session, Predicate<String> seesProgram, @Nullable State state, PageQuery page) {
        var parameters = new HashMap<String, Object>(Map.of("session", session, "after", page.after()));
        if (state != null) {
            parameters.put("state", state);
        }
        String where = "sessionId = :session and position > :after" + (state == null ? "" : " and state = :state");
        return sessions.known(session)
                .map(known -> known.seenBy(seesProgram))
                .chain(known -> find(where + " order by position", parameters)
                        .page(0, page.rows())
                        .list());
    }

    /** How many there are in each state. */
    @WithSession
    Uni<Map<State, Long>> counts(UUID session, Predicate<String> seesProgram) {
        return sessions.known(session)
                .map(known -> known.seenBy(seesProgram))
                .chain(known -> Panache.getSession())
                .chain(database -> database.createQuery(
                                "select state, count(*) from Invitation where sessionId = :session group by state",
                                Object[].class)
                        .setParameter("session", session)
                        .getResultList())
                .map(Invitations::byState);
    }

    private static Map<State, Long> byState(List<Object[]> rows) {
        var counts = new java.util.EnumMap<State, Long>(State.class);
        for (State state : State.values()) {
            counts.put(state, 0L);
        }
        rows.forEach(row -> counts.put((State) row[0], (Long) row[1]));
        return counts;
    }

    /** A person's, as they came. */
    @WithSession
    public Uni<List<Invited>> of(UUID person, PageQuery page) {
        return Panache.getSession()
                .chain(database -> database.createQuery("""
                                select i, s from Invitation i join Session s on s.id = i.sessionId
                                where i.personId = :person and i.position > :after order by i.position
                                """, Object[].class)
                        .setParameter("person", person)
                        .setParameter("after", page.after())
                        .setMaxResults(page.rows())
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row -> new Invited((Invitation) row[0], (Session) row[1], false))
                        .toList());
    }

    /** @param person whose it has to be; none: whoever holds the link */
    @WithSession
    public Uni<Invited> known(UUID id, @Nullable UUID person) {
        return findById(id)
                .map(invitation -> required(invitation, person))
                .chain(invitation -> sessions.known(invitation.sessionId)
                        .chain(session -> rules.known(session, null)
                                .map(due -> new Invited(
                                        invitation, session, due.matter(session).discreet()))));
    }

    /** With the session's lock, so that its events keep their order; within the caller's transaction. */
    public Uni<Invited> locked(UUID id) {
        return findById(id)
                .map(invitation -> required(invitation, null))
                .chain(invitation -> sessions.locked(invitation.sessionId))
                .chain(session -> findById(id, LockModeType.PESSIMISTIC_WRITE)
                        .map(invitation -> new Invited(invitation, session, false)));
    }

    private static Invitation required(@Nullable Invitation invitation, @Nullable UUID person) {
        if (invitation == null || (person != null && !invitation.personId.equals(person))) {
            throw new NotKnown("There is no such invitation among yours");
        }
        return invitation;
    }
}
