package org.samverka.reporting.notification;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.ETags;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.contracts.rest.PageQuery;

/** One notification per cause. */
@ApplicationScoped
class Notifications {
    private static final String COLUMNS =
            " id, position, kind, program, state, reason, discreet, caused_at, sent_at, read_at, version ";

    private final NotificationRole role;
    private final Meetings meetings;

    Notifications(NotificationRole role, Meetings meetings) {
        this.role = role;
        this.meetings = meetings;
    }

    record Notification(
            UUID id,
            long position,
            Kind kind,
            String program,
            State state,
            @Nullable String reason,
            boolean discreet,
            Instant causedAt,
            @Nullable Instant sentAt,
            @Nullable Instant readAt,
            int version) {}

    record Count(Kind kind, State state, long count) {}

    /** In the inbox's transaction; a cause that is known already changes nothing. */
    Uni<Void> note(List<Cause> causes) {
        if (causes.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                with noted as (
                                    insert into notification.notification
                                        (id, kind, program, person_id, caused_at, meeting, link, about, discreet, state)
                                    select id, kind, program, person_id, cast(at as timestamptz), cast(meeting as jsonb), link, about,
                                        discreet, case when contact.person_id is null then 'waiting' else 'pending' end
                                    from unnest(cast(:ids as uuid[]), cast(:kinds as text[]), cast(:programs as text[]),
                                        cast(:people as uuid[]), cast(:times as text[]), cast(:meetings as text[]),
                                        cast(:links as text[]), cast(:abouts as text[]), cast(:discreet as boolean[])) with ordinality
                                        as cause (id, kind, program, person_id, at, meeting, link, about, discreet, n)
                                    left join notification.contact using (person_id)
                                    order by n
                                    on conflict (id) do nothing
                                    returning person_id)
                                select count(pg_notify('notifications', cast(person_id as text)))
                                from (select distinct person_id from noted) as told
                                """, Long.class)
                        .setParameter("ids", causes.stream().map(Cause::id).toArray(UUID[]::new))
                        .setParameter(
                                "kinds",
                                causes.stream().map(cause -> cause.kind().key()).toArray(String[]::new))
                        .setParameter(
                                "programs", causes.stream().map(Cause::program).toArray(String[]::new))
                        .setParameter(
                                "people", causes.stream().map(Cause::personId).toArray(UUID[]::new))
                        .setParameter(
                                "meetings",
                                causes.stream()
                                        .map(cause -> meetings.written(cause.meeting()))
                                        .toArray(String[]::new))
                        .setParameter("links", causes.stream().map(Cause::link).toArray(String[]::new))
                        .setParameter(
                                "abouts", causes.stream().map(Cause::about).toArray(String[]::new))
                        .setParameter(
                                "discreet", causes.stream().map(Cause::discreet).toArray(Boolean[]::new))
                        .setParameter(
                                "times",
                                causes.stream()
                                        .map(cause -> cause.at().toString())
                                        .toArray(String[]::new))
                        .getSingleResult())
                .replaceWithVoid();
    }

    /** @param unread only those that the person has not read, or only those that they have */
    Uni<List<Notification>> of(UUID person, @Nullable String program, @Nullable Boolean unread, PageQuery page) {
        return role.within(connection -> connection
                .preparedQuery("select " + COLUMNS + """
                        from notification.notification
                        where person_id = $1 and ($2::text is null or program = $2) and position > $3
                            and ($4::boolean is null or (read_at is null) = $4)
                        order by position limit $5
                        """)
                .execute(Tuple.of(person, program, page.after(), unread, page.rows()))
                .map(rows -> list(rows, Notifications::notification)));
    }

    /** Those that came after a position, so many at most. */
    Uni<List<Notification>> after(UUID person, long position, int most) {
        return role.within(connection -> connection
                .preparedQuery("select " + COLUMNS + """
                        from notification.notification where person_id = $1 and position > $2 order by position limit $3
                        """)
                .execute(Tuple.of(person, position, most))
                .map(rows -> list(rows, Notifications::notification)));
    }

    /** The position of the newest of all. */
    Uni<Long> newest() {
        return role.within(connection -> connection
                .query("select coalesce(max(position), 0) as newest from notification.notification")
                .execute()
                .map(rows -> rows.iterator().next().getLong("newest")));
    }

    /** One of the person's own; another's is as unknown as none. */
    Uni<Notification> own(UUID id, UUID person) {
        return role.within(connection -> own(connection, id, person, ""));
    }

    private static Uni<Notification> own(SqlConnection connection, UUID id, UUID person, String lock) {
        return connection
                .preparedQuery("select " + COLUMNS + """
                        from notification.notification where id = $1 and person_id = $2
                        """ + lock)
                .execute(Tuple.of(id, person))
                .map(rows -> list(rows, Notifications::notification).stream()
                        .findFirst()
                        .orElseThrow(() -> new NotKnown("No such notification of yours")));
    }

    Uni<Notification> mark(UUID id, UUID person, boolean read, @Nullable String ifMatch) {
        return role.within(connection -> own(connection, id, person, " for update")
                .invoke(known -> ETags.require(ifMatch, known.version()))
                .chain(known -> (known.readAt() != null) == read
                        ? Uni.createFrom().item(known)
                        : marked(connection, id, read)));
    }

    private static Uni<Notification> marked(SqlConnection connection, UUID id, boolean read) {
        return connection
                .preparedQuery("""
                        update notification.notification set version = version + 1,
                            read_at = case when $2 then clock_timestamp() end
                        where id = $1 returning
                        """ + COLUMNS)
                .execute(Tuple.of(id, read))
                .map(rows -> notification(rows.iterator().next()));
    }

    Uni<List<Count>> counts(String program) {
        return role.within(connection -> connection
                .preparedQuery("""
                        select kind, state, count(*) from notification.notification
                        where program = $1 group by kind, state order by kind, state
                        """)
                .execute(Tuple.of(program))
                .map(rows -> list(
                        rows,
                        row -> new Count(Kind.of(row.getString(0)), State.valueOf(row.getString(1)), row.getLong(2)))));
    }

    private static Notification notification(Row row) {
        return new Notification(
                row.getUUID("id"),
                row.getLong("position"),
                Kind.of(row.getString("kind")),
                row.getString("program"),
                State.valueOf(row.getString("state")),
                row.getString("reason"),
                row.getBoolean("discreet"),
                row.getOffsetDateTime("caused_at").toInstant(),
                instant(row.getOffsetDateTime("sent_at")),
                instant(row.getOffsetDateTime("read_at")),
                row.getInteger("version"));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    private static <T> List<T> list(RowSet<Row> rows, Function<Row, T> read) {
        return StreamSupport.stream(rows.spliterator(), false).map(read).toList();
    }
}
