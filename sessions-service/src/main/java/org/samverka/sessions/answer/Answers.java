package org.samverka.sessions.answer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.SessionEvent.InvitationAnswer;
import org.samverka.contracts.delivery.Outbox;
import org.samverka.contracts.rest.ETags;
import org.samverka.sessions.booking.OwnSeats;
import org.samverka.sessions.booking.OwnSeats.Outcome;
import org.samverka.sessions.invitation.Invitation;
import org.samverka.sessions.invitation.Invitations;
import org.samverka.sessions.invitation.Invitations.Invited;
import org.samverka.sessions.need.Needs;
import org.samverka.sessions.need.StatedNeeds;

/**
 * What people answer: whoever comes gets a seat by the rules for bookings, and what they need is kept for whoever arranges
 * the session; whoever does not come has neither.
 */
@ApplicationScoped
class Answers {
    private final Invitations invitations;
    private final OwnSeats seats;
    private final Needs needs;
    private final Outbox outbox;
    private final Clock clock;

    Answers(Invitations invitations, OwnSeats seats, Needs needs, Outbox outbox, Clock clock) {
        this.invitations = invitations;
        this.seats = seats;
        this.needs = needs;
        this.outbox = outbox;
        this.clock = clock;
    }

    interface Reply {
        /** Of the person whose invitation it is; none: they do not come. */
        @Nullable
        StatedNeeds of(UUID person);
    }

    /** @param person whose invitation it has to be; none: whoever holds the link */
    Uni<Invited> answer(UUID id, @Nullable UUID person, @Nullable String ifMatch, Reply reply) {
        return invitations
                .known(id, person)
                .invoke(invited -> ETags.require(ifMatch, invited.invitation().version()))
                .invoke(this::requireAnswerable)
                .chain(invited -> answer(invited, reply.of(invited.invitation().personId())))
                .chain(() -> invitations.known(id, person));
    }

    private Uni<Void> answer(Invited invited, @Nullable StatedNeeds stated) {
        return seat(invited, stated != null)
                .chain(answer -> keep(invited.invitation().id(), answer, stated));
    }

    private void requireAnswerable(Invited invited) {
        invited.invitation().requireAnswerable(invited.session(), clock.instant());
    }

    private Uni<InvitationAnswer> seat(Invited invited, boolean comes) {
        Invitation invitation = invited.invitation();
        return comes
                ? seats.take(invitation.sessionId(), invitation.personId(), bookingId(invitation))
                        .map(outcome ->
                                outcome == Outcome.seat ? InvitationAnswer.accepted : InvitationAnswer.waitlisted)
                : seats.giveUp(invitation.sessionId(), invitation.personId()).replaceWith(InvitationAnswer.declined);
    }

    /** An answer that is given again, because the first attempt broke off, is the same request for a seat. */
    private static UUID bookingId(Invitation invitation) {
        return UUID.nameUUIDFromBytes(
                "seat %s %d".formatted(invitation.id(), invitation.version()).getBytes(UTF_8));
    }

    private Uni<Void> keep(UUID id, InvitationAnswer answer, @Nullable StatedNeeds stated) {
        return Panache.withTransaction(() -> invitations
                .locked(id)
                .invoke(this::requireAnswerable)
                .call(invited -> keepNeeds(invited, stated))
                .map(invited -> invited.invitation().answer(answer, clock.instant()))
                .chain(event -> outbox.append(event)));
    }

    private Uni<Void> keepNeeds(Invited invited, @Nullable StatedNeeds stated) {
        UUID session = invited.session().id();
        return stated == null
                ? needs.delete(session, invited.invitation().personId())
                : needs.put(session, invited.session().lastDay(), stated);
    }

    /** What the person has stated so far, for that person alone. */
    @WithSession
    Uni<Optional<StatedNeeds>> stated(Invited invited) {
        return needs.of(invited.session().id(), invited.invitation().personId());
    }
}
