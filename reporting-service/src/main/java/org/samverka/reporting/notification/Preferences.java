package org.samverka.reporting.notification;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.ETags;
import org.samverka.reporting.notification.Manners.Quiet;
import org.samverka.reporting.notification.Manners.Rhythm;
import org.samverka.reporting.notification.Unsubscribing.Wish;

/** How people want to be written to; who has said nothing is treated like everybody. */
@ApplicationScoped
class Preferences {
    private final NotificationRole role;
    private final Mailbag mailbag;

    Preferences(NotificationRole role, Mailbag mailbag) {
        this.role = role;
        this.mailbag = mailbag;
    }

    /** @param version 0: nothing was said yet */
    record Preference(Manners manners, int version) {}

    Uni<Preference> of(UUID person) {
        return role.within(connection -> known(connection, person));
    }

    private Uni<Preference> known(SqlConnection connection, UUID person) {
        return connection
                .preparedQuery("""
                        select rhythm, zone, quiet_from, quiet_until, array_to_string(unsubscribed, ' ') as unsubscribed, version
                        from notification.preference where person_id = $1
                        """)
                .execute(Tuple.of(person))
                .map(rows -> rows.iterator().hasNext()
                        ? preference(rows.iterator().next())
                        : new Preference(mailbag.usual(), 0));
    }

    private static Preference preference(Row row) {
        return new Preference(
                new Manners(
                        ZoneId.of(row.getString("zone")),
                        new Quiet(row.getLocalTime("quiet_from"), row.getLocalTime("quiet_until")),
                        Rhythm.valueOf(row.getString("rhythm")),
                        Mailbag.kinds(row.getString("unsubscribed"))),
                row.getInteger("version"));
    }

    /** What waits to be gathered comes by itself when nothing is gathered any more. */
    Uni<Preference> put(UUID person, Manners manners, @Nullable String ifMatch) {
        return role.within(connection -> alone(connection, person)
                .chain(() -> known(connection, person))
                .invoke(known -> ETags.require(ifMatch, known.version()))
                .chain(known -> store(connection, person, manners))
                .chain(() -> release(connection, person, manners))
                .chain(() -> known(connection, person)));
    }

    /** Nobody else changes the person's until the transaction ends, also where there is none yet. */
    private static Uni<?> alone(SqlConnection connection, UUID person) {
        return connection
                .preparedQuery("select pg_advisory_xact_lock(hashtextextended('preference ' || $1, 0))")
                .execute(Tuple.of(person.toString()));
    }

    private static Uni<?> store(SqlConnection connection, UUID person, Manners manners) {
        return connection
                .preparedQuery("""
                        insert into notification.preference as said
                            (person_id, rhythm, zone, quiet_from, quiet_until, unsubscribed, version)
                        values ($1, $2, $3, $4, $5, $6, 1)
                        on conflict (person_id) do update set rhythm = excluded.rhythm, zone = excluded.zone,
                            quiet_from = excluded.quiet_from, quiet_until = excluded.quiet_until,
                            unsubscribed = excluded.unsubscribed, version = said.version + 1
                        """)
                .execute(Tuple.tuple()
                        .addUUID(person)
                        .addString(manners.rhythm().name())
                        .addString(manners.zone().getId())
                        .addLocalTime(manners.quiet().from())
                        .addLocalTime(manners.quiet().until())
                        .addArrayOfString(keys(manners.unsubscribed())));
    }

    private static String[] keys(Collection<Kind> kinds) {
        return kinds.stream().map(Kind::key).sorted().toArray(String[]::new);
    }

    private static Uni<?> release(SqlConnection connection, UUID person, Manners manners) {
        return manners.rhythm() != Rhythm.each
                ? Uni.createFrom().voidItem()
                : connection.preparedQuery("""
                                update notification.notification set gathered = false, next_attempt_at = clock_timestamp()
                                where person_id = $1 and state = 'pending' and gathered
                                """).execute(Tuple.of(person));
    }

    /** No more letters of one kind; once more changes nothing. */
    Uni<Void> unsubscribe(Wish wish) {
        return role.within(connection -> alone(connection, wish.person())
                .chain(() -> known(connection, wish.person()))
                .chain(known -> known.manners().unsubscribed().contains(wish.kind())
                        ? Uni.createFrom().voidItem()
                        : store(connection, wish.person(), without(known.manners(), wish.kind()))
                                .replaceWithVoid()));
    }

    private static Manners without(Manners manners, Kind kind) {
        Set<Kind> unsubscribed = new TreeSet<>(manners.unsubscribed());
        unsubscribed.add(kind);
        return new Manners(manners.zone(), manners.quiet(), manners.rhythm(), Set.copyOf(unsubscribed));
    }
}
