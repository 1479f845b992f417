package org.samverka.reporting.notification;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Function;

/**
 * The database role that alone may touch contacts and notifications. A transaction takes it on until its end; without it
 * the service has no right to them, and with it none to the statistics.
 */
@ApplicationScoped
class NotificationRole {
    /** An advisory lock: "notify". */
    private static final long TURN = 0x6e6f74696679L;

    private final Pool database;

    NotificationRole(Pool database) {
        this.database = database;
    }

    /**
     * For the rest of the inbox's transaction. Such transactions go one after the other: side by side, a notification
     * would miss the contact that misses the notification.
     */
    Uni<Void> assume() {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select set_config('role', 'reporting_notification', true) from pg_advisory_xact_lock(:turn)",
                                String.class)
                        .setParameter("turn", TURN)
                        .getSingleResult())
                .replaceWithVoid();
    }

    /** A transaction of its own. */
    <T> Uni<T> within(Function<SqlConnection, Uni<T>> work) {
        return database.withTransaction(connection -> connection
                .query("set local role reporting_notification")
                .execute()
                .chain(() -> work.apply(connection)));
    }
}
