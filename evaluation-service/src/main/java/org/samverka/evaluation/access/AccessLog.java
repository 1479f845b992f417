package org.samverka.evaluation.access;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.delivery.Gathering;
import org.samverka.contracts.rest.DomainException;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.evaluation.access.Access.By;
import org.samverka.evaluation.response.SurveyKey;
import org.samverka.evaluation.response.SurveyKeys;

/**
 * Who read what about whom: only added to, each entry chained to the one before. Nobody gets an answer before its entries
 * are kept; entries that come together share one transaction.
 */
@ApplicationScoped
public class AccessLog {
    private static final String CHAIN = "one";
    private static final int VERIFIED_AT_ONCE = 2000;
    private static final byte[] BEGINNING = new byte[32];

    private final SurveyKeys keys;
    private final Clock clock;
    private final Gathering<String, List<Access>, Boolean> entries;

    AccessLog(SurveyKeys keys, Clock clock, Vertx vertx) {
        this.keys = keys;
        this.clock = clock;
        this.entries = new Gathering<>(vertx, (chain, together) -> append(together));
    }

    /** Keeps entries, in a transaction of their own. */
    public Uni<Void> keep(By by, List<What> whats) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return whats.isEmpty()
                ? Uni.createFrom().voidItem()
                : entries.add(
                                CHAIN,
                                whats.stream()
                                        .map(what -> new Access(UUID.randomUUID(), now, by, what))
                                        .toList())
                        .replaceWithVoid();
    }

    /** Does something that is kept whether it is granted or refused. */
    public <T> Uni<T> logged(By by, String action, String object, Uni<T> what) {
        return what.call(() -> keep(by, List.of(What.granted(action, object, null))))
                .onFailure(DomainException.class)
                .call(refusal -> keep(by, List.of(new What(action, object, null, ((DomainException) refusal).code()))));
    }

    private Uni<List<Boolean>> append(List<List<Access>> together) {
        List<Access> all = together.stream().flatMap(List::stream).toList();
        return Panache.withTransaction(() -> Panache.getSession()
                        .chain(session -> head(session)
                                .chain(head -> known(session, all).chain(known -> append(session, head, all, known)))))
                .map(kept -> together.stream().map(each -> true).toList());
    }

    private record Head(long position, byte[] hash) {
        static Head of(Object[] row) {
            return new Head(((Number) row[0]).longValue(), (byte[]) row[1]);
        }
    }

    /** Its lock is what keeps the chain one. */
    private static Uni<Head> head(Mutiny.Session session) {
        return session.createNativeQuery("select position, hash from access_log_head for update", Object[].class)
                .getSingleResult()
                .map(Head::of);
    }

    /** An attempt before this one may have come through. */
    private static Uni<Set<UUID>> known(Mutiny.Session session, List<Access> together) {
        return session.createNativeQuery(
                        "select entry from access_log where entry = any(cast(:entries as uuid[]))", UUID.class)
                .setParameter("entries", together.stream().map(Access::entry).toArray(UUID[]::new))
                .getResultList()
                .map(HashSet::new);
    }

    private static Uni<Void> append(Mutiny.Session session, Head head, List<Access> together, Set<UUID> known) {
        List<Access> fresh = together.stream()
                .filter(access -> !known.contains(access.entry()))
                .toList();
        if (fresh.isEmpty()) {
            return Uni.createFrom().voidItem();
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
                        insert into access_log (position, entry, at, caller, role, subject, object, action, outcome, hash)
                        select position, entry, cast(at as timestamptz), caller, role, subject, object, action, outcome,
                            decode(hash, 'hex')
                        from unnest(cast(:positions as bigint[]), cast(:entries as uuid[]), cast(:times as text[]),
                            cast(:callers as text[]), cast(:roles as text[]), cast(:subjects as uuid[]),
                            cast(:objects as text[]), cast(:actions as text[]), cast(:outcomes as text[]),
                            cast(:hashes as text[]))
                            as entry (position, entry, at, caller, role, subject, object, action, outcome, hash)
                        """)
                .setParameter("many", fresh.size())
                .setParameter("last", HexFormat.of().formatHex(hash))
                .setParameter("positions", positions.toArray(Long[]::new))
                .setParameter("entries", fresh.stream().map(Access::entry).toArray(UUID[]::new))
                .setParameter("times", texts(fresh, access -> access.at().toString()))
                .setParameter("callers", texts(fresh, access -> access.by().caller()))
                .setParameter("roles", texts(fresh, access -> access.by().role()))
                .setParameter(
                        "subjects",
                        fresh.stream().map(access -> access.what().subject()).toArray(UUID[]::new))
                .setParameter("objects", texts(fresh, access -> access.what().object()))
                .setParameter("actions", texts(fresh, access -> access.what().action()))
                .setParameter("outcomes", texts(fresh, access -> access.what().outcome()))
                .setParameter("hashes", hashes.toArray(String[]::new))
                .executeUpdate()
                .replaceWithVoid();
    }

    private static String[] texts(List<Access> entries, Function<Access, String> column) {
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
                            new By((String) row[3], (String) row[4]),
                            new What((String) row[7], (String) row[6], (UUID) row[5], (String) row[8])),
                    (byte[]) row[9]);
        }
    }

    /** @param by who read; none: everybody */
    @WithSession
    Uni<List<Entry>> list(@Nullable String by, PageQuery page) {
        var parameters = new HashMap<String, Object>(Map.of("after", page.after()));
        if (by != null) {
            parameters.put("caller", by);
        }
        return read("where position > :after" + (by == null ? "" : " and caller = :caller"), page.rows(), parameters);
    }

    /** What was read about one person: each survey's key that the person was asked with calls them otherwise. */
    @WithSession
    Uni<List<Entry>> about(UUID person, PageQuery page) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select s.id from assignment a join survey s on s.id = a.survey_id
                                where a.person_id = :person and s.support_group is not null
                                """, UUID.class)
                        .setParameter("person", person)
                        .getResultList())
                .chain(keys::of)
                .chain(found -> read(
                        "where position > :after and subject = any(cast(:subjects as uuid[]))",
                        page.rows(),
                        Map.of("after", page.after(), "subjects", subjects(found.values(), person))));
    }

    private static UUID[] subjects(Iterable<SurveyKey> keys, UUID person) {
        var subjects = new ArrayList<UUID>();
        keys.forEach(key -> subjects.add(key.subject(person)));
        return subjects.toArray(UUID[]::new);
    }

    private static Uni<List<Entry>> read(String where, int rows, Map<String, Object> parameters) {
        return Panache.getSession()
                .chain(session -> {
                    var query = session.createNativeQuery("""
                            select position, entry, at, caller, role, subject, object, action, outcome, hash
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
        return Panache.withSession(() -> Panache.getSession()
                        .chain(session -> session.createNativeQuery(
                                        "select position, hash from access_log_head", Object[].class)
                                .getSingleResult())
                        .map(Head::of))
                .chain(head -> verify(head, 0, BEGINNING));
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
        return Uni.createFrom().item(verified(head, whole ? null : Long.valueOf(position + 1)));
    }

    private static Verified verified(Head head, @Nullable Long brokenAt) {
        return new Verified(head.position(), brokenAt, HexFormat.of().formatHex(head.hash()));
    }
}
