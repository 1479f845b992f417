package org.samverka.sessions.invitation;

import org.samverka.sessions.session.Session;

/** What a session's state means for its invitations. */
enum Standing {
    /** Nobody is invited yet, or any longer. */
    closed,
    /** People are invited and may answer. */
    open,
    /** Whoever was invited is told that it does not take place. */
    canceled;

    static Standing of(Session session) {
        return switch (session.state()) {
            case draft, held -> closed;
            case open, confirmed -> open;
            case canceled -> canceled;
        };
    }
}
