package org.samverka.sessions.invitation;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.samverka.sessions.invitation.InvitationRules.DueReminder;
import org.samverka.sessions.session.Session;
import org.samverka.sessions.session.Sessions;

/**
 * Reminds those who have not answered, once for each number of days that the rule names: whom it has reminded stands in
 * the database with the message that says so, so neither a restart nor another replica does it again. What came due while
 * nothing ran is one reminder, not several.
 */
@ApplicationScoped
class Reminding {
    private static final int BATCH = 500;

    private final Sessions sessions;
    private final InvitationRules rules;
    private final Guests guests;
    private final Notices notices;
    private final Clock clock;

    Reminding(Sessions sessions, InvitationRules rules, Guests guests, Notices notices, Clock clock) {
        this.sessions = sessions;
        this.rules = rules;
        this.guests = guests;
        this.notices = notices;
        this.clock = clock;
    }

    @Scheduled(
            every = "${samverka.invitations.remind-every:10s}",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = ApplicationNotRunning.class)
    Uni<Void> remind() {
        return Inviting.whileThereIsMore(() -> Panache.withTransaction(() -> rules.nextReminder(clock.instant())
                .chain(due -> due.map(reminder -> remind(reminder).replaceWith(true))
                        .orElseGet(() -> Uni.createFrom().item(false)))));
    }

    private Uni<Void> remind(DueReminder reminder) {
        return sessions.locked(reminder.session())
                .chain(session -> isToCome(session) ? remind(session, reminder) : rules.reminded(reminder));
    }

    private boolean isToCome(Session session) {
        return Standing.of(session) == Standing.open
                && Invitation.startOf(session).isAfter(clock.instant());
    }

    private Uni<Void> remind(Session session, DueReminder reminder) {
        return rules.known(session, null)
                .map(due -> due.matter(session))
                .chain(matter ->
                        guests.remind(reminder, BATCH).call(told -> notices.remind(matter, reminder.days(), told)))
                .chain(told -> told.size() == BATCH ? Uni.createFrom().voidItem() : rules.reminded(reminder));
    }
}
