package org.samverka.reporting.notification;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Letters that came back: an address that is dead is no longer written to, until there is another. */
@ApplicationScoped
class Bounces {
    private final NotificationRole role;

    Bounces(NotificationRole role) {
        this.role = role;
    }

    /** What comes back twice came back once. */
    Uni<Void> note(UUID notification, Bounce bounce) {
        return role.within(connection -> connection
                .preparedQuery("""
                        with back as (
                            update notification.notification set state = 'bounced', reason = $2
                            where id = $1 and state = 'sent' returning person_id, sent_at)
                        update notification.contact set bounced_at = clock_timestamp()
                        from back where contact.person_id = back.person_id and $3 and contact.email_since <= back.sent_at
                        """)
                .execute(Tuple.of(notification, bounce.status(), bounce.isAddressDead()))
                .replaceWithVoid());
    }
}
