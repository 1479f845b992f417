package org.samverka.reporting.notification;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Language;
import org.samverka.reporting.notification.Manners.Quiet;
import org.samverka.reporting.notification.Manners.Rhythm;

/** What is to be sent, and what became of it; within the transaction of whoever sends. */
@ApplicationScoped
class Mailbag {
    private static final String SELECT = """
            select notification.id, notification.person_id, kind, program.name, discreet, given_name, email, language,
                protected_identity, bounced_at is not null as bounced, attempts, caused_at, cast(meeting as text) as meeting, link, about,
                rhythm, zone, quiet_from, quiet_until, array_to_string(unsubscribed, ' ') as unsubscribed,
                (select count(*) from notification.notification sent where sent.person_id = notification.person_id
                    and sent.sent_at > clock_timestamp() - interval '24 hours' and not sent.gathered) as sent_lately
            from notification.notification
            join notification.contact using (person_id)
            join notification.program on program.key = notification.program
            left join notification.preference using (person_id)
            """;

    private final Meetings meetings;
    private final Quiet quiet;
    private final ZoneId zone;

    Mailbag(
            Meetings meetings,
            @ConfigProperty(name = "samverka.notification.quiet-from") LocalTime quietFrom,
            @ConfigProperty(name = "samverka.notification.quiet-until") LocalTime quietUntil,
            @ConfigProperty(name = "samverka.notification.zone") ZoneId zone) {
        this.meetings = meetings;
        this.quiet = new Quiet(quietFrom, quietUntil);
        this.zone = zone;
    }

    Manners usual() {
        return new Manners(zone, quiet, Rhythm.each, Set.of());
    }

    /** For whoever asks alone, until the transaction ends. */
    Uni<List<Pending>> due(SqlConnection connection, int most) {
        return connection.preparedQuery(SELECT + """
                        where state = 'pending' and not gathered and next_attempt_at <= clock_timestamp()
                        order by next_attempt_at limit $1 for update of notification skip locked
                        """).execute(Tuple.of(most)).map(this::list);
    }

    /** All that was gathered for one person, whom nobody else writes to meanwhile. */
    Uni<List<Pending>> gatheredForOne(SqlConnection connection) {
        return connection
                .preparedQuery("""
                        select person_id from notification.contact where person_id = (
                            select person_id from notification.notification join notification.contact using (person_id)
                            where state = 'pending' and gathered and next_attempt_at <= clock_timestamp()
                            order by next_attempt_at limit 1 for update of contact skip locked)
                        """)
                .execute()
                .chain(rows -> rows.iterator().hasNext()
                        ? gathered(connection, rows.iterator().next().getUUID(0))
                        : Uni.createFrom().item(List.of()));
    }

    private Uni<List<Pending>> gathered(SqlConnection connection, UUID person) {
        return connection.preparedQuery(SELECT + """
                        where state = 'pending' and gathered and next_attempt_at <= clock_timestamp()
                            and notification.person_id = $1
                        order by notification.position for update of notification
                        """).execute(Tuple.of(person)).map(this::list);
    }

    private List<Pending> list(Iterable<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false).map(this::read).toList();
    }

    private Pending read(Row row) {
        return new Pending(
                row.getUUID("id"),
                row.getUUID("person_id"),
                Kind.of(row.getString("kind")),
                row.getString("name"),
                row.getBoolean("discreet"),
                row.getString("given_name"),
                row.getString("email"),
                Language.valueOf(row.getString("language")),
                row.getBoolean("protected_identity"),
                row.getBoolean("bounced"),
                row.getInteger("attempts"),
                row.getOffsetDateTime("caused_at").toInstant(),
                meetings.read(row.getString("meeting")),
                row.getString("link"),
                row.getString("about"),
                row.getLong("sent_lately"),
                manners(row));
    }

    private Manners manners(Row row) {
        return row.getString("rhythm") == null
                ? usual()
                : new Manners(
                        ZoneId.of(row.getString("zone")),
                        new Quiet(row.getLocalTime("quiet_from"), row.getLocalTime("quiet_until")),
                        Rhythm.valueOf(row.getString("rhythm")),
                        kinds(row.getString("unsubscribed")));
    }

    static Set<Kind> kinds(@Nullable String keys) {
        return keys == null || keys.isEmpty()
                ? Set.of()
                : Arrays.stream(keys.split(" ")).map(Kind::of).collect(Collectors.toUnmodifiableSet());
    }

    Uni<Void> record(SqlConnection connection, List<Outcome> outcomes) {
        if (outcomes.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return connection
                .preparedQuery("""
                        update notification.notification set state = outcome.state, reason = outcome.reason,
                            meeting = case when outcome.state = 'pending' then meeting end,
                            link = case when outcome.state = 'pending' then link end,
                            attempts = attempts + case when outcome.tried then 1 else 0 end,
                            gathered = notification.gathered or outcome.gathered,
                            next_attempt_at = clock_timestamp() + make_interval(secs => outcome.wait),
                            sent_at = case when outcome.state = 'sent' then clock_timestamp() end
                        from unnest($1::uuid[], $2::text[], $3::text[], $4::boolean[], $5::float8[], $6::boolean[])
                            as outcome (id, state, reason, tried, wait, gathered)
                        where notification.id = outcome.id
                        """)
                .execute(Tuple.tuple()
                        .addArrayOfUUID(outcomes.stream().map(Outcome::id).toArray(UUID[]::new))
                        .addArrayOfString(outcomes.stream()
                                .map(outcome -> outcome.state().name())
                                .toArray(String[]::new))
                        .addArrayOfString(outcomes.stream().map(Outcome::reason).toArray(String[]::new))
                        .addArrayOfBoolean(outcomes.stream().map(Outcome::tried).toArray(Boolean[]::new))
                        .addArrayOfDouble(outcomes.stream()
                                .map(outcome -> seconds(outcome.pause()))
                                .toArray(Double[]::new))
                        .addArrayOfBoolean(
                                outcomes.stream().map(Outcome::gathered).toArray(Boolean[]::new)))
                .replaceWithVoid();
    }

    private static double seconds(Duration pause) {
        return pause.toMillis() / 1000d;
    }
}
