package org.samverka.contracts;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What sessions-service tells the others on {@code samverka.sessions.v1}, keyed by session. */
public sealed interface SessionEvent extends Event {
    UUID sessionId();

    String program();

    @Override
    default Topic topic() {
        return Topic.SESSIONS;
    }

    @Override
    default String key() {
        return sessionId().toString();
    }

    /** {@code startsAt} is local time in {@code zone} (IANA); {@code hours} a decimal. */
    @EventType("org.samverka.sessions.session-scheduled.v1")
    record SessionScheduled(
            UUID sessionId,
            String program,
            String title,
            @Nullable String targetGroup,
            LocalDateTime startsAt,
            String zone,
            BigDecimal hours,
            int capacity,
            @Nullable String venue)
            implements SessionEvent {}

    /**
     * Full state after its time or place changed, or what it is called; {@code sequence} is that of its iCalendar object and
     * rises each time.
     */
    @EventType("org.samverka.sessions.session-rescheduled.v1")
    record SessionRescheduled(
            UUID sessionId,
            String program,
            String title,
            @Nullable String targetGroup,
            LocalDateTime startsAt,
            String zone,
            BigDecimal hours,
            int capacity,
            @Nullable String venue,
            int sequence)
            implements SessionEvent {}

    /** It takes place as planned: room, team and arrangements meet what those who come need. */
    @EventType("org.samverka.sessions.session-confirmed.v1")
    record SessionConfirmed(
            UUID sessionId, String program, @Nullable String targetGroup, int sequence) implements SessionEvent {}

    /** For whoever arranges it: no longer confirmed after a change, look at what is needed and confirm it again. */
    @EventType("org.samverka.sessions.confirmation-lapsed.v1")
    record ConfirmationLapsed(
            UUID sessionId, String program, @Nullable String targetGroup, LapseCause cause) implements SessionEvent {}

    enum LapseCause {
        needs_changed,
        arrangements_changed,
        place_or_team_changed
    }

    @EventType("org.samverka.sessions.session-canceled.v1")
    record SessionCanceled(
            UUID sessionId,
            String program,
            @Nullable String targetGroup,
            LocalDateTime startsAt,
            String zone,
            int sequence)
            implements SessionEvent {}

    /** Said once, with the first attendance. */
    @EventType("org.samverka.sessions.session-held.v1")
    record SessionHeld(
            UUID sessionId, String program, @Nullable String targetGroup) implements SessionEvent {}

    @EventType("org.samverka.sessions.session-booked.v1")
    record SessionBooked(
            UUID bookingId,
            UUID sessionId,
            String program,
            @Nullable String targetGroup,
            UUID personId,
            UUID pseudonym) implements SessionEvent {}

    @EventType("org.samverka.sessions.booking-canceled.v1")
    record BookingCanceled(UUID bookingId, UUID sessionId, String program, UUID personId, UUID pseudonym)
            implements SessionEvent {}

    /** Full state of one person's attendance: {@code hours} 0 corrects to absent, the higher {@code version} wins. */
    @EventType("org.samverka.sessions.attendance-recorded.v1")
    record AttendanceRecorded(
            UUID sessionId,
            String program,
            @Nullable String targetGroup,
            UUID personId,
            UUID pseudonym,
            BigDecimal hours,
            int version)
            implements SessionEvent {}

    /**
     * A person was invited, for the first time or anew after they had left the program. {@code notice.sequence} tells the
     * two apart.
     */
    @EventType("org.samverka.sessions.invitation-sent.v1")
    record InvitationSent(
            UUID invitationId,
            UUID sessionId,
            String program,
            UUID personId,
            UUID pseudonym,
            Notice notice,
            AnswerLink link)
            implements SessionEvent {}

    /** Somebody has not answered, so many days before the session; said once for each number of days. */
    @EventType("org.samverka.sessions.invitation-reminded.v1")
    record InvitationReminded(
            UUID invitationId,
            UUID sessionId,
            String program,
            UUID personId,
            UUID pseudonym,
            int daysBefore,
            Notice notice,
            AnswerLink link)
            implements SessionEvent {}

    /** What a person is invited to takes place at another time or place; what they have answered stands until they change it. */
    @EventType("org.samverka.sessions.invitation-changed.v1")
    record InvitationChanged(
            UUID invitationId,
            UUID sessionId,
            String program,
            UUID personId,
            UUID pseudonym,
            Notice notice,
            AnswerLink link)
            implements SessionEvent {}

    /** There is nothing to come to: the session is canceled, or the invitation taken back. */
    @EventType("org.samverka.sessions.invitation-canceled.v1")
    record InvitationCanceled(
            UUID invitationId,
            UUID sessionId,
            String program,
            UUID personId,
            UUID pseudonym,
            boolean sessionCanceled,
            Notice notice)
            implements SessionEvent {}

    /** What a person has answered, or that they no longer need to; never what they need. The higher {@code version} wins. */
    @EventType("org.samverka.sessions.invitation-answered.v1")
    record InvitationAnswered(
            UUID invitationId,
            UUID sessionId,
            String program,
            UUID personId,
            UUID pseudonym,
            InvitationAnswer answer,
            int version)
            implements SessionEvent {}

    enum InvitationAnswer {
        accepted,
        waitlisted,
        declined
    }

    /**
     * What a letter says of the session, and the object for calendars. {@code discreet}: part of a support track, so a
     * letter's subject and preview say nothing of it, and there is no {@code title}.
     *
     * @param endsAt of its last part, local time as {@code startsAt}
     * @param sequence of the calendar object; rises with each that is sent about the same session to the same person
     * @param calendar an iCalendar object (RFC 5545, METHOD as RFC 5546). Its only ATTENDEE is {@code urn:uuid:} and the
     *     invitation's id, its ORGANIZER {@code urn:samverka:organizer}: whoever mails it puts the addresses in
     */
    record Notice(
            @Nullable String title,
            LocalDateTime startsAt,
            LocalDateTime endsAt,
            String zone,
            @Nullable String venue,
            boolean discreet,
            int sequence,
            String calendar) {}

    /**
     * How to answer without a password, and what is asked.
     *
     * @param token opens this one invitation and nothing else; not to be logged or put where a server sees it in a URL
     * @param until when the token stops working
     * @param needsAsked the needs that can be ticked, beside free text; every invitation asks
     */
    record AnswerLink(String token, Instant until, List<String> needsAsked) {
        public AnswerLink {
            if (needsAsked.isEmpty()) {
                throw new IllegalArgumentException("Every invitation asks what people need");
            }
            needsAsked = List.copyOf(needsAsked);
        }

        /** The token opens the invitation to whoever holds it. */
        @Override
        public String toString() {
            return "AnswerLink[until=" + until + "]";
        }
    }

    /**
     * A booking that holds no certain seat came into another state, or ceased to wait; getting a seat is said by
     * SessionBooked, losing it by BookingCanceled. {@code offerUntil} is when an offered seat goes to the next; {@code reason}
     * a stable code in kebab-case. The higher {@code version} wins.
     */
    @EventType("org.samverka.sessions.booking-changed.v1")
    record BookingChanged(
            UUID bookingId,
            UUID sessionId,
            String program,
            @Nullable String targetGroup,
            UUID personId,
            UUID pseudonym,
            BookingState state,
            @Nullable String reason,
            @Nullable Instant offerUntil,
            int version)
            implements SessionEvent {}

    /** {@code requested} waits for approval; {@code offered} holds a seat until a time. */
    enum BookingState {
        requested,
        waitlisted,
        offered,
        canceled
    }

    /**
     * Participant and leader have both attested one person's hours, as AttendanceRecorded of this {@code version} said them;
     * they are certified until a higher version of it arrives. {@code days} has the hours of each local day.
     */
    @EventType("org.samverka.sessions.hours-attested.v1")
    record HoursAttested(
            UUID sessionId,
            String program,
            @Nullable String targetGroup,
            UUID personId,
            UUID pseudonym,
            BigDecimal hours,
            List<DayHours> days,
            int version)
            implements SessionEvent {}

    record DayHours(LocalDate date, BigDecimal hours) {}
}
