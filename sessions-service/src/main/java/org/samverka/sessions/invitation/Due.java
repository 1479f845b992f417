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
 * @param revision rises whenever the session is moved
 */
record Due(
        InvitationRule rule,
        @Nullable List<UUID> people,
        int revision,
        Instant changedAt,
        Set<String> supportGroups) {
    Matter matter(Session session) {
        return new Matter(session, rule.isDiscreet(session, supportGroups), changedAt);
    }
}
