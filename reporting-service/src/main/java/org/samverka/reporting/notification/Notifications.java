package org.samverka.reporting.notification;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.PageQuery;

/** One notification per cause. */
@ApplicationScoped
class Notifications {
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
            Instant causedAt,
            @Nullable Instant sentAt) {}

    record Count(Kind kind, State state, long count) {}

    /** In the inbox's transaction; a cause that is known already changes nothing. */
    Uni<Void> note(List<Cause> causes) {
        if (causes.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                insert into notification.notification (id, kind, program, person_id, caused_at, meeting, state)
                                select id, kind, program, person_id, cast(at as timestamptz), cast(meeting as jsonb),
                                    case when contact.person_id is null then 'waiting' else 'pending' end
                                from unnest(cast(:ids as uuid[]), cast(:kinds as text[]), cast(:programs as text[]),
                                    cast(:people as uuid[]), cast(:times as text[]), cast(:meetings as text[])) with ordinality
                                    as cause (id, kind, program, person_id, at, meeting, n)
                                left join notification.contact using (person_id)
                                order by n
                                on conflict (id) do nothing
                                """)
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
                        .setParameter(
                                "times",
                                causes.stream()
                                        .map(cause -> cause.at().toString())
                                        .toArray(String[]::new))
                        .executeUpdate())
                .replaceWithVoid();
    }

    Uni<List<Notification>> of(UUID person, @Nullable String program, PageQuery page) {
        return role.within(connection -> connection
                .preparedQuery("""
                        select id, position, kind, program, state, reason, caused_at, sent_at
                        from notification.notification
                        where person_id = $1 and ($2::text is null or program = $2) and position > $3
                        order by position limit $4
                        """)
                .execute(Tuple.of(person, program, page.after(), page.rows()))
                .map(rows -> list(rows, Notifications::notification)));
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
        OffsetDateTime sentAt = row.getOffsetDateTime("sent_at");
        return new Notification(
                row.getUUID("id"),
                row.getLong("position"),
                Kind.of(row.getString("kind")),
                row.getString("program"),
                State.valueOf(row.getString("state")),
                row.getString("reason"),
                row.getOffsetDateTime("caused_at").toInstant(),
                sentAt == null ? null : sentAt.toInstant());
    }

    private static <T> List<T> list(RowSet<Row> rows, Function<Row, T> read) {
        return StreamSupport.stream(rows.spliterator(), false).map(read).toList();
    }
}
