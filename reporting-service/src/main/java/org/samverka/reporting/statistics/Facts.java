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

    Uni<Void> change(FactChanges changes) {
        return Panache.getSession()
                .chain(session -> store(session, changes.stored())
                        .chain(() -> remove(session, changes.removed()))
                        .chain(() -> removeHeadsWithoutPlace(session, changes.headsInDoubt()))
                        .chain(() -> People.countOnceAmong(session, changes.pseudonyms())));
    }

    private static Uni<Void> store(Mutiny.Session session, Collection<Fact> facts) {
        if (facts.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return session.createNativeQuery("""
                        insert into statistics.fact as known
                            (id, program, measure, pseudonym, target_group, gender, organization, item, n, amount, version)
                        select fact.id, fact.program, fact.measure, fact.pseudonym, fact.target_group,
                            case when fact.pseudonym is null then fact.gender else coalesce(person.gender, 'unknown') end,
                            coalesce(person.organization, fact.organization), fact.item, fact.n, fact.amount, fact.version
                        from unnest(cast(:ids as uuid[]), cast(:programs as text[]), cast(:measures as text[]), cast(:pseudonyms as uuid[]),
                            cast(:groups as text[]), cast(:genders as text[]), cast(:organizations as text[]), cast(:items as text[]),
                            cast(:ns as int[]), cast(:amounts as numeric[]), cast(:versions as int[]))
                            as fact (id, program, measure, pseudonym, target_group, gender, organization, item, n, amount, version)
                        left join statistics.person on person.pseudonym = fact.pseudonym
                        on conflict (id) do update set measure = excluded.measure, target_group = excluded.target_group,
                            gender = excluded.gender, organization = excluded.organization,
                            n = excluded.n, amount = excluded.amount, version = excluded.version
                        where excluded.version >= known.version
                            and (known.measure, known.target_group, known.gender, known.organization, known.n, known.amount, known.version)
                                is distinct from (excluded.measure, excluded.target_group, excluded.gender, excluded.organization,
                                    excluded.n, excluded.amount, excluded.version)
                        """)
                .setParameter("ids", array(facts, Fact::id, UUID[]::new))
                .setParameter("programs", array(facts, Fact::program, String[]::new))
                .setParameter("measures", array(facts, fact -> fact.measure().name(), String[]::new))
                .setParameter("pseudonyms", array(facts, Fact::pseudonym, UUID[]::new))
                .setParameter("groups", array(facts, Fact::targetGroup, String[]::new))
                .setParameter("genders", array(facts, Fact::gender, String[]::new))
                .setParameter("organizations", array(facts, Fact::organization, String[]::new))
                .setParameter("items", array(facts, Fact::item, String[]::new))
                .setParameter("ns", array(facts, Fact::n, Integer[]::new))
                .setParameter("amounts", array(facts, Fact::amount, BigDecimal[]::new))
                .setParameter("versions", array(facts, Fact::version, Integer[]::new))
                .executeUpdate()
                .replaceWithVoid();
    }

    private static Uni<Void> remove(Mutiny.Session session, Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return session.createNativeQuery("delete from statistics.fact where id = any(cast(:ids as uuid[]))")
                .setParameter("ids", ids.toArray(UUID[]::new))
                .executeUpdate()
                .replaceWithVoid();
    }

    private static Uni<Void> removeHeadsWithoutPlace(Mutiny.Session session, List<Head> heads) {
        if (heads.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return session.createNativeQuery("""
                        delete from statistics.fact head
                        using unnest(cast(:ids as uuid[]), cast(:programs as text[]), cast(:pseudonyms as uuid[]))
                            as doubt (id, program, pseudonym)
                        where head.id = doubt.id and not exists (
                            select from statistics.fact place where place.pseudonym = doubt.pseudonym
                                and place.program = doubt.program and place.measure = 'enrolled')
                        """)
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
