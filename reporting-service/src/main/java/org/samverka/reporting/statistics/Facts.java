package org.samverka.reporting.statistics;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.reporting.statistics.Fact.Labels;
import org.samverka.reporting.statistics.FactChanges.Head;

/** The facts, changed a batch at a time; the database keeps the cells in step. */
@ApplicationScoped
class Facts {
    /** An advisory lock: "facts". */
    private static final long TURN = 0x6661637473L;

    /**
     * Lets transactions about people's facts go one after the other. A person and their facts come on different topics:
     * side by side, a new fact would miss the change of a label that the label misses the fact of. Their cells are the
     * same few rows anyway.
     */
    Uni<Void> takeTurn() {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("select 1 from pg_advisory_xact_lock(:turn)", Integer.class)
                        .setParameter("turn", TURN)
                        .getSingleResult())
                .replaceWithVoid();
    }

    Uni<Void> change(FactChanges changes, Generation in) {
        return Panache.getSession()
                .chain(session -> store(session, changes.stored(), in)
                        .chain(() -> remove(session, changes.removed(), in))
                        .chain(() -> removeHeadsWithoutPlace(session, changes.headsInDoubt(), in))
                        .chain(() -> People.countOnceAmong(session, changes.pseudonyms(), in)));
    }

    private static Uni<Void> store(Mutiny.Session session, Collection<Fact> facts, Generation in) {
        if (facts.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return session.createNativeQuery(in.sql("""
            insert into statistics.fact as known
                (id, program, measure, pseudonym, session, target_group, gender, organization, item, unit, age_band, full_time,
                role, month, wave, state, n, amount, version)
            select fact.id, fact.program, fact.measure, fact.pseudonym, fact.session, fact.target_group,
                case when fact.pseudonym is null then fact.gender else coalesce(person.gender, 'unknown') end,
                coalesce(person.organization, fact.organization), fact.item,
                case when fact.pseudonym is not null then coalesce(person.unit, '') end,
                case when fact.pseudonym is not null
                    then statistics.age_band(program.first_year, person.birth_year) end,
                case when fact.pseudonym is not null then coalesce(person.full_time, 'unknown') end,
                case when fact.pseudonym is not null then coalesce(person.role, 'unknown') end,
                case when fact.session is null then fact.month else coalesce(session.month, 'unknown') end,
                fact.wave, fact.state, fact.n, fact.amount, fact.version
            from unnest(cast(:ids as uuid[]), cast(:programs as text[]), cast(:measures as text[]), cast(:pseudonyms as uuid[]),
                cast(:sessions as uuid[]), cast(:groups as text[]), cast(:genders as text[]), cast(:organizations as text[]),
                cast(:items as text[]), cast(:months as text[]), cast(:waves as text[]), cast(:states as text[]),
                cast(:ns as int[]), cast(:amounts as numeric[]), cast(:versions as int[]))
                as fact (id, program, measure, pseudonym, session, target_group, gender, organization, item, month, wave,
                    state, n, amount, version)
            left join statistics.person on person.pseudonym = fact.pseudonym
            left join statistics.program on program.key = fact.program
            left join statistics.session on session.id = fact.session
            on conflict (id) do update set measure = excluded.measure, target_group = excluded.target_group,
                gender = excluded.gender,
                organization = case when excluded.organization = '' then known.organization
                    else excluded.organization end,
                unit = excluded.unit, age_band = excluded.age_band, full_time = excluded.full_time, role = excluded.role,
                month = excluded.month, wave = excluded.wave, state = excluded.state,
                n = excluded.n, amount = excluded.amount, version = excluded.version
            where excluded.version >= known.version
            """))
                .setParameter("ids", array(facts, Fact::id, UUID[]::new))
                .setParameter("programs", array(facts, Fact::program, String[]::new))
                .setParameter("measures", array(facts, fact -> fact.measure().name(), String[]::new))
                .setParameter("pseudonyms", array(facts, Fact::pseudonym, UUID[]::new))
                .setParameter("sessions", array(facts, Fact::session, UUID[]::new))
                .setParameter("groups", labels(facts, Labels::targetGroup))
                .setParameter("genders", labels(facts, Labels::gender))
                .setParameter("organizations", labels(facts, Labels::organization))
                .setParameter("items", labels(facts, Labels::item))
                .setParameter("months", labels(facts, Labels::month))
                .setParameter("waves", labels(facts, Labels::wave))
                .setParameter("states", labels(facts, Labels::state))
                .setParameter("ns", array(facts, Fact::n, Integer[]::new))
                .setParameter("amounts", array(facts, Fact::amount, BigDecimal[]::new))
                .setParameter("versions", array(facts, Fact::version, Integer[]::new))
                .executeUpdate()
                .replaceWithVoid();
    }

    private static String[] labels(Collection<Fact> facts, Function<Labels, @Nullable String> label) {
        return array(facts, fact -> label.apply(fact.labels()), String[]::new);
    }

    private static Uni<Void> remove(Mutiny.Session session, Collection<UUID> ids, Generation in) {
        if (ids.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return session.createNativeQuery(in.sql("delete from statistics.fact where id = any(cast(:ids as uuid[]))"))
                .setParameter("ids", ids.toArray(UUID[]::new))
                .executeUpdate()
                .replaceWithVoid();
    }

    private static Uni<Void> removeHeadsWithoutPlace(Mutiny.Session session, List<Head> heads, Generation in) {
        if (heads.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return session.createNativeQuery(in.sql("""
            delete from statistics.fact head
            using unnest(cast(:ids as uuid[]), cast(:programs as text[]), cast(:pseudonyms as uuid[]))
                as doubt (id, program, pseudonym)
            where head.id = doubt.id and not exists (
                select from statistics.fact place where place.pseudonym = doubt.pseudonym
                    and place.program = doubt.program and place.measure = 'enrolled')
            """))
                .setParameter("ids", array(heads, Head::id, UUID[]::new))
                .setParameter("programs", array(heads, Head::program, String[]::new))
                .setParameter("pseudonyms", array(heads, Head::pseudonym, UUID[]::new))
                .executeUpdate()
                .replaceWithVoid();
    }

    static <T, V> V[] array(Collection<T> things, Function<T, ? extends V> value, IntFunction<V[]> array) {
        return things.stream().map(value).toArray(array);
    }
}
