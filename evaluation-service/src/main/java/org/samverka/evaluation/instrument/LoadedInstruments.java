package org.samverka.evaluation.instrument;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Refused;
import org.samverka.evaluation.scoring.RecentForms;

/** The instruments that organizations loaded: each belongs to the one that may use its words. */
@ApplicationScoped
class LoadedInstruments {
    private final InstrumentDefinitions definitions;
    private final Clock clock;
    private final RecentForms<Instrument> recent = new RecentForms<>();

    LoadedInstruments(InstrumentDefinitions definitions, Clock clock) {
        this.definitions = definitions;
        this.clock = clock;
    }

    /** @param loaded false when the same definition was there already */
    record Loading(Instrument instrument, boolean loaded) {}

    record Row(long position, Instrument instrument) {}

    /** Keeps a version for good. Its key belongs to the organization that loaded the first. */
    @WithTransaction
    Uni<Loading> load(String organization, Instrument instrument, String definition, String by) {
        if (!instrument.license().holdsOn(LocalDate.now(clock.withZone(ZoneOffset.UTC)))) {
            throw new Invalid("/license/until", "expired", "The license has ended; load it with one that holds");
        }
        return Panache.getSession()
                .chain(session -> hold(session, instrument.key())
                        .chain(() -> earlier(session, instrument))
                        .chain(rows -> load(session, organization, instrument, definition, by, rows)));
    }

    /** One at a time for a key, so that two cannot both be the first; questionnaires have keys of the same kind. */
    private static Uni<?> hold(Mutiny.Session session, String key) {
        return session.createNativeQuery(
                        "select cast(pg_advisory_xact_lock(hashtextextended('instrument ' || :key, 0)) as text)")
                .setParameter("key", key)
                .getResultList();
    }

    private static Uni<List<Object[]>> earlier(Mutiny.Session session, Instrument instrument) {
        return session.createNativeQuery("""
                        select version, organization, cast(definition as text) from instrument where key = :key
                        union all select 0, null, null from questionnaire where key = :key
                        """, Object[].class)
                .setParameter("key", instrument.key())
                .getResultList();
    }

    private Uni<Loading> load(
            Mutiny.Session session,
            String organization,
            Instrument instrument,
            String definition,
            String by,
            List<Object[]> earlier) {
        if (earlier.stream().anyMatch(row -> !organization.equals(row[1]))) {
            throw new KeyTaken();
        }
        Object[] same = earlier.stream()
                .filter(row -> row[0].equals(instrument.version()))
                .findFirst()
                .orElse(null);
        if (same != null) {
            if (!definitions.sameDocument((String) same[2], definition)) {
                throw new VersionExists();
            }
            return Uni.createFrom().item(new Loading(instrument, false));
        }
        return session.createNativeQuery("""
                        insert into instrument (key, version, organization, definition, loaded_at, loaded_by)
                        values (:key, :version, :organization, cast(cast(:definition as text) as jsonb), :at, :by)
                        """)
                .setParameter("key", instrument.key())
                .setParameter("version", instrument.version())
                .setParameter("organization", organization)
                .setParameter("definition", definition)
                .setParameter("at", clock.instant())
                .setParameter("by", by)
                .executeUpdate()
                .replaceWith(() -> new Loading(instrument, true));
    }

    static final class KeyTaken extends Refused {
        KeyTaken() {
            super("Another instrument has this key; choose one of your own");
        }
    }

    static final class VersionExists extends Refused {
        VersionExists() {
            super("This version was loaded with another content; a version never changes, so give it the next number");
        }
    }

    /** Within a session. */
    Uni<@Nullable Instrument> newest(String key) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select max(version) from instrument where key = :key", Integer.class)
                        .setParameter("key", key)
                        .getSingleResultOrNull())
                .chain(version -> version == null ? Uni.createFrom().nullItem() : get(key, version));
    }

    /** Within a session. */
    Uni<@Nullable Instrument> get(String key, int version) {
        Instrument kept = recent.get(key, version);
        if (kept != null) {
            return Uni.createFrom().item(kept);
        }
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select cast(definition as text) from instrument where key = :key and version = :version",
                                String.class)
                        .setParameter("key", key)
                        .setParameter("version", version)
                        .getSingleResultOrNull())
                .map(definition -> definition == null ? null : read(definition));
    }

    private Instrument read(String definition) {
        Instrument instrument = definitions.known(definition);
        recent.put(instrument);
        return instrument;
    }

    /** Each in its newest version, in the order of their first. */
    Uni<List<Row>> list(PageQuery page, long before) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select first, definition from (
                                    select distinct on (key) min(position) over (partition by key) as first,
                                        cast(definition as text) as definition
                                    from instrument order by key, version desc) newest
                                where first > :after order by first limit :rows
                                """, Object[].class)
                        .setParameter("after", Math.max(0, page.after() - before))
                        .setParameter("rows", page.rows())
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row -> new Row(
                                before + ((Number) row[0]).longValue(),
                                definitions.known(Objects.requireNonNull((String) row[1]))))
                        .toList());
    }
}
