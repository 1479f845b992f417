package org.samverka.participants.person;

import static java.util.stream.Collectors.toSet;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Event;
import org.samverka.contracts.Gender;
import org.samverka.contracts.Language;
import org.samverka.contracts.delivery.Outbox;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.participants.person.Newcomers.Newcomer;

/**
 * The people of all organizations: what the HR feed states of them, and what its facts make of them on a day. Whoever
 * becomes another is published in the same transaction.
 */
@ApplicationScoped
public class People implements PanacheRepositoryBase<Person, UUID> {
    private static final int DUE_AT_ONCE = 1000;

    /** Columns of what comes back from writing. */
    private static final int ORGANIZATION = 4;

    private static final int UNIT_BEFORE = 19;
    private static final int NEW = 20;
    private static final int REF = 21;

    /**
     * On a day an employment has the newest slice that holds by then, or else the first to come; its unit is that of the
     * newest slice or move. A person belongs to the unit of their largest employment of the day. Each person's facts are
     * found by index: joining lists whose lengths the planner cannot know went quadratic.
     */
    private static final String TODAYS_FACTS = """
                cross join (select cast(:today as date) as today) day
                cross join lateral (
                    select cast(count(*) filter (where at_work) as int) as employments,
                        trim_scale(least(coalesce(sum(said.extent) filter (where at_work), 0), 10)) as extent,
                        coalesce(bool_or(said.leader) filter (where at_work), false) as leader,
                        (array_agg(said.unit order by said.extent desc, e.ref) filter (where at_work))[1] as unit,
                        least(min(e.first_day) filter (where e.first_day > today),
                            min(e.last_day + 1) filter (where e.last_day >= today), min(said.turn)) as next_change
                    from (
                        select e.ref, e.first_day, least(e.last_day, x.last_day) as last_day
                        from employment e
                        left join employment_end x on x.employment_ref = e.ref and x.last_day >= e.first_day
                        where (e.organization, e.person_ref) = (c.organization, c.person_ref)) e
                    cross join lateral (
                        select e.first_day <= today and (e.last_day is null or e.last_day >= today) as at_work) day_of
                    cross join lateral (
                        select
                            (array_agg(extent order by ahead, distance) filter (where extent is not null))[1] as extent,
                            (array_agg(leader order by ahead, distance) filter (where extent is not null))[1] as leader,
                            (array_agg(unit order by ahead, distance, stamp desc))[1] as unit,
                            min(effective_from) filter (where ahead) as turn
                        from (
                            select unit, extent, leader, effective_from, stamp,
                                effective_from > today as ahead, abs(effective_from - today) as distance
                            from employment_slice where employment_ref = e.ref
                            union all
                            select to_unit, null, null, effective_from, stamp,
                                effective_from > today, abs(effective_from - today)
                            from employment_move where employment_ref = e.ref) facts) said) s
            """;

    /** What is published of a person, and the unit before. */
    private static final String PUBLISHED = """
                p.id, p.pseudonym, p.organization, p.unit,
                p.gender, p.birth_year, p.extent, p.leader, p.active,
                p.given_name, p.family_name, p.email, p.phone, p.language,
                p.protected_identity, p.contact_by_mail, p.same_as, old.unit
            """;

    private final Outbox outbox;
    private final Movements movements;
    private final Newcomers newcomers;
    private final Pseudonyms pseudonyms;

    People(
            Outbox outbox,
            Movements movements,
            Newcomers newcomers,
            @ConfigProperty(name = "samverka.pseudonym-key") String pseudonymKey) {
        this.outbox = outbox;
        this.movements = movements;
        this.newcomers = newcomers;
        this.pseudonyms = new Pseudonyms(pseudonymKey);
    }

    /** What an event says of a person, full state; {@code stamp} ranks it among others about the same. */
    public record Stated(
            PersonRef person,
            Gender gender,
            int birthYear,
            @Nullable String givenName,
            @Nullable String familyName,
            @Nullable String email,
            @Nullable String phone,
            Language language,
            String stamp) {}

    /**
     * Keeps the newest of what is stated about each person, and brings everybody concerned up to date; within the
     * caller's transaction. Says who is new.
     *
     * @param presences what everything comes to that is known of some, unless they are known already
     * @param concerned people whose employments may have changed
     */
    public Uni<Map<PersonRef, Newcomer>> update(
            List<Stated> stated, Map<PersonRef, Presence> presences, Collection<PersonRef> concerned, LocalDate today) {
        var everybody = new LinkedHashSet<>(concerned);
        stated.forEach(each -> everybody.add(each.person()));
        if (everybody.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        List<PersonRef> people = List.copyOf(everybody);
        stated.forEach(each -> everybody.remove(each.person()));
        return Panache.getSession()
                .chain(session -> lock(session, people)
                        .chain(known -> newcomers
                                .enter(session, newest(stated, known), presences)
                                .call(entered -> state(session, without(stated, entered.keySet()), known, today)
                                        .invoke(everybody::addAll)
                                        .chain(() -> bringUpToDate(List.copyOf(everybody), today)))));
    }

    /** What holds of those who are not known. */
    private static List<Stated> newest(List<Stated> stated, Set<PersonRef> known) {
        var newest = new LinkedHashMap<PersonRef, Stated>();
        for (Stated each : stated) {
            if (!known.contains(each.person())) {
                newest.merge(
                        each.person(), each, (one, other) -> one.stamp().compareTo(other.stamp()) >= 0 ? one : other);
            }
        }
        return List.copyOf(newest.values());
    }

    private static List<Stated> without(List<Stated> stated, Set<PersonRef> entered) {
        return entered.isEmpty()
                ? stated
                : stated.stream()
                        .filter(each -> !entered.contains(each.person()))
                        .toList();
    }

    /** In order, so that batches wait for each other rather than deadlock; enrollments refer to the rows meanwhile. */
    private static Uni<Set<PersonRef>> lock(Mutiny.Session session, List<PersonRef> people) {
        return session.createNativeQuery("""
            select p.organization, p.person_ref from person p
            join unnest(cast(:organizations as text[]), cast(:refs as text[])) as named (organization, person_ref)
                on (p.organization, p.person_ref) = (named.organization, named.person_ref)
            order by p.organization, p.person_ref for no key update of p
            """, Object[].class)
                .setParameter("organizations", texts(people, PersonRef::organization))
                .setParameter("refs", texts(people, PersonRef::ref))
                .getResultList()
                .map(rows -> rows.stream().map(People::ref).collect(toSet()));
    }

    private static PersonRef ref(Object[] row) {
        return new PersonRef((String) row[0], (String) row[1]);
    }

    /**
     * Keeps the newest of what is stated about each person as what the facts make of them today, so that who is new is
     * written once. Says who had come meanwhile from elsewhere: of their facts some may not have been seen here.
     *
     * @param known who is locked
     */
    private Uni<List<PersonRef>> state(
            Mutiny.Session session, List<Stated> stated, Set<PersonRef> known, LocalDate today) {
        if (stated.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        List<UUID> ids = stated.stream().map(each -> UUID.randomUUID()).toList();
        return session.createNativeQuery("""
            insert into person as p (id, pseudonym, organization, person_ref, gender, birth_year,
                given_name, family_name, email, phone, language, stamp,
                unit, extent, leader, active, employments, next_change, version, person_published, contact_published)
            select c.*, s.unit, s.extent, s.leader, s.employments > 0, s.employments, s.next_change, 1, true, true
            from (
                select distinct on (organization, person_ref) *
                from unnest(cast(:ids as uuid[]), cast(:pseudonyms as uuid[]), cast(:organizations as text[]), cast(:refs as text[]),
                    cast(:genders as text[]), cast(:birthYears as int[]), cast(:givenNames as text[]), cast(:familyNames as text[]),
                    cast(:emails as text[]), cast(:phones as text[]), cast(:languages as text[]), cast(:stamps as text[]))
                    as stated (id, pseudonym, organization, person_ref, gender, birth_year,
                        given_name, family_name, email, phone, language, stamp)
                order by organization, person_ref, stamp collate "C" desc) c
            %s
            on conflict (organization, person_ref) do update
            set gender = case when excluded.stamp > p.stamp then excluded.gender else p.gender end,
                birth_year = case when excluded.stamp > p.stamp then excluded.birth_year else p.birth_year end,
                given_name = case when excluded.stamp > p.stamp then excluded.given_name else p.given_name end,
                family_name = case when excluded.stamp > p.stamp then excluded.family_name else p.family_name end,
                email = case when excluded.stamp > p.stamp then excluded.email else p.email end,
                phone = case when excluded.stamp > p.stamp then excluded.phone else p.phone end,
                language = case when excluded.stamp > p.stamp then excluded.language else p.language end,
                stamp = greatest(excluded.stamp, p.stamp),
                unit = excluded.unit, extent = excluded.extent, leader = excluded.leader, active = excluded.active,
                employments = excluded.employments, next_change = excluded.next_change,
                person_published = true, contact_published = true,
                version = p.version + cast(not (p.person_published and p.contact_published)
                    or (p.unit, p.extent, p.leader, p.active)
                        is distinct from (excluded.unit, excluded.extent, excluded.leader, excluded.active)
                    or excluded.stamp > p.stamp
                        and (p.gender, p.birth_year, p.given_name, p.family_name, p.email, p.phone, p.language)
                            is distinct from (excluded.gender, excluded.birth_year, excluded.given_name, excluded.family_name,
                                excluded.email, excluded.phone, excluded.language) as int)
            where excluded.stamp > p.stamp or not (p.person_published and p.contact_published)
                or (p.unit, p.extent, p.leader, p.active, p.employments, p.next_change)
                    is distinct from (excluded.unit, excluded.extent, excluded.leader, excluded.active,
                        excluded.employments, excluded.next_change)
            returning
                old.id is null or not old.person_published
                    or (old.gender, old.birth_year, old.unit, old.extent, old.leader, old.active)
                        is distinct from (p.gender, p.birth_year, p.unit, p.extent, p.leader, p.active),
                old.id is null or not old.contact_published
                    or (old.given_name, old.family_name, old.email, old.phone, old.language)
                        is distinct from (p.given_name, p.family_name, p.email, p.phone, p.language),
                %s, old.id is null, p.person_ref
            """.formatted(TODAYS_FACTS, PUBLISHED), Object[].class)
                .setParameter("today", today)
                .setParameter("ids", ids.toArray(UUID[]::new))
                .setParameter("pseudonyms", ids.stream().map(pseudonyms::of).toArray(UUID[]::new))
                .setParameter(
                        "organizations", texts(stated, each -> each.person().organization()))
                .setParameter("refs", texts(stated, each -> each.person().ref()))
                .setParameter("genders", texts(stated, each -> each.gender().name()))
                .setParameter(
                        "birthYears", stated.stream().map(Stated::birthYear).toArray(Integer[]::new))
                .setParameter("givenNames", texts(stated, Stated::givenName))
                .setParameter("familyNames", texts(stated, Stated::familyName))
                .setParameter("emails", texts(stated, Stated::email))
                .setParameter("phones", texts(stated, Stated::phone))
                .setParameter("languages", texts(stated, each -> each.language().name()))
                .setParameter("stamps", texts(stated, Stated::stamp))
                .getResultList()
                .call(this::publish)
                .map(rows -> rows.stream()
                        .filter(row -> !Objects.equals(row[NEW], true))
                        .map(row -> new PersonRef((String) row[ORGANIZATION], (String) row[REF]))
                        .filter(person -> !known.contains(person))
                        .toList());
    }

    private Uni<Void> bringUpToDate(Mutiny.Session session, List<PersonRef> people, LocalDate today) {
        return session.createNativeQuery("""
            with news as (
                select c.id, s.unit, s.extent, s.leader, s.employments, s.next_change,
                    not c.contact_published as contact_changed,
                    not c.person_published
                        or (c.unit, c.extent, c.leader, c.active)
                            is distinct from (s.unit, s.extent, s.leader, s.employments > 0) as person_changed,
                    (c.employments, c.next_change) is distinct from (s.employments, s.next_change)
                        as otherwise_changed
                from unnest(cast(:organizations as text[]), cast(:refs as text[])) as named (organization, person_ref)
                join person c on (c.organization, c.person_ref) = (named.organization, named.person_ref)
                %s)
            update person p
            set unit = n.unit, extent = n.extent, leader = n.leader, active = n.employments > 0,
                employments = n.employments, next_change = n.next_change,
                person_published = true, contact_published = true,
                version = p.version + cast(n.person_changed or n.contact_changed as int)
            from news n
            where p.id = n.id and (n.person_changed or n.contact_changed or n.otherwise_changed)
            returning n.person_changed, n.contact_changed, %s
            """.formatted(TODAYS_FACTS, PUBLISHED), Object[].class)
                .setParameter("today", today)
                .setParameter("organizations", texts(people, PersonRef::organization))
                .setParameter("refs", texts(people, PersonRef::ref))
                .getResultList()
                .chain(this::publish);
    }

    private Uni<Void> publish(List<Object[]> rows) {
        List<Event> news = rows.stream().map(News::of).flatMap(News::events).toList();
        return outbox.append(news)
                .chain(() ->
                        movements.heard(rows.stream().flatMap(People::movement).toList()));
    }

    private static Stream<Movements.Movement> movement(Object[] row) {
        String from = (String) row[UNIT_BEFORE];
        String to = (String) row[5];
        return Objects.equals(from, to)
                ? Stream.empty()
                : Stream.of(new Movements.Movement((UUID) row[2], (UUID) row[3], (String) row[ORGANIZATION], from, to));
    }

    /** Tells of people what was marked as not yet published; within the caller's transaction. */
    Uni<Void> bringUpToDate(List<PersonRef> people, LocalDate today) {
        return people.isEmpty()
                ? Uni.createFrom().voidItem()
                : Panache.getSession().chain(session -> bringUpToDate(session, people, today));
    }

    /** Brings some of those up to date whom the facts make another by now; says how many there were. */
    @WithTransaction
    Uni<Integer> bringDueUpToDate(LocalDate today) {
        return Panache.getSession()
                .chain(session -> due(session, today)
                        .call(people ->
                                people.isEmpty() ? Uni.createFrom().voidItem() : bringUpToDate(session, people, today))
                        .map(List::size));
    }

    private static Uni<List<PersonRef>> due(Mutiny.Session session, LocalDate today) {
        return session.createNativeQuery("""
            select organization, person_ref from person where next_change <= :today
            order by organization, person_ref limit :some for no key update skip locked
            """, Object[].class)
                .setParameter("today", today)
                .setParameter("some", DUE_AT_ONCE)
                .getResultList()
                .map(rows -> rows.stream().map(People::ref).toList());
    }

    private static <R> @Nullable String[] texts(List<R> rows, Function<R, @Nullable String> column) {
        return rows.stream().map(column).toArray(String[]::new);
    }

    @WithSession
    Uni<Person> get(UUID id) {
        return findById(id).onItem().ifNull().failWith(() -> new NotKnown("The person of your account is not known"));
    }

    /** @param within the organizations whose people may be seen, or none for all */
    @WithSession
    Uni<Person> get(UUID id, @Nullable Set<String> within) {
        return findById(id).map(person -> known(person, within));
    }

    static Person known(@Nullable Person person, @Nullable Set<String> within) {
        if (person == null || within != null && !within.contains(person.organization)) {
            throw new NotKnown("There is no such person among those of your organizations");
        }
        return person;
    }

    /** An employment of a person, as it is today or will begin. */
    record Employment(
            String organization,
            @Nullable String unit,
            LocalDate from,
            @Nullable LocalDate to,
            BigDecimal extent,
            boolean leader) {}

    /** Those of every record that is the same person, also those that have ended. */
    @WithSession
    Uni<List<Employment>> employments(UUID person, LocalDate today) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                    select e.organization, unit.at, e.first_day, least(e.last_day, x.last_day), s.extent, s.leader
                    from person me
                    join person p on p.pseudonym = coalesce(me.same_as, me.pseudonym)
                        or p.same_as = coalesce(me.same_as, me.pseudonym)
                    join employment e on (e.organization, e.person_ref) = (p.organization, p.person_ref)
                    left join employment_end x on x.employment_ref = e.ref and x.last_day >= e.first_day
                    cross join lateral (
                        select extent, leader from employment_slice where employment_ref = e.ref
                        order by effective_from > cast(:today as date), abs(effective_from - cast(:today as date)) limit 1) s
                    cross join lateral (
                        select facts.unit as at from (
                            select unit, effective_from, stamp from employment_slice where employment_ref = e.ref
                            union all
                            select to_unit, effective_from, stamp from employment_move where employment_ref = e.ref) facts
                        order by effective_from > cast(:today as date), abs(effective_from - cast(:today as date)), stamp desc
                        limit 1) unit
                    where me.id = :person
                    order by e.first_day, e.ref
                    """, Object[].class)
                        .setParameter("person", person)
                        .setParameter("today", today)
                        .getResultList())
                .map(rows -> rows.stream().map(People::employment).toList());
    }

    private static Employment employment(Object[] row) {
        return new Employment(
                (String) row[0], (String) row[1], (LocalDate) row[2], (LocalDate) row[3], (BigDecimal) row[4], (Boolean)
                        row[5]);
    }
}
