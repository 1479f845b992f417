package org.samverka.sessions.invitation;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.samverka.sessions.invitation.Notices.Matter;
import org.samverka.sessions.session.Session;
import org.samverka.sessions.session.Sessions;

/**
 * Holds the invitations of a session against its rule, its state and the enrollments, whenever one of them has changed:
 * invites whom the rule names, takes back whom it no longer names, and tells everybody once that the session was moved or
 * canceled. A session and a few hundred people at a time, in one transaction under the session's lock, so replicas share
 * the work and nobody is told twice.
 */
@ApplicationScoped
class Inviting {
    private static final Logger LOG = Logger.getLogger(Inviting.class);
    private static final int BATCH = 500;

    private final Sessions sessions;
    private final InvitationRules rules;
    private final Guests guests;
    private final Notices notices;
    private final Clock clock;

    Inviting(Sessions sessions, InvitationRules rules, Guests guests, Notices notices, Clock clock) {
        this.sessions = sessions;
        this.rules = rules;
        this.guests = guests;
        this.notices = notices;
        this.clock = clock;
    }

    @Scheduled(
            every = "1s",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = ApplicationNotRunning.class)
    Uni<Void> invite() {
        return whileThereIsMore(() -> Panache.withTransaction(rules::spreadEnrollments))
                .chain(() -> whileThereIsMore(this::next));
    }

    /** @param work answers whether there may be more */
    static Uni<Void> whileThereIsMore(Supplier<Uni<Boolean>> work) {
        return Uni.createFrom()
                .deferred(work::get)
                .repeat()
                .whilst(more -> more)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Answers whether there may be more; what goes wrong with one session is put off and holds up no other. */
    private Uni<Boolean> next() {
        var session = new AtomicReference<Optional<UUID>>(Optional.empty());
        return Panache.withTransaction(() -> rules.nextDue()
                        .invoke(session::set)
                        .chain(id -> id.map(this::holdAgainstRule)
                                .orElseGet(() -> Uni.createFrom().item(false))))
                .onFailure()
                .recoverWithUni(failure -> Objects.requireNonNull(session.get())
                        .map(id -> putOff(id, failure))
                        .orElseGet(() -> Uni.createFrom().failure(failure)));
    }

    private Uni<Boolean> putOff(UUID session, Throwable failure) {
        LOG.warnf(failure, "The invitations to session %s wait a minute", session);
        return Panache.withTransaction(() -> rules.putOff(session)).replaceWith(true);
    }

    private Uni<Boolean> holdAgainstRule(UUID id) {
        return sessions.locked(id)
                .chain(session -> rules.take(session).chain(due -> hold(session, due)))
                .replaceWith(true);
    }

    private Uni<Void> hold(Session session, Due due) {
        Matter matter = due.matter(session);
        return switch (Standing.of(session)) {
            case closed -> Uni.createFrom().voidItem();
            case canceled -> cancel(matter);
            case open ->
                Invitation.startOf(session).isAfter(clock.instant())
                        ? inviteAndTell(matter, due)
                        : Uni.createFrom().voidItem();
        };
    }

    private Uni<Void> cancel(Matter matter) {
        return guests.cancel(matter.session(), BATCH)
                .call(told -> notices.tellCanceled(matter, true, told))
                .chain(told -> goOnIf(told.size() == BATCH, matter.session()));
    }

    private Uni<Void> inviteAndTell(Matter matter, Due due) {
        return rules.plan(due.rule().reminders(matter.session()), matter.session(), clock.instant())
                .chain(() -> guests.invite(matter.session(), due, clock.instant(), BATCH))
                .call(told -> notices.tellInvited(matter, told))
                .chain(told -> told.size() == BATCH ? rules.note(matter.session()) : withdrawAndMove(matter, due));
    }

    private Uni<Void> withdrawAndMove(Matter matter, Due due) {
        return guests.withdraw(matter.session(), due, BATCH)
                .call(told -> notices.tellCanceled(matter, false, told.wanting()))
                .chain(told -> goOnIf(told.all() == BATCH, matter.session()))
                .chain(() -> guests.move(matter.session(), BATCH))
                .call(told -> notices.tellMoved(matter, told))
                .chain(told -> goOnIf(told.size() == BATCH, matter.session()));
    }

    private Uni<Void> goOnIf(boolean more, Session session) {
        return more ? rules.note(session) : Uni.createFrom().voidItem();
    }
}
