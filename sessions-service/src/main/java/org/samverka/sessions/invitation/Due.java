package org.samverka.sessions.invitation;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.sessions.invitation.Notices.Matter;
import org.samverka.sessions.session.Part;
import org.samverka.sessions.session.Session;

/**
 * What a session's invitations have to be held against.
 *
 * @param people whose enrollments have changed; none: everybody's may have
 * @param changedAt when the session was last changed
 * @param parts of the session, in the order of time
 * @param venue by its name, if there is one
 */
record Due(
        InvitationRule rule,
        @Nullable List<UUID> people,
        Instant changedAt,
        List<Part> parts,
        @Nullable String venue,
        Set<String> supportGroups) {
    Matter matter(Session session) {
        return new Matter(session, rule.isDiscreet(session, supportGroups), changedAt, parts, venue);
    }
}
