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
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Refused;
import org.samverka.participants.identity.Vault;
import org.samverka.participants.identity.Vault.Sealed;

/**
 * What could not be taken in, until it is replayed or discarded. What a letter holds lies sealed; who looks at one is written
 * down.
 */
@ApplicationScoped
class DeadLetters {
    private static final int SEALED_AT_ONCE = 200;
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
    private final Vault vault;
    private final int keptDays;

    DeadLetters(
            Pool database,
            ObjectMapper json,
            Vault vault,
            @ConfigProperty(name = "samverka.hr.dead-letters.kept-days", defaultValue = "90") int keptDays) {
        this.database = database;
        this.json = json;
        this.vault = vault;
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
                        insert into hr_dead_letter (id, reason, detail, source, event_id, type, key, headers, key_id, payload, time)
                        values ($1, $2, $3, $4, $5, $6, $7, cast($8 as text)::jsonb, $9, $10, $11)
                        on conflict (id) do nothing
                        """)
                .executeBatch(letters.stream().map(this::tuple).toList())
                .replaceWithVoid();
    }

    private Sealed sealed(UUID id, byte[] payload) {
        return vault.seal(payload, about(id));
    }

    private static String about(UUID letter) {
        return "dead-letter/" + letter;
    }

    private Tuple tuple(Arrived letter) {
        Sealed sealed = sealed(letter.id(), letter.payload());
        return Tuple.tuple()
                .addUUID(letter.id())
                .addString(letter.reason())
                .addString(letter.detail())
                .addString(letter.source())
                .addString(letter.eventId())
                .addString(letter.type())
                .addString(letter.key())
                .addString(write(letter.headers()))
                .addString(sealed.keyId())
                .addBuffer(Buffer.buffer(sealed.bytes()))
                .addOffsetDateTime(letter.time().atOffset(ZoneOffset.UTC));
    }

    /** The same within the caller's transaction. */
    Uni<Void> keepAlong(List<Arrived> letters) {
        if (letters.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Sealed> sealed = letters.stream()
                .map(letter -> sealed(letter.id(), letter.payload()))
                .toList();
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                insert into hr_dead_letter (id, reason, detail, source, event_id, type, key, headers, key_id, payload, time)
                                select id, reason, detail, source, event_id, type, key, cast(headers as jsonb), key_id,
                                    decode(payload, 'base64'), cast(time as timestamptz)
                                from unnest(cast(:ids as uuid[]), cast(:reasons as text[]), cast(:details as text[]), cast(:sources as text[]),
                                    cast(:events as text[]), cast(:types as text[]), cast(:keys as text[]), cast(:headers as text[]),
                                    cast(:keyIds as text[]), cast(:payloads as text[]), cast(:times as text[]))
                                    as letter (id, reason, detail, source, event_id, type, key, headers, key_id, payload, time)
                                on conflict (id) do nothing
                                """)
                        .setParameter("ids", letters.stream().map(Arrived::id).toArray(UUID[]::new))
                        .setParameter("reasons", texts(letters, Arrived::reason))
                        .setParameter("details", texts(letters, Arrived::detail))
                        .setParameter("sources", texts(letters, Arrived::source))
                        .setParameter("events", texts(letters, Arrived::eventId))
                        .setParameter("types", texts(letters, Arrived::type))
                        .setParameter("keys", texts(letters, Arrived::key))
                        .setParameter("headers", texts(letters, letter -> write(letter.headers())))
                        .setParameter("keyIds", texts(sealed, Sealed::keyId))
                        .setParameter(
                                "payloads",
                                texts(sealed, each -> Base64.getEncoder().encodeToString(each.bytes())))
                        .setParameter(
                                "times", texts(letters, letter -> letter.time().toString()))
                        .executeUpdate())
                .replaceWithVoid();
    }

    private static <T> @Nullable String[] texts(List<T> rows, Function<T, @Nullable String> column) {
        return rows.stream().map(column).toArray(String[]::new);
    }

    /** Seals what was kept before letters were sealed. */
    @Scheduled(
            every = "1h",
            delayed = "5s",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = ApplicationNotRunning.class)
    Uni<Void> sealOpenOnes() {
        return database.preparedQuery("select id, payload from hr_dead_letter where key_id is null limit $1")
                .execute(Tuple.of(SEALED_AT_ONCE))
                .chain(rows -> rows.size() == 0
                        ? Uni.createFrom().voidItem()
                        : database.preparedQuery(
                                        "update hr_dead_letter set key_id = $2, payload = $3 where id = $1 and key_id is null")
                                .executeBatch(StreamSupport.stream(rows.spliterator(), false)
                                        .map(this::sealing)
                                        .toList())
                                .chain(this::sealOpenOnes));
    }

    private Tuple sealing(Row row) {
        UUID id = row.getUUID(0);
        Sealed sealed = sealed(id, row.getBuffer(1).getBytes());
        return Tuple.tuple().addUUID(id).addString(sealed.keyId()).addBuffer(Buffer.buffer(sealed.bytes()));
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
                                select %s, cast(headers as text), payload, key_id from hr_dead_letter l where id = :id and %s
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
                                COLUMNS + ", cast(headers as text), payload, key_id",
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
        Letter letter = Letter.of(row);
        return new Opened(letter, headers((String) row[12]), payload(letter.id(), (byte[]) row[13], (String) row[14]));
    }

    private byte[] payload(UUID letter, byte[] kept, @Nullable String keyId) {
        return keyId == null ? kept : vault.open(new Sealed(keyId, kept), about(letter));
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
