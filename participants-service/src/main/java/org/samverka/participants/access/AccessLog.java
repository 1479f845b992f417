package org.samverka.participants.access;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.delivery.Gathering;
import org.samverka.contracts.rest.DomainException;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.participants.access.Access.By;

/**
 * Who saw or changed what about whom: only added to, each entry chained to the one before. Nobody gets an answer before
 * its entry is kept; entries that come together share one transaction.
 */
@ApplicationScoped
public class AccessLog {
    private static final String CHAIN = "one";
    private static final int VERIFIED_AT_ONCE = 2000;
    private static final byte[] BEGINNING = new byte[32];

    private final Clock clock;
    private final Gathering<String, Access, Boolean> entries;

    AccessLog(Clock clock, Vertx vertx) {
        this.clock = clock;
        this.entries = new Gathering<>(vertx, (chain, together) -> append(together));
    }

    /** Keeps an entry, in a transaction of its own. */
    public Uni<Void> record(
            By by, String action, String object, @Nullable UUID subject, @Nullable String purpose, String outcome) {
        var access = new Access(
                UUID.randomUUID(),
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                by.caller(),
                by.role(),
                purpose,
                subject,
                object,
                action,
                outcome);
        return entries.add(CHAIN, access).replaceWithVoid();
    }

    public Uni<Void> granted(By by, String action, String object, @Nullable UUID subject) {
        return record(by, action, object, subject, null, Access.GRANTED);
    }

    /** Does something that is to be logged whether it succeeds or is refused. */
    public <T> Uni<T> logged(
            By by,
            String action,
            String object,
            @Nullable String purpose,
            Function<T, @Nullable UUID> subject,
            Supplier<Uni<T>> what) {
        return what.get()
                .call(done -> record(by, action, object, subject.apply(done), purpose, Access.GRANTED))
                .onFailure(DomainException.class)
                .call(refusal -> record(by, action, object, null, purpose, ((DomainException) refusal).code()));
    }

    private Uni<List<Boolean>> append(List<Access> together) {
        return Panache.withTransaction(() -> Panache.getSession()
                .chain(session -> head(session, together).chain(head -> append(session, head, together))));
    }

    private record Head(long position, byte[] hash, String known) {}

    /** Its lock is what keeps the chain one; an attempt before this may have come through. */
    private static Uni<Head> head(Mutiny.Session session, List<Access> together) {
        return session.createNativeQuery("""
            select h.position, h.hash,
                (select coalesce(string_agg(cast(entry as text), ','), '')
                    from access_log where entry = any(cast(:entries as uuid[])))
            from access_log_head h for update of h
            """, Object[].class)
                .setParameter("entries", together.stream().map(Access::entry).toArray(UUID[]::new))
                .getSingleResult()
                .map(row -> new Head(((Number) row[0]).longValue(), (byte[]) row[1], (String) row[2]));
    }

    private static Uni<List<Boolean>> append(Mutiny.Session session, Head head, List<Access> together) {
        List<Access> fresh = together.stream()
                .filter(access -> !head.known().contains(access.entry().toString()))
                .toList();
        List<Boolean> kept = together.stream().map(access -> true).toList();
        if (fresh.isEmpty()) {
            return Uni.createFrom().item(kept);
        }
        var positions = new ArrayList<Long>();
        var hashes = new ArrayList<String>();
        byte[] hash = head.hash();
        for (Access access : fresh) {
            hash = access.hashAfter(hash);
            positions.add(head.position() + positions.size() + 1);
            hashes.add(HexFormat.of().formatHex(hash));
        }
        return session.createNativeQuery("""
            with moved as (
                update access_log_head set position = position + :many, hash = decode(:last, 'hex'))
            insert into access_log (position, entry, at, caller, role, purpose, subject, object, action, outcome, hash)
            select position, entry, cast(at as timestamptz), caller, role, purpose, subject, object, action, outcome,
                decode(hash, 'hex')
            from unnest(cast(:positions as bigint[]), cast(:entries as uuid[]), cast(:times as text[]),
                cast(:callers as text[]), cast(:roles as text[]), cast(:purposes as text[]), cast(:subjects as uuid[]),
                cast(:objects as text[]), cast(:actions as text[]), cast(:outcomes as text[]), cast(:hashes as text[]))
                as entry (position, entry, at, caller, role, purpose, subject, object, action, outcome, hash)
            """)
                .setParameter("many", fresh.size())
                .setParameter("last", HexFormat.of().formatHex(hash))
                .setParameter("positions", positions.toArray(Long[]::new))
                .setParameter("entries", fresh.stream().map(Access::entry).toArray(UUID[]::new))
                .setParameter("times", texts(fresh, access -> access.at().toString()))
                .setParameter("callers", texts(fresh, Access::caller))
                .setParameter("roles", texts(fresh, Access::role))
                .setParameter("purposes", texts(fresh, Access::purpose))
                .setParameter("subjects", fresh.stream().map(Access::subject).toArray(UUID[]::new))
                .setParameter("objects", texts(fresh, Access::object))
                .setParameter("actions", texts(fresh, Access::action))
                .setParameter("outcomes", texts(fresh, Access::outcome))
                .setParameter("hashes", hashes.toArray(String[]::new))
                .executeUpdate()
                .replaceWith(kept);
    }

    private static @Nullable String[] texts(List<Access> entries, Function<Access, @Nullable String> column) {
        return entries.stream().map(column).toArray(String[]::new);
    }

    /** An entry as it is kept, with its link of the chain. */
    record Entry(long position, Access access, byte[] hash) {
        static Entry of(Object[] row) {
            return new Entry(
                    ((Number) row[0]).longValue(),
                    new Access(
                            (UUID) row[1],
                            ((OffsetDateTime) row[2]).toInstant(),
                            (String) row[3],
                            (String) row[4],
                            (String) row[5],
                            (UUID) row[6],
                            (String) row[7],
                            (String) row[8],
                            (String) row[9]),
                    (byte[]) row[10]);
        }
    }

    /** What the log is narrowed to. */
    record Filter(
            @Nullable String caller,
            @Nullable UUID subject,
            @Nullable String action,
            @Nullable String outcome) {}

    @WithSession
    Uni<List<Entry>> list(Filter filter, PageQuery page) {
        var where = new StringBuilder("where position > :after");
        var parameters = new HashMap<String, Object>(Map.of("after", page.after()));
        narrow(where, parameters, "caller", filter.caller());
        narrow(where, parameters, "subject", filter.subject());
        narrow(where, parameters, "action", filter.action());
        narrow(where, parameters, "outcome", filter.outcome());
        return read(where.toString(), page.rows(), parameters);
    }

    private static void narrow(
            StringBuilder where, Map<String, Object> parameters, String column, @Nullable Object value) {
        if (value != null) {
            where.append(" and %s = :%s".formatted(column, column));
            parameters.put(column, value);
        }
    }

    /** What was done about one person, under whichever of their pseudonyms. */
    @WithSession
    Uni<List<Entry>> about(UUID person, PageQuery page) {
        return read("""
            where position > :after and subject in (
                select p.pseudonym from person me
                join person p on p.pseudonym = coalesce(me.same_as, me.pseudonym)
                    or p.same_as = coalesce(me.same_as, me.pseudonym)
                where me.id = :person)
            """, page.rows(), Map.of("after", page.after(), "person", person));
    }

    private static Uni<List<Entry>> read(String where, int rows, Map<String, Object> parameters) {
        return Panache.getSession()
                .chain(session -> {
                    var query = session.createNativeQuery("""
                        select position, entry, at, caller, role, purpose, subject, object, action, outcome, hash
                        from access_log %s order by position limit :rows
                        """.formatted(where), Object[].class);
                    parameters.forEach(query::setParameter);
                    return query.setParameter("rows", rows).getResultList();
                })
                .map(found -> found.stream().map(Entry::of).toList());
    }

    /**
     * Whether the chain holds.
     *
     * @param brokenAt the first entry that is not what was written, or is missing
     * @param head the last link, for who wants to compare it later
     */
    record Verified(long entries, @Nullable Long brokenAt, String head) {}

    /** Recomputes the whole chain, some at a time. */
    Uni<Verified> verify() {
        return head().chain(head -> verify(head, 0, BEGINNING));
    }

    @WithSession
    Uni<Head> head() {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select position, hash from access_log_head", Object[].class)
                        .getSingleResult())
                .map(row -> new Head(((Number) row[0]).longValue(), (byte[]) row[1], ""));
    }

    private Uni<Verified> verify(Head head, long after, byte[] hash) {
        return Panache.withSession(() -> read(
                        "where position > :after and position <= :last",
                        VERIFIED_AT_ONCE,
                        Map.of("after", after, "last", head.position())))
                .chain(some -> verify(head, after, hash, some));
    }

    private Uni<Verified> verify(Head head, long after, byte[] hash, List<Entry> some) {
        long position = after;
        byte[] link = hash;
        for (Entry entry : some) {
            link = entry.access().hashAfter(link);
            position++;
            if (entry.position() != position || !Arrays.equals(link, entry.hash())) {
                return Uni.createFrom().item(verified(head, position));
            }
        }
        if (some.size() == VERIFIED_AT_ONCE) {
            return verify(head, position, link);
        }
        boolean whole = position == head.position() && Arrays.equals(link, head.hash());
        return Uni.createFrom().item(verified(head, whole ? null : position + 1));
    }

    private static Verified verified(Head head, @Nullable Long brokenAt) {
        return new Verified(head.position(), brokenAt, HexFormat.of().formatHex(head.hash()));
    }
}
