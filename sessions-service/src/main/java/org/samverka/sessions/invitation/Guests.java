package org.samverka.sessions.invitation;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny.SelectionQuery;
import org.jspecify.annotations.Nullable;
import org.samverka.sessions.invitation.Invitation.State;
import org.samverka.sessions.invitation.InvitationRules.DueReminder;
import org.samverka.sessions.invitation.Notices.Told;
import org.samverka.sessions.session.Session;

/**
 * Changes the invitations of a session, whose lock the caller holds, many at a time; answers whom to tell. Who is in and
 * who is not is looked up in a hash, whatever the database believes of how many there are: right after thousands have
 * enrolled it still believes in few.
 */
@ApplicationScoped
class Guests {
    /** Whom the rule names; e is the enrollment by which it does. */
    private static final String NAMED = """
            e.program = :program and e.state = 'confirmed'
            and (:anyGroup or e.target_group = any(cast(:groups as text[])))
            and (:anyOrganization or e.organization = any(cast(:organizations as text[])))
            """;

    /** Nobody twice; who comes back after their invitation was withdrawn is invited anew by the same one. */
    Uni<List<Told>> invite(Session session, Due due, Instant now, int batch) {
        return Panache.getSession()
                .chain(database -> naming(
                                database.createNativeQuery("""
                                        insert into invitation as known (id, session_id, program, person_id, pseudonym,
                                            organization, state, sequence, revision, sent_at, version)
                                        select gen_random_uuid(), :session, :program, person_id, pseudonym, organization,
                                            'open', 0, :revision, cast(cast(:now as text) as timestamptz), 1
                                        from (select distinct on (e.person_id) e.person_id, e.pseudonym, e.organization
                                            from enrollment e where %s
                                                and (:everybody or e.person_id = any(cast(:people as uuid[])))
                                                and e.person_id not in (select i.person_id from invitation i
                                                    where i.session_id = :session and i.state <> 'withdrawn')
                                            order by e.person_id, e.id limit :batch) entering
                                        order by person_id
                                        on conflict (session_id, person_id) do update set state = 'open',
                                            sequence = known.sequence + 1, revision = excluded.revision,
                                            sent_at = excluded.sent_at, pseudonym = excluded.pseudonym,
                                            organization = excluded.organization, reminded_days = null,
                                            answered_at = null, version = known.version + 1
                                        returning id, person_id, pseudonym, sequence, state
                                        """.formatted(NAMED), Object[].class), session, due)
                        .setParameter("revision", session.sequence())
                        .setParameter("now", now.toString())
                        .setParameter("batch", batch)
                        .getResultList())
                .map(Guests::told);
    }

    /** Of how many the invitation was taken back, and who of them wanted to come or had not answered. */
    record Withdrawn(int all, List<Told> wanting) {}

    Uni<Withdrawn> withdraw(Session session, Due due, int batch) {
        return Panache.getSession()
                .chain(database -> naming(
                                database.createNativeQuery("""
                                        with leaving as (
                                            select i.id, i.state from invitation i
                                            where i.session_id = :session and i.state not in ('withdrawn', 'canceled')
                                                and (:everybody or i.person_id = any(cast(:people as uuid[])))
                                                and i.person_id not in (select e.person_id from enrollment e where %s)
                                            order by i.id limit :batch)
                                        update invitation set state = 'withdrawn', sequence = sequence + 1, version = version + 1
                                        from leaving where invitation.id = leaving.id
                                        returning invitation.id, person_id, pseudonym, sequence, leaving.state
                                        """.formatted(NAMED), Object[].class), session, due)
                        .setParameter("batch", batch)
                        .getResultList())
                .map(rows -> new Withdrawn(
                        rows.size(),
                        told(rows).stream()
                                .filter(told -> told.state() != State.declined)
                                .toList()));
    }

    /** Who has not been told yet of where and when it takes place now; reminders begin anew. */
    Uni<List<Told>> move(Session session, int batch) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery("""
                                update invitation set revision = :revision, sequence = sequence + 1, reminded_days = null,
                                    version = version + 1
                                where id in (select id from invitation where session_id = :session and revision < :revision
                                    and state in ('open', 'accepted', 'waitlisted', 'declined') order by id limit :batch)
                                returning id, person_id, pseudonym, sequence, state
                                """, Object[].class)
                        .setParameter("session", session.id())
                        .setParameter("revision", session.sequence())
                        .setParameter("batch", batch)
                        .getResultList())
                .map(Guests::told);
    }

    /** Who has declined does not wait for it. */
    Uni<List<Told>> cancel(Session session, int batch) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery("""
                                update invitation set state = 'canceled', sequence = sequence + 1, version = version + 1
                                where id in (select id from invitation where session_id = :session
                                    and state in ('open', 'accepted', 'waitlisted') order by id limit :batch)
                                returning id, person_id, pseudonym, sequence, state
                                """, Object[].class)
                        .setParameter("session", session.id())
                        .setParameter("batch", batch)
                        .getResultList())
                .map(Guests::told);
    }

    /** Who had been invited when the reminder came due, and has neither answered nor a seat. */
    Uni<List<Told>> remind(DueReminder reminder, int batch) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery("""
                                update invitation set reminded_days = :days, version = version + 1
                                where id in (select i.id from invitation i
                                    where i.session_id = :session and i.state = 'open'
                                        and i.sent_at < cast(cast(:at as text) as timestamptz)
                                        and (i.reminded_days is null or i.reminded_days > :days)
                                        and not exists (select from booking b where b.session_id = i.session_id
                                            and b.person_id = i.person_id and b.state <> 'canceled')
                                    order by i.id limit :batch)
                                returning id, person_id, pseudonym, sequence, state
                                """, Object[].class)
                        .setParameter("session", reminder.session())
                        .setParameter("days", reminder.days())
                        .setParameter("at", reminder.at().toString())
                        .setParameter("batch", batch)
                        .getResultList())
                .map(Guests::told);
    }

    private static SelectionQuery<Object[]> naming(SelectionQuery<Object[]> query, Session session, Due due) {
        @Nullable List<String> groups = due.rule().groups(session);
        @Nullable List<UUID> people = due.people();
        String[] organizations = due.rule().organizations;
        return query.setParameter("session", session.id())
                .setParameter("program", session.program())
                .setParameter("anyGroup", groups == null)
                .setParameter("groups", groups == null ? new String[0] : groups.toArray(String[]::new))
                .setParameter("anyOrganization", organizations == null)
                .setParameter("organizations", organizations == null ? new String[0] : organizations)
                .setParameter("everybody", people == null)
                .setParameter("people", people == null ? new UUID[0] : people.toArray(UUID[]::new));
    }

    private static List<Told> told(List<Object[]> rows) {
        return rows.stream()
                .map(row -> new Told(
                        (UUID) row[0],
                        (UUID) row[1],
                        (UUID) row[2],
                        ((Number) row[3]).intValue(),
                        State.valueOf((String) row[4])))
                .toList();
    }
}
