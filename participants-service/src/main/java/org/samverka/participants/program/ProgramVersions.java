package org.samverka.participants.program;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.delivery.Outbox;
import org.samverka.contracts.rest.ETags;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.participants.program.DefinitionDiff.Change;
import org.samverka.participants.program.ProgramDefinitions.Document;

/**
 * The versions of programs' definitions: a version that holds from a later day waits for that day, every other one
 * becomes the program's definition at once. What others are told of a program has versions that only rise.
 */
@ApplicationScoped
public class ProgramVersions {
    private static final JsonNode NOTHING = JsonNodeFactory.instance.objectNode();

    private static final String VERSIONS = """
            select v.version, v.effective_from, cast(v.definition as text), v.put_at, v.put_by, v.current_at, v.hindrance,
                v.version = p.version
            from program_version v join program p on p.id = v.program_id
            where p.key = :key
            """;

    private final ProgramDefinitions definitions;
    private final SeatPlan seats;
    private final Outbox outbox;
    private final Clock clock;

    ProgramVersions(ProgramDefinitions definitions, SeatPlan seats, Outbox outbox, Clock clock) {
        this.definitions = definitions;
        this.seats = seats;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** A program with its current definition. */
    public record Current(UUID id, String key, int version, ProgramDefinition definition) {}

    /**
     * What became of a definition that was put, or would become of it.
     *
     * @param replaces the version that holds on its day, as things were planned before
     * @param current the version that holds now
     */
    record Put(
            String key,
            int version,
            boolean created,
            boolean scheduled,
            LocalDate effectiveFrom,
            List<Change> changes,
            int replaces,
            int current) {
        boolean changed() {
            return !changes.isEmpty();
        }
    }

    /** @param hindrance why it did not become the definition on its day */
    record Version(
            int version,
            LocalDate effectiveFrom,
            String definition,
            Instant putAt,
            String putBy,
            @Nullable Instant currentAt,
            @Nullable String hindrance,
            boolean current) {
        static Version of(Object[] row) {
            return new Version(
                    (Integer) row[0],
                    (LocalDate) row[1],
                    (String) row[2],
                    ((OffsetDateTime) row[3]).toInstant(),
                    (String) row[4],
                    row[5] == null ? null : ((OffsetDateTime) row[5]).toInstant(),
                    (String) row[6],
                    (Boolean) row[7]);
        }

        String state() {
            if (current) {
                return "current";
            }
            if (currentAt != null) {
                return "former";
            }
            return hindrance == null ? "scheduled" : "hindered";
        }
    }

    /** A version that waits for its day, or has reached it. */
    record Waiting(UUID program, String key, int version, LocalDate effectiveFrom) {}

    private record Stored(UUID id, int version, String definition, int latest) {}

    /** Says what putting the document would do. */
    @WithSession
    Uni<Put> preview(Document document) {
        String key = document.definition().key();
        return stored(key, "").chain(stored -> outcome(document, stored));
    }

    /**
     * Makes the document the program's definition, now or on its day; the same document again changes nothing.
     *
     * @param ifMatch the version that the document replaces: the one that holds on its day
     */
    @WithTransaction
    Uni<Put> put(Document document, @Nullable String ifMatch, String by) {
        String key = document.definition().key();
        return oneAtATime(key)
                .chain(() -> stored(key, "for no key update of p"))
                .chain(stored -> outcome(document, stored)
                        .invoke(put -> ETags.require(ifMatch, put.replaces()))
                        .call(put -> put.changed()
                                ? store(document, put, stored, by)
                                : Uni.createFrom().voidItem()));
    }

    /** Two that define the same new program have no row yet to wait for. */
    private static Uni<?> oneAtATime(String key) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select count(pg_advisory_xact_lock(hashtextextended(:key, 0)))", Long.class)
                        .setParameter("key", "program " + key)
                        .getSingleResult());
    }

    private static Uni<@Nullable Stored> stored(String key, String lock) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select p.id, p.version, cast(p.definition as text),
                                    (select max(v.version) from program_version v where v.program_id = p.id)
                                from program p where p.key = :key
                                """ + lock, Object[].class)
                        .setParameter("key", key)
                        .getSingleResultOrNull())
                .map(row -> row == null
                        ? null
                        : new Stored(
                                (UUID) row[0],
                                (Integer) row[1],
                                (String) row[2],
                                row[3] == null ? (Integer) row[1] : (Integer) row[3]));
    }

    private Uni<Put> outcome(Document document, @Nullable Stored stored) {
        LocalDate today = today(document.definition());
        LocalDate wanted = document.definition().effectiveFrom();
        if (stored == null) {
            return Uni.createFrom().item(put(document, null, new Before(0, NOTHING), today, false));
        }
        var now = new Before(stored.version(), definitions.document(stored.definition()));
        if (wanted == null || !wanted.isAfter(today)) {
            return Uni.createFrom().item(put(document, stored, now, today, false));
        }
        return definitionOn(stored.id(), wanted, today)
                .map(row -> row == null ? now : new Before((Integer) row[0], definitions.document((String) row[1])))
                .map(before -> put(document, stored, before, wanted, true));
    }

    /** What holds on a document's day without it. */
    private record Before(int version, JsonNode document) {}

    private static Put put(
            Document document, @Nullable Stored stored, Before before, LocalDate from, boolean scheduled) {
        List<Change> changes = DefinitionDiff.between(before.document(), document.document());
        int current = stored == null ? 0 : stored.version();
        int next = stored == null ? 1 : stored.latest() + 1;
        return new Put(
                document.definition().key(),
                changes.isEmpty() ? current : next,
                stored == null,
                scheduled,
                from,
                changes,
                before.version(),
                scheduled || changes.isEmpty() ? current : next);
    }

    private LocalDate today(ProgramDefinition definition) {
        return LocalDate.now(clock.withZone(ZoneId.of(definition.zone())));
    }

    /** What holds on a day as things are planned; of days gone by, what held. */
    private static Uni<Object @Nullable []> definitionOn(UUID program, LocalDate day, LocalDate today) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select version, cast(definition as text) from program_version
                                where program_id = :id and effective_from <= :day
                                    and (current_at is not null or effective_from > :today)
                                order by effective_from desc, version desc limit 1
                                """, Object[].class)
                        .setParameter("id", program)
                        .setParameter("day", day)
                        .setParameter("today", today)
                        .getSingleResultOrNull());
    }

    private Uni<Void> store(Document document, Put put, @Nullable Stored stored, String by) {
        UUID id = stored == null ? UUID.randomUUID() : stored.id();
        Uni<Void> now = put.scheduled()
                ? Uni.createFrom().voidItem()
                : become(id, put.version(), document.definition(), document.json());
        return now.chain(Panache::getSession)
                .chain(session -> remember(session, id, put, document.json(), by))
                .replaceWithVoid();
    }

    private static Uni<?> remember(Mutiny.Session session, UUID id, Put put, String json, String by) {
        return session.createNativeQuery("""
                        insert into program_version (program_id, version, effective_from, definition, put_by, current_at)
                        values (:id, :version, :from, cast(cast(:definition as text) as jsonb), :by,
                            case when :scheduled then null else current_timestamp end)
                        """)
                .setParameter("id", id)
                .setParameter("version", put.version())
                .setParameter("from", put.effectiveFrom())
                .setParameter("definition", json)
                .setParameter("by", by)
                .setParameter("scheduled", put.scheduled())
                .executeUpdate();
    }

    private Uni<Void> become(UUID id, int version, ProgramDefinition definition, String json) {
        return Panache.getSession()
                .chain(session -> write(session, id, version, definition, json))
                .chain(() -> seats.follow(id, definition))
                .chain(() -> outbox.append(definition.event(id, version)));
    }

    private static Uni<?> write(
            Mutiny.Session session, UUID id, int version, ProgramDefinition definition, String json) {
        return session.createNativeQuery("""
                        insert into program (id, key, version, name, period_from, period_to, definition)
                        values (:id, :key, :version, :name, :from, :to, cast(cast(:definition as text) as jsonb))
                        on conflict (id) do update set version = excluded.version, name = excluded.name,
                            period_from = excluded.period_from, period_to = excluded.period_to,
                            definition = excluded.definition, updated_at = current_timestamp
                        """)
                .setParameter("id", id)
                .setParameter("key", definition.key())
                .setParameter("version", version)
                .setParameter("name", definition.name())
                .setParameter("from", definition.period().from())
                .setParameter("to", definition.period().to())
                .setParameter("definition", json)
                .executeUpdate();
    }

    /** Versions whose day has come, the earliest first; without those that a later one has overtaken. */
    @WithSession
    Uni<List<Waiting>> due() {
        Instant now = clock.instant();
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select v.program_id, p.key, v.version, v.effective_from, v.definition ->> 'zone'
                                from program_version v join program p on p.id = v.program_id
                                where v.current_at is null and v.effective_from <= :latest and not exists (
                                    select from program_version later where later.program_id = v.program_id
                                        and later.current_at is not null
                                        and (later.effective_from, later.version) > (v.effective_from, v.version))
                                order by v.effective_from, v.version
                                """, Object[].class)
                        .setParameter(
                                "latest",
                                now.atOffset(ZoneOffset.UTC).toLocalDate().plusDays(1))
                        .getResultList())
                .map(rows -> rows.stream()
                        .filter(row -> !LocalDate.ofInstant(now, ZoneId.of((String) row[4]))
                                .isBefore((LocalDate) row[3]))
                        .map(row -> new Waiting((UUID) row[0], (String) row[1], (Integer) row[2], (LocalDate) row[3]))
                        .toList());
    }

    /** Lets a version whose day has come be the program's definition; one that another number overtook gets a new one. */
    @WithTransaction
    Uni<Void> begin(Waiting waiting) {
        return oneAtATime(waiting.key())
                .chain(() -> stored(waiting.key(), "for no key update of p"))
                .chain(stored -> stored == null
                        ? Uni.createFrom().voidItem()
                        : Panache.getSession().chain(session -> begin(session, waiting, stored)));
    }

    private Uni<Void> begin(Mutiny.Session session, Waiting waiting, Stored stored) {
        int version = waiting.version() > stored.version() ? waiting.version() : stored.latest() + 1;
        return session.createNativeQuery("""
                        select cast(definition as text) from program_version
                        where program_id = :id and version = :version and current_at is null
                        """, String.class)
                .setParameter("id", waiting.program())
                .setParameter("version", waiting.version())
                .getSingleResultOrNull()
                .chain(json -> json == null
                        ? Uni.createFrom().voidItem()
                        : become(waiting.program(), version, definitions.definition(json), json)
                                .chain(() -> began(session, waiting, version)));
    }

    private static Uni<Void> began(Mutiny.Session session, Waiting waiting, int version) {
        String begun = version == waiting.version() ? """
                        update program_version set current_at = current_timestamp, hindrance = null
                        where program_id = :id and version = :version
                        """ : """
                        insert into program_version (program_id, version, effective_from, definition, put_at, put_by, current_at)
                        select program_id, %d, effective_from, definition, put_at, put_by, current_timestamp
                        from program_version where program_id = :id and version = :version
                        """.formatted(version);
        return session.createNativeQuery(begun)
                .setParameter("id", waiting.program())
                .setParameter("version", waiting.version())
                .executeUpdate()
                .replaceWithVoid();
    }

    @WithTransaction
    Uni<Void> hinder(Waiting waiting, @Nullable String hindrance) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                update program_version set hindrance = :hindrance
                                where program_id = :id and version = :version and current_at is null
                                """)
                        .setParameter("id", waiting.program())
                        .setParameter("version", waiting.version())
                        .setParameter("hindrance", Objects.requireNonNullElse(hindrance, "unknown"))
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** In the order in which they were put. */
    @WithSession
    Uni<List<Version>> list(String key, PageQuery page) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                VERSIONS + " and v.version > :after order by v.version limit :rows", Object[].class)
                        .setParameter("key", key)
                        .setParameter("after", page.after())
                        .setParameter("rows", page.rows())
                        .getResultList())
                .map(rows -> rows.stream().map(Version::of).toList());
    }

    @WithSession
    Uni<Version> get(String key, int version) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(VERSIONS + " and v.version = :version", Object[].class)
                        .setParameter("key", key)
                        .setParameter("version", version)
                        .getSingleResultOrNull())
                .onItem()
                .ifNull()
                .failWith(() -> new NotKnown("The program's definition has no such version"))
                .map(Version::of);
    }

    /** The definition that held, holds or shall hold on a day. */
    @WithSession
    Uni<Version> on(String key, LocalDate day) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(VERSIONS + """
                                and v.effective_from <= :day and (v.current_at is not null or v.effective_from > :today)
                                order by v.effective_from desc, v.version desc limit 1
                                """, Object[].class)
                        .setParameter("key", key)
                        .setParameter("day", day)
                        .setParameter("today", LocalDate.now(clock))
                        .getSingleResultOrNull())
                .onItem()
                .ifNull()
                .failWith(() -> new NotKnown("The program had no definition on that day"))
                .map(Version::of);
    }

    /** A program as it is defined now; within the caller's session. */
    public Uni<Current> current(String key) {
        return stored(key, "")
                .onItem()
                .ifNull()
                .failWith(() -> Programs.unknown(key))
                .map(stored ->
                        new Current(stored.id(), key, stored.version(), definitions.definition(stored.definition())));
    }
}
