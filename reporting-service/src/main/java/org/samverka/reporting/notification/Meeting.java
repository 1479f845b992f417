package org.samverka.reporting.notification;

import java.time.Instant;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.SessionEvent.AnswerLink;
import org.samverka.contracts.SessionEvent.Notice;

/**
 * The session that a letter is about, and how to answer.
 *
 * @param title none: nothing in the letter says what it is about
 * @param token opens the invitation to whoever has the letter; none: there is nothing to answer
 */
record Meeting(
        @Nullable String title,
        LocalDateTime startsAt,
        LocalDateTime endsAt,
        String zone,
        @Nullable String venue,
        boolean discreet,
        String calendar,
        @Nullable String token,
        @Nullable Instant until) {
    static Meeting of(Notice notice, AnswerLink link) {
        return of(notice, link.token(), link.until());
    }

    static Meeting of(Notice notice) {
        return of(notice, null, null);
    }

    private static Meeting of(Notice notice, @Nullable String token, @Nullable Instant until) {
        return new Meeting(
                notice.discreet() ? null : notice.title(),
                notice.startsAt(),
                notice.endsAt(),
                notice.zone(),
                notice.venue(),
                notice.discreet(),
                notice.calendar(),
                token,
                until);
    }

    /** What opens the invitation shows up in no log. */
    @Override
    public String toString() {
        return "Meeting";
    }
}
