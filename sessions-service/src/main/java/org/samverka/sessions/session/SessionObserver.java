package org.samverka.sessions.session;

import io.smallrye.mutiny.Uni;

/** Is told, in the same transaction, what becomes of a session that people have been told of. */
public interface SessionObserver {
    default Uni<Void> opened(Session session) {
        return Uni.createFrom().voidItem();
    }

    /** Its time or place changed, or what it is called; its sequence has risen. */
    default Uni<Void> moved(Session session) {
        return Uni.createFrom().voidItem();
    }

    /** Its sequence has risen. */
    default Uni<Void> canceled(Session session) {
        return Uni.createFrom().voidItem();
    }
}
