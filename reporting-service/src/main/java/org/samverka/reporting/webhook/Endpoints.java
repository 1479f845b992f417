package org.samverka.reporting.webhook;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.ETags;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Refused;

/** The systems that are told, each of one program. */
@ApplicationScoped
class Endpoints {
    private static final int MOST_PER_PROGRAM = 20;
    private static final String COLUMNS = """
             id, position, program, url, description, array_to_string(events, ' '), state, reason, secret,
            previous_until, failing_since, version
            """;

    private final Clock clock;
    private final Configuration settings;

    Endpoints(Clock clock, Configuration settings) {
        this.clock = clock;
        this.settings = settings;
    }

    /** What whoever looks after an endpoint decides. */
    record Wanted(String url, @Nullable String description, Collection<EventType> events, Endpoint.State state) {
        private String[] eventNames() {
            return events.stream().map(EventType::key).distinct().sorted().toArray(String[]::new);
        }
    }

    static final class TooManyWebhooks extends Refused {
        TooManyWebhooks() {
            super("A program has %d webhooks at most; remove one that is no longer used".formatted(MOST_PER_PROGRAM));
        }
    }

    /** Within the caller's transaction. */
    Uni<Endpoint> register(String program, Wanted wanted, String by) {
        return Panache.getSession()
                .chain(session -> requireRoom(session, program)
                        .chain(() -> session.createNativeQuery("""
                                        insert into webhook.endpoint
                                            (id, program, url, description, events, state, registered_by, secret, version)
                                        values (:id, :program, :url, cast(:description as text), cast(:events as text[]),
                                            :state, :by, 1, 1)
                                        returning
                                        """ + COLUMNS, Object[].class)
                                .setParameter("id", UUID.randomUUID())
                                .setParameter("program", program)
                                .setParameter("url", wanted.url())
                                .setParameter("description", wanted.description())
                                .setParameter("events", wanted.eventNames())
                                .setParameter("state", wanted.state().name())
                                .setParameter("by", by)
                                .getSingleResult()))
                .map(Endpoints::endpoint);
    }

    /** Whoever registers one of the same program waits. */
    private static Uni<Void> requireRoom(Mutiny.Session session, String program) {
        return session.createNativeQuery("""
                        select (select count(*) from webhook.endpoint where program = :program)
                        from pg_advisory_xact_lock(hashtextextended('webhook ' || :program, 0))
                        """, Long.class)
                .setParameter("program", program)
                .getSingleResult()
                .invoke(count -> {
                    if (count >= MOST_PER_PROGRAM) {
                        throw new TooManyWebhooks();
                    }
                })
                .replaceWithVoid();
    }

    /** @param visible whether the caller may know of the program; of another's endpoint nothing is known */
    @WithSession
    Uni<Endpoint> get(UUID id, Predicate<String> visible) {
        return found(id, visible, "");
    }

    private static Uni<Endpoint> found(UUID id, Predicate<String> visible, String lock) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select " + COLUMNS + " from webhook.endpoint where id = :id" + lock, Object[].class)
                        .setParameter("id", id)
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(Endpoints::endpoint)
                        .filter(endpoint -> visible.test(endpoint.program()))
                        .findFirst()
                        .orElseThrow(() -> new NotKnown("No such webhook in the programs assigned to you")));
    }

    @WithSession
    Uni<List<Endpoint>> list(String program, PageQuery page) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select " + COLUMNS
                                        + " from webhook.endpoint where program = :program and position > :after order by position limit :rows",
                                Object[].class)
                        .setParameter("program", program)
                        .setParameter("after", page.after())
                        .setParameter("rows", page.rows())
                        .getResultList())
                .map(rows -> rows.stream().map(Endpoints::endpoint).toList());
    }

    @WithTransaction
    Uni<Endpoint> change(UUID id, Predicate<String> visible, @Nullable String ifMatch, Wanted wanted) {
        return found(id, visible, " for update")
                .invoke(endpoint -> ETags.require(ifMatch, endpoint.version()))
                .chain(endpoint -> Panache.getSession())
                .chain(session -> session.createNativeQuery("""
                                update webhook.endpoint set url = :url, description = cast(:description as text),
                                    events = cast(:events as text[]), state = :state, reason = null,
                                    failing_since = null, version = version + 1
                                where id = :id
                                returning
                                """ + COLUMNS, Object[].class)
                        .setParameter("id", id)
                        .setParameter("url", wanted.url())
                        .setParameter("description", wanted.description())
                        .setParameter("events", wanted.eventNames())
                        .setParameter("state", wanted.state().name())
                        .getSingleResult())
                .map(Endpoints::endpoint);
    }

    /** A new secret, beside which the one before is good for a while. Within the caller's transaction. */
    Uni<Endpoint> rotate(UUID id, Predicate<String> visible) {
        return found(id, visible, " for update")
                .chain(endpoint -> Panache.getSession())
                .chain(session -> session.createNativeQuery("""
                                update webhook.endpoint set secret = secret + 1, previous_until = :until, version = version + 1
                                where id = :id
                                returning
                                """ + COLUMNS, Object[].class)
                        .setParameter("id", id)
                        .setParameter(
                                "until",
                                clock.instant().plus(settings.rotation()).atOffset(ZoneOffset.UTC))
                        .getSingleResult())
                .map(Endpoints::endpoint);
    }

    @WithTransaction
    Uni<Void> remove(UUID id, Predicate<String> visible, @Nullable String ifMatch) {
        return found(id, visible, " for update")
                .invoke(endpoint -> ETags.require(ifMatch, endpoint.version()))
                .chain(endpoint -> Panache.getSession())
                .chain(session -> session.createNativeQuery("delete from webhook.endpoint where id = :id")
                        .setParameter("id", id)
                        .executeUpdate())
                .replaceWithVoid();
    }

    private static Endpoint endpoint(Object[] row) {
        return new Endpoint(
                (UUID) row[0],
                ((Number) row[1]).longValue(),
                (String) row[2],
                (String) row[3],
                (String) row[4],
                Arrays.stream(((String) row[5]).split(" ")).map(EventType::of).toList(),
                Endpoint.State.valueOf((String) row[6]),
                row[7] == null ? null : Endpoint.Reason.valueOf((String) row[7]),
                (Integer) row[8],
                time(row[9]),
                time(row[10]),
                (Integer) row[11]);
    }

    static @Nullable Instant time(@Nullable Object value) {
        return value instanceof OffsetDateTime time ? time.toInstant() : (Instant) value;
    }
}
