package org.samverka.sessions.invitation;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.ETags;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.sessions.invitation.InvitationRule.Reminder;
import org.samverka.sessions.participant.Programs;
import org.samverka.sessions.session.Parts;
import org.samverka.sessions.session.Session;
import org.samverka.sessions.session.Sessions;

/** The rules, and which sessions' invitations have to be held against theirs again. */
@ApplicationScoped
class InvitationRules implements PanacheRepositoryBase<InvitationRule, UUID> {
    /** When more people's enrollments have changed at once, all of a session's are looked at. */
    private static final int MANY = 100;

    private final Sessions sessions;
    private final Parts parts;
    private final Programs programs;

    InvitationRules(Sessions sessions, Parts parts, Programs programs) {
        this.sessions = sessions;
        this.parts = parts;
        this.programs = programs;
    }

    @WithSession
    Uni<InvitationRule> of(UUID session, Predicate<String> seesProgram) {
        return sessions.known(session)
                .map(known -> known.seenBy(seesProgram))
                .chain(known -> findById(session))
                .onItem()
                .ifNull()
                .failWith(() -> new NotKnown("Nobody is invited to this session by rule; put one here"));
    }

    interface Change {
        InvitationRule apply(Session session, InvitationRule rule);
    }

    @WithTransaction
    Uni<InvitationRule> put(
            UUID id,
            Predicate<String> seesProgram,
            @Nullable List<String> targetGroups,
            @Nullable String ifMatch,
            Change change) {
        return sessions.locked(id)
                .map(session -> session.seenBy(seesProgram))
                .call(session -> programs.known(session.program())
                        .invoke(program -> checked(targetGroups).forEach(program::checkTargetGroup)))
                .chain(session -> findById(id)
                        .map(known -> known == null ? new InvitationRule(session) : known)
                        .invoke(rule -> ETags.require(ifMatch, rule.version))
                        .map(rule -> change.apply(session, rule))
                        .chain(rule -> persist(rule))
                        .call(() -> note(session)));
    }

    private static List<String> checked(@Nullable List<String> targetGroups) {
        return targetGroups == null ? List.of() : targetGroups;
    }

    /** Within the caller's transaction. */
    Uni<Void> note(Session session) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery(
                                "insert into invitation_due (session_id) values (:session)")
                        .setParameter("session", session.id())
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** To the sessions that they may concern. Answers whether there may be more. */
    Uni<Boolean> spreadEnrollments() {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery("""
                                with taken as (
                                    delete from enrollment_change where position in (
                                        select position from enrollment_change order by position limit 1000
                                        for update skip locked)
                                    returning program, person_id),
                                spread as (
                                    insert into invitation_due (session_id, people)
                                    select rule.session_id,
                                        case when count(distinct taken.person_id) <= :many then array_agg(distinct taken.person_id) end
                                    from taken
                                    join invitation_rule rule on rule.program = taken.program
                                    join session on session.id = rule.session_id and session.state <> 'held'
                                    where rule.organizations is null
                                        or exists (select from invitation known where known.session_id = rule.session_id
                                            and known.person_id = taken.person_id)
                                        or exists (select from enrollment where enrollment.program = taken.program
                                            and enrollment.person_id = taken.person_id and enrollment.state = 'confirmed'
                                            and enrollment.organization = any(rule.organizations))
                                    group by rule.session_id order by rule.session_id)
                                select count(*) from taken
                                """, Long.class)
                        .setParameter("many", MANY)
                        .getSingleResult())
                .map(taken -> taken > 0);
    }

    /** The session's lock comes first of all: whoever holds it works off all that is noted of the session. */
    Uni<Optional<UUID>> nextDue() {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery("""
                                select due.session_id from invitation_due due join session on session.id = due.session_id
                                where due.due_at <= now()
                                order by due.position limit 1 for update of session skip locked
                                """, UUID.class).getSingleResultOrNull())
                .map(Optional::ofNullable);
    }

    Uni<Void> putOff(UUID session) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery(
                                "update invitation_due set due_at = now() + interval '1 minute' where session_id = :session")
                        .setParameter("session", session)
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** All that is noted of the session, whose lock the caller holds. */
    Uni<Due> take(Session session) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery("""
                                with taken as (delete from invitation_due where session_id = :session returning people)
                                select (select bool_or(people is null) from taken),
                                    (select string_agg(distinct cast(person as text), ',') from taken, unnest(people) person)
                                """, Object[].class)
                        .setParameter("session", session.id())
                        .getSingleResult())
                .chain(taken -> known(session, Boolean.TRUE.equals(taken[0]) ? null : people((String) taken[1])));
    }

    /** Of a session that has a rule. */
    Uni<Due> known(Session session, @Nullable List<UUID> people) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery("""
                                select session.changed_at,
                                    array_to_string(program.support_groups, ','),
                                    room.name || coalesce(', ' || room.address, '')
                                from session
                                left join program on program.key = session.program
                                left join venue room on room.id = session.room_id
                                where session.id = :session
                                """, Object[].class)
                        .setParameter("session", session.id())
                        .getSingleResult())
                .chain(noted -> findById(session.id())
                        .chain(rule -> parts.of(List.of(session.id()))
                                .map(parts -> new Due(
                                        rule,
                                        people,
                                        instant(noted[0]),
                                        parts.getOrDefault(session.id(), List.of()),
                                        session.venue() == null ? (String) noted[2] : session.venue(),
                                        noted[1] == null ? Set.of() : Set.of(((String) noted[1]).split(",", -1))))));
    }

    private static @Nullable List<UUID> people(@Nullable String ids) {
        return ids == null
                ? null
                : Arrays.stream(ids.split(",", -1)).map(UUID::fromString).toList();
    }

    private static Instant instant(Object column) {
        return column instanceof java.time.OffsetDateTime time ? time.toInstant() : (Instant) column;
    }

    /** When to remind; a time that has passed already is let go. Another time for the same reminder makes it due again. */
    Uni<Void> plan(List<Reminder> reminders, Session session, Instant now) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery("""
                                with gone as (
                                    delete from invitation_reminder
                                    where session_id = :session and days <> all(cast(:days as int[])))
                                insert into invitation_reminder as known (session_id, days, at, done)
                                select :session, days, cast(at as timestamptz), cast(at as timestamptz) <= cast(cast(:now as text) as timestamptz)
                                from unnest(cast(:days as int[]), cast(:times as text[])) as wanted (days, at)
                                on conflict (session_id, days) do update set at = excluded.at, done = excluded.done
                                where known.at <> excluded.at
                                """)
                        .setParameter("session", session.id())
                        .setParameter("now", now.toString())
                        .setParameter(
                                "days", reminders.stream().map(Reminder::days).toArray(Integer[]::new))
                        .setParameter(
                                "times",
                                reminders.stream()
                                        .map(reminder -> reminder.at().toString())
                                        .toArray(String[]::new))
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** A session with a reminder that is due, and the days before it that the latest one is for. */
    record DueReminder(UUID session, int days, Instant at) {}

    Uni<Optional<DueReminder>> nextReminder(Instant now) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery("""
                                select reminder.session_id, reminder.days, reminder.at
                                from invitation_reminder reminder join session on session.id = reminder.session_id
                                where not reminder.done and reminder.at <= cast(cast(:now as text) as timestamptz)
                                order by reminder.days, reminder.at limit 1 for update of session skip locked
                                """, Object[].class)
                        .setParameter("now", now.toString())
                        .getSingleResultOrNull())
                .map(row -> Optional.ofNullable(row)
                        .map(due -> new DueReminder((UUID) due[0], ((Number) due[1]).intValue(), instant(due[2]))));
    }

    /** The reminder, and those that should have gone out before it. */
    Uni<Void> reminded(DueReminder reminder) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery("""
                                update invitation_reminder set done = true
                                where session_id = :session and days >= :days and not done
                                """)
                        .setParameter("session", reminder.session())
                        .setParameter("days", reminder.days())
                        .executeUpdate())
                .replaceWithVoid();
    }
}
