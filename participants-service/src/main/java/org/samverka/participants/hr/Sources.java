package org.samverka.participants.hr;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.participants.hr.Intake.Count;

/** What came from each partner's system, and what became of it. */
@ApplicationScoped
class Sources {
    /** What came from one; {@code outdated} were overtaken by a higher version of the same absence. */
    record Source(
            String source,
            long received,
            long rejected,
            long outdated,
            @Nullable Instant lastEventAt,
            Instant lastReceivedAt) {
        static Source of(Object[] row) {
            return new Source(
                    (String) row[0],
                    ((Number) row[1]).longValue(),
                    ((Number) row[2]).longValue(),
                    ((Number) row[3]).longValue(),
                    row[4] == null ? null : ((OffsetDateTime) row[4]).toInstant(),
                    ((OffsetDateTime) row[5]).toInstant());
        }
    }

    /**
     * What is kept of it all.
     *
     * @param parked facts that wait for the employment they belong to
     * @param parkedSince when the oldest of them came
     */
    record Kept(
            long people,
            long employments,
            long absences,
            long parked,
            @Nullable Instant parkedSince,
            long dead) {
        static Kept of(Object[] row) {
            return new Kept(
                    ((Number) row[0]).longValue(),
                    ((Number) row[1]).longValue(),
                    ((Number) row[2]).longValue(),
                    ((Number) row[3]).longValue(),
                    row[4] == null ? null : ((OffsetDateTime) row[4]).toInstant(),
                    ((Number) row[5]).longValue());
        }
    }

    /** Adds what a batch brought; within the caller's transaction. */
    Uni<Void> count(Map<String, Count> counts) {
        return Panache.getSession()
                .chain(session -> add(session, counts).chain(() -> name(session, counts)))
                .replaceWithVoid();
    }

    private static Uni<?> add(Mutiny.Session session, Map<String, Count> counts) {
        return session.createNativeQuery("""
                        insert into hr_source (source, received, rejected, outdated, last_event_at, last_received_at)
                        select source, received, rejected, outdated, cast(last_event_at as timestamptz), current_timestamp
                        from unnest(cast(:sources as text[]), cast(:received as int[]), cast(:rejected as int[]), cast(:outdated as int[]),
                            cast(:times as text[]))
                            as counted (source, received, rejected, outdated, last_event_at)
                        order by source
                        on conflict (source) do update
                        set received = hr_source.received + excluded.received,
                            rejected = hr_source.rejected + excluded.rejected,
                            outdated = hr_source.outdated + excluded.outdated,
                            last_event_at = greatest(hr_source.last_event_at, excluded.last_event_at),
                            last_received_at = excluded.last_received_at
                        """)
                .setParameter("sources", counts.keySet().toArray(String[]::new))
                .setParameter(
                        "received",
                        counts.values().stream().map(c -> c.received).toArray(Integer[]::new))
                .setParameter(
                        "rejected",
                        counts.values().stream().map(c -> c.rejected).toArray(Integer[]::new))
                .setParameter(
                        "outdated",
                        counts.values().stream().map(c -> c.outdated).toArray(Integer[]::new))
                .setParameter(
                        "times",
                        counts.values().stream().map(c -> text(c.lastEventAt)).toArray(String[]::new))
                .executeUpdate();
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    /** Whose organizations a source speaks of says who may look at it. */
    private static Uni<?> name(Mutiny.Session session, Map<String, Count> counts) {
        var sources = new ArrayList<String>();
        var organizations = new ArrayList<String>();
        counts.forEach((source, count) -> count.organizations.forEach(organization -> {
            sources.add(source);
            organizations.add(organization);
        }));
        if (sources.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return session.createNativeQuery("""
                        insert into hr_source_organization (source, organization)
                        select * from unnest(cast(:sources as text[]), cast(:organizations as text[])) on conflict do nothing
                        """)
                .setParameter("sources", sources.toArray(String[]::new))
                .setParameter("organizations", organizations.toArray(String[]::new))
                .executeUpdate();
    }

    /** @param within the organizations of which the sources speak, or none for all */
    @WithSession
    Uni<List<Source>> list(@Nullable Set<String> within) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select source, received, rejected, outdated, last_event_at, last_received_at
                                from hr_source s
                                where :all or exists (select from hr_source_organization o
                                    where o.source = s.source and o.organization = any(:within))
                                order by source
                                """, Object[].class)
                        .setParameter("all", within == null)
                        .setParameter("within", array(within))
                        .getResultList())
                .map(rows -> rows.stream().map(Source::of).toList());
    }

    /** @param within the organizations that are counted, or none for all */
    @WithSession
    Uni<Kept> kept(@Nullable Set<String> within) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                with scope as (select cast(:all as boolean) as everything, cast(:within as text[]) as organizations),
                                visible as (
                                    select s.source from hr_source s cross join scope
                                    where everything or exists (select from hr_source_organization o
                                        where o.source = s.source and o.organization = any(organizations))),
                                waiting as (
                                    select w.source, w.received_at
                                    from employment e
                                    cross join lateral (
                                        select source, received_at from absence where employment_ref = e.ref
                                        union all select source, received_at from employment_move where employment_ref = e.ref
                                        union all select source, received_at from employment_end where employment_ref = e.ref) w
                                    where e.person_ref is null and w.source in (select source from visible))
                                select
                                    (select count(*) from person p cross join scope
                                        where everything or p.organization = any(organizations)),
                                    (select count(*) from employment e cross join scope
                                        where e.person_ref is not null
                                            and (everything or e.organization = any(organizations))),
                                    (select count(*) from absence a left join employment e on e.ref = a.employment_ref
                                        cross join scope
                                        where not a.canceled and (everything or e.organization = any(organizations))),
                                    (select count(*) from waiting),
                                    (select min(received_at) from waiting),
                                    (select count(*) from hr_dead_letter l cross join scope
                                        where l.state = 'open' and (everything or l.source in (select source from visible)))
                                """, Object[].class)
                        .setParameter("all", within == null)
                        .setParameter("within", array(within))
                        .getSingleResult())
                .map(Kept::of);
    }

    private static String[] array(@Nullable Set<String> keys) {
        return keys == null ? new String[0] : keys.toArray(String[]::new);
    }
}
