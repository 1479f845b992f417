package org.samverka.sessions.invitation;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.sessions.invitation.Notices.Matter;
import org.samverka.sessions.session.Session;

/**
 * What a session's invitations have to be held against.
 *
 * @param people whose enrollments have changed; none: everybody's may have
 * @param venue by its name, if there is one
 */
record Due(
        InvitationRule rule,
        @Nullable List<UUID> people,
        When when,
        @Nullable String venue,
        Set<String> supportGroups) {
    /**
     * @param changedAt when the session was last changed
     * @param end of its last part
     */
    record When(Instant changedAt, Instant end) {}

    Matter matter(Session session) {
        return new Matter(session, rule.isDiscreet(session, supportGroups), when, venue);
    }
}
