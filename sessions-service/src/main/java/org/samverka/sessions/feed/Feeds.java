package org.samverka.sessions.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.sessions.calendar.CalendarEntry;
import org.samverka.sessions.calendar.CalendarFile;
import org.samverka.sessions.calendar.CalendarFile.Item;
import org.samverka.sessions.person.ErasureObserver;
import org.samverka.sessions.session.Part;
import org.samverka.sessions.session.Parts;
import org.samverka.sessions.worker.Workers;

/** Calendars that people and teams subscribe to. A token is shown once, when it is made; a new one ends the one before. */
@ApplicationScoped
class Feeds implements ErasureObserver {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int TOKEN_BYTES = 32;
    private static final int DAYS_BACK = 180;
    private static final int LONGEST = 2000;

    private final Parts parts;
    private final Workers workers;
    private final Clock clock;

    Feeds(Parts parts, Workers workers, Clock clock) {
        this.parts = parts;
        this.workers = workers;
        this.clock = clock;
    }

    enum Kind {
        person,
        team
    }

    record Owner(Kind kind, UUID id) {}

    /** @param changedAt when a reading first found it so */
    record Reading(String calendar, String digest, Instant changedAt) {}

    /** The token, which is known to nobody but the caller. */
    @WithTransaction
    Uni<String> open(Owner owner) {
        String token = newToken();
        return Panache.getSession()
                .chain(database -> database.createNativeQuery("""
                                insert into calendar_feed (owner_kind, owner, token_hash, created_at)
                                values (:kind, :owner, decode(:hash, 'hex'), cast(cast(:now as text) as timestamptz))
                                on conflict (owner_kind, owner) do update set token_hash = excluded.token_hash,
                                    created_at = excluded.created_at
                                """)
                        .setParameter("kind", owner.kind().name())
                        .setParameter("owner", owner.id())
                        .setParameter("hash", digest(token))
                        .setParameter("now", clock.instant().toString())
                        .executeUpdate())
                .replaceWith(token);
    }

    private static String newToken() {
        byte[] token = new byte[TOKEN_BYTES];
        RANDOM.nextBytes(token);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /** Since when there is a token. */
    @WithSession
    Uni<Optional<Instant>> openSince(Owner owner) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery(
                                "select created_at from calendar_feed where owner_kind = :kind and owner = :owner",
                                OffsetDateTime.class)
                        .setParameter("kind", owner.kind().name())
                        .setParameter("owner", owner.id())
                        .getSingleResultOrNull())
                .map(since -> Optional.ofNullable(since).map(OffsetDateTime::toInstant));
    }

    @WithTransaction
    Uni<Void> close(Owner owner) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery(
                                "delete from calendar_feed where owner_kind = :kind and owner = :owner")
                        .setParameter("kind", owner.kind().name())
                        .setParameter("owner", owner.id())
                        .executeUpdate())
                .replaceWithVoid();
    }

    @WithTransaction
    Uni<Reading> read(String token) {
        String hash = digest(token);
        return owner(hash)
                .chain(owner -> items(owner))
                .chain(items -> workers.run(() -> CalendarFile.of(items)))
                .chain(calendar -> seen(hash, calendar));
    }

    private static Uni<Owner> owner(String hash) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery(
                                "select owner_kind, owner from calendar_feed where token_hash = decode(:hash, 'hex')",
                                Object[].class)
                        .setParameter("hash", hash)
                        .getSingleResultOrNull())
                .onItem()
                .ifNull()
                .failWith(() -> new NotKnown("There is no such calendar, or not any longer"))
                .map(row -> new Owner(Kind.valueOf((String) row[0]), (UUID) row[1]));
    }

    private Uni<List<Item>> items(Owner owner) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery(
                                owner.kind() == Kind.person ? OF_PERSON : OF_TEAM, Object[].class)
                        .setParameter("owner", owner.id())
                        .setParameter(
                                "from",
                                LocalDateTime.ofInstant(clock.instant(), java.time.ZoneOffset.UTC)
                                        .minusDays(DAYS_BACK))
                        .setMaxResults(LONGEST)
                        .getResultList())
                .chain(rows -> parts.of(rows.stream().map(row -> (UUID) row[0]).toList())
                        .map(parts -> rows.stream()
                                .map(row -> item(row, parts.getOrDefault((UUID) row[0], List.of())))
                                .toList()));
    }

    private static final String COLUMNS = """
            session.title, session.zone, coalesce(session.venue, room.name || coalesce(', ' || room.address, '')),
            coalesce(rule.discreet, false) or coalesce(session.target_group = any(program.support_groups), false)
                or coalesce(rule.target_groups && program.support_groups, false),
            session.changed_at
            """;

    private static final String KNOWN = """
            left join invitation_rule rule on rule.session_id = session.id
            left join venue room on room.id = session.room_id
            left join program on program.key = session.program
            where session.state not in ('draft', 'canceled') and session.starts_at > :from
            """;

    private static final String OF_PERSON = """
            select session.id, coalesce(invitation.id, booking.id), coalesce(invitation.sequence, 0), %s
            from booking join session on session.id = booking.session_id
            left join invitation on invitation.session_id = session.id and invitation.person_id = booking.person_id
            %s and booking.person_id = :owner and booking.state = 'booked'
            order by session.starts_at, booking.id
            """.formatted(COLUMNS, KNOWN);

    /** Whatever the team is to hold, whoever comes. */
    private static final String OF_TEAM = """
            select session.id, session.id as uid, session.sequence, %s
            from session %s and session.supplier_id = :owner
            order by session.starts_at, session.id
            """.formatted(COLUMNS, KNOWN);

    private static Item item(Object[] row, List<Part> parts) {
        return new Item(
                (UUID) row[1],
                ((Number) row[2]).intValue(),
                new CalendarEntry(
                        (String) row[3],
                        (String) row[4],
                        parts.stream().map(Part::stretch).toList(),
                        (String) row[5],
                        (Boolean) row[6],
                        instant(row[7])));
    }

    private static Instant instant(Object column) {
        return column instanceof OffsetDateTime time ? time.toInstant() : (Instant) column;
    }

    /** Notes when the calendar has become what it is now: nothing else knows, since a seat that is given up leaves nothing. */
    private Uni<Reading> seen(String hash, String calendar) {
        String digest = digest(calendar);
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return Panache.getSession()
                .chain(database -> database.createNativeQuery("""
                                with noted as (
                                    update calendar_feed set digest = :digest, changed_at = cast(cast(:now as text) as timestamptz)
                                    where token_hash = decode(:hash, 'hex') and digest is distinct from :digest
                                    returning changed_at)
                                select changed_at from noted
                                union all
                                select changed_at from calendar_feed
                                where token_hash = decode(:hash, 'hex') and not exists (select from noted)
                                """, OffsetDateTime.class)
                        .setParameter("digest", digest)
                        .setParameter("now", now.toString())
                        .setParameter("hash", hash)
                        .getSingleResult())
                .map(changedAt -> new Reading(calendar, digest, changedAt.toInstant()));
    }

    private static String digest(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Uni<Void> erased(Collection<UUID> people) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery(
                                "delete from calendar_feed where owner_kind = 'person' and owner = any(cast(:people as uuid[]))")
                        .setParameter("people", people.toArray(UUID[]::new))
                        .executeUpdate())
                .replaceWithVoid();
    }
}
