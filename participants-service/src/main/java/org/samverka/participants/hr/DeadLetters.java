package org.samverka.participants.hr;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Refused;

/** What could not be taken in, until it is replayed or discarded. Who looks at one is written down. */
@ApplicationScoped
class DeadLetters {
    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};
    private static final String COLUMNS =
            "id, position, reason, detail, source, event_id, type, key, time, state, attempts, closed_because";

    /** In whose scope a letter is: of a source that speaks for organizations of the caller, and for no others. */
    private static final String VISIBLE = """
            (:all or exists (
                select from (
                    select organization from hr_partner p where p.source = l.source
                    union all select organization from hr_source_organization o where o.source = l.source) spoken
                having count(*) > 0 and bool_and(spoken.organization = any(:within))))
            """;

    private final Pool database;
    private final ObjectMapper json;
    private final int keptDays;

    DeadLetters(
            Pool database,
            ObjectMapper json,
            @ConfigProperty(name = "samverka.hr.dead-letters.kept-days", defaultValue = "90") int keptDays) {
        this.database = database;
        this.json = json;
        this.keptDays = keptDays;
    }

    /** A letter as it came. */
    record Arrived(
            UUID id,
            String reason,
            String detail,
            @Nullable String source,
            @Nullable String eventId,
            @Nullable String type,
            @Nullable String key,
            Map<String, String> headers,
            byte[] payload,
            Instant time) {}

    record Letter(
            UUID id,
            long position,
            String reason,
            String detail,
            @Nullable String source,
            @Nullable String eventId,
            @Nullable String type,
            @Nullable String key,
            Instant time,
            String state,
            int attempts,
            @Nullable String closedBecause) {
        static Letter of(@Nullable Object[] row) {
            return new Letter(
                    (UUID) row[0],
                    ((Number) row[1]).longValue(),
                    (String) row[2],
                    (String) row[3],
                    (String) row[4],
                    (String) row[5],
                    (String) row[6],
                    (String) row[7],
                    ((OffsetDateTime) row[8]).toInstant(),
                    (String) row[9],
                    (Integer) row[10],
                    (String) row[11]);
        }
    }

    /** A letter opened. */
    record Opened(Letter letter, Map<String, String> headers, byte[] payload) {}

    record Filter(
            @Nullable String reason,
            @Nullable String source,
            @Nullable String state,
            @Nullable Instant from,
            @Nullable Instant to) {}

    /** Who looks. */
    record Reader(String subject, String role) {}

    static final class LetterClosed extends Refused {
        LetterClosed() {
            super("This letter has been replayed or discarded already");
        }
    }

    /** Once each: a letter that comes again changes nothing. By the pool, since it is tried again on any thread. */
    Uni<Void> keep(List<Arrived> letters) {
        if (letters.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return database.preparedQuery("""
                        insert into hr_dead_letter (id, reason, detail, source, event_id, type, key, headers, payload, time)
                        values ($1, $2, $3, $4, $5, $6, $7, cast($8 as text)::jsonb, $9, $10)
                        on conflict (id) do nothing
                        """)
                .executeBatch(letters.stream().map(this::tuple).toList())
                .replaceWithVoid();
    }

    private Tuple tuple(Arrived letter) {
        return Tuple.tuple()
                .addUUID(letter.id())
                .addString(letter.reason())
                .addString(letter.detail())
                .addString(letter.source())
                .addString(letter.eventId())
                .addString(letter.type())
                .addString(letter.key())
                .addString(write(letter.headers()))
                .addBuffer(io.vertx.mutiny.core.buffer.Buffer.buffer(letter.payload()))
                .addOffsetDateTime(letter.time().atOffset(ZoneOffset.UTC));
    }

    private String write(Map<String, String> headers) {
        try {
            return json.writeValueAsString(headers);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> headers(String written) {
        try {
            return json.readValue(written, HEADERS);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param within the organizations whose letters may be seen, or none for all */
    @WithSession
    Uni<List<Letter>> list(Filter filter, @Nullable Set<String> within, PageQuery page) {
        return Panache.getSession()
                .chain(session -> narrowed(session, COLUMNS, "order by position limit :rows", filter, within)
                        .setParameter("after", page.after())
                        .setParameter("rows", page.rows())
                        .getResultList())
                .map(rows -> rows.stream().map(Letter::of).toList());
    }

    private static Mutiny.SelectionQuery<Object[]> narrowed(
            Mutiny.Session session, String columns, String order, Filter filter, @Nullable Set<String> within) {
        return session.createNativeQuery("""
                        select %s from hr_dead_letter l
                        where position > :after and (cast(:reason as text) is null or reason = :reason)
                            and (cast(:source as text) is null or source = :source)
                            and (cast(:state as text) is null or state = :state)
                            and (cast(:from as text) is null or time >= cast(cast(:from as text) as timestamptz))
                            and (cast(:to as text) is null or time < cast(cast(:to as text) as timestamptz))
                            and %s
                        %s
                        """.formatted(columns, VISIBLE, order), Object[].class)
                .setParameter("reason", filter.reason())
                .setParameter("source", filter.source())
                .setParameter("state", filter.state())
                .setParameter(
                        "from", filter.from() == null ? null : filter.from().toString())
                .setParameter("to", filter.to() == null ? null : filter.to().toString())
                .setParameter("all", within == null)
                .setParameter("within", within == null ? new String[0] : within.toArray(String[]::new));
    }

    /** Opens one, which is written down. */
    @WithTransaction
    Uni<Opened> open(UUID id, @Nullable Set<String> within, Reader reader, String why) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select %s, cast(headers as text), payload from hr_dead_letter l where id = :id and %s
                                """.formatted(COLUMNS, VISIBLE), Object[].class)
                        .setParameter("id", id)
                        .setParameter("all", within == null)
                        .setParameter("within", within == null ? new String[0] : within.toArray(String[]::new))
                        .getSingleResultOrNull()
                        .onItem()
                        .ifNull()
                        .failWith(() -> new NotKnown("There is no such dead letter among yours"))
                        .map(this::opened)
                        .call(opened -> look(session, List.of(opened), reader, why)));
    }

    /** Opens those that wait, the least tried first. */
    @WithTransaction
    Uni<List<Opened>> openSome(Filter filter, @Nullable Set<String> within, Reader reader, int most) {
        return Panache.getSession()
                .chain(session -> narrowed(
                                session,
                                COLUMNS + ", cast(headers as text), payload",
                                "order by attempts, position limit :rows",
                                filter,
                                within)
                        .setParameter("after", 0L)
                        .setParameter("rows", most)
                        .getResultList()
                        .map(rows -> rows.stream().map(this::opened).toList())
                        .call(opened -> look(session, opened, reader, "replay")));
    }

    private Opened opened(Object[] row) {
        return new Opened(Letter.of(row), headers((String) row[12]), (byte[]) row[13]);
    }

    private static Uni<?> look(Mutiny.Session session, List<Opened> letters, Reader reader, String why) {
        if (letters.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return session.createNativeQuery("""
                        insert into hr_dead_letter_look (letter, who, role, why)
                        select letter, :who, :role, :why from unnest(cast(:letters as uuid[])) as seen (letter)
                        """)
                .setParameter("who", reader.subject())
                .setParameter("role", reader.role())
                .setParameter("why", why)
                .setParameter(
                        "letters",
                        letters.stream().map(opened -> opened.letter().id()).toArray(UUID[]::new))
                .executeUpdate();
    }

    /** Writes down that these were tried, and closes those that were taken in. */
    @WithTransaction
    Uni<Void> tried(List<UUID> taken, List<UUID> refused, Reader reader) {
        var all = new ArrayList<>(taken);
        all.addAll(refused);
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                update hr_dead_letter
                                set attempts = attempts + 1,
                                    state = case when id = any(cast(:taken as uuid[])) then 'replayed' else state end,
                                    closed_at = case when id = any(cast(:taken as uuid[])) then current_timestamp end,
                                    closed_by = case when id = any(cast(:taken as uuid[])) then cast(:who as text) end
                                where id = any(cast(:all as uuid[])) and state = 'open'
                                """)
                        .setParameter("taken", taken.toArray(UUID[]::new))
                        .setParameter("all", all.toArray(UUID[]::new))
                        .setParameter("who", reader.subject())
                        .executeUpdate())
                .replaceWithVoid();
    }

    @WithTransaction
    Uni<Void> discard(UUID id, String reason, Reader reader) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                update hr_dead_letter
                                set state = 'discarded', closed_at = current_timestamp, closed_by = :who, closed_because = :reason
                                where id = :id and state = 'open'
                                """)
                        .setParameter("id", id)
                        .setParameter("who", reader.subject())
                        .setParameter("reason", reason)
                        .executeUpdate())
                .invoke(changed -> {
                    if (changed == 0) {
                        throw new LetterClosed();
                    }
                })
                .replaceWithVoid();
    }

    @Scheduled(every = "1h", delayed = "11m", skipExecutionIf = ApplicationNotRunning.class)
    Uni<Void> forget() {
        return database.preparedQuery(
                        "delete from hr_dead_letter where time < current_timestamp - make_interval(days => $1)")
                .execute(Tuple.of(keptDays))
                .replaceWithVoid();
    }

    /** Of the letter's place in the log, which names it for good. */
    static UUID id(String place) {
        return UUID.nameUUIDFromBytes(ByteBuffer.wrap(place.getBytes(UTF_8)).array());
    }
}
