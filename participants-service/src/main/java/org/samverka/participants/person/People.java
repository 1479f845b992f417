package org.samverka.participants.person;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Gender;
import org.samverka.contracts.Language;
import org.samverka.contracts.delivery.Outbox;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.contracts.rest.PageQuery;

/**
 * The people of all organizations: what the HR feed states of them, and what its facts make of them on a day. Whoever
 * becomes another is published in the same transaction.
 */
@ApplicationScoped
public class People implements PanacheRepositoryBase<Person, UUID> {
    private static final int DUE_AT_ONCE = 1000;

    private final Outbox outbox;
    private final Pseudonyms pseudonyms;

    People(Outbox outbox, @ConfigProperty(name = "samverka.pseudonym-key") String pseudonymKey) {
        this.outbox = outbox;
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
     * caller's transaction.
     *
     * @param concerned people whose employments may have changed
     */
    public Uni<Void> update(List<Stated> stated, Collection<PersonRef> concerned, LocalDate today) {
        var everybody = new LinkedHashSet<>(concerned);
        stated.forEach(each -> everybody.add(each.person()));
        if (everybody.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<PersonRef> people = List.copyOf(everybody);
        return Panache.getSession()
                .chain(session -> lock(session, people)
                        .chain(() -> keep(session, stated))
                        .chain(() -> bringUpToDate(session, people, today)));
    }

    /** In order, so that batches wait for each other rather than deadlock; enrollments refer to the rows meanwhile. */
    private static Uni<?> lock(Mutiny.Session session, List<PersonRef> people) {
        return session.createNativeQuery("""
                        select p.id from person p
                        join unnest(cast(:organizations as text[]), cast(:refs as text[])) as named (organization, person_ref)
                            on (p.organization, p.person_ref) = (named.organization, named.person_ref)
                        order by p.organization, p.person_ref for no key update of p
                        """, UUID.class)
                .setParameter("organizations", texts(people, PersonRef::organization))
                .setParameter("refs", texts(people, PersonRef::ref))
                .getResultList();
    }

    private Uni<?> keep(Mutiny.Session session, List<Stated> stated) {
        if (stated.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<UUID> ids = stated.stream().map(each -> UUID.randomUUID()).toList();
        return session.createNativeQuery("""
                        insert into person (id, pseudonym, organization, person_ref, gender, birth_year,
                            given_name, family_name, email, phone, language, stamp)
                        select distinct on (organization, person_ref) *
                        from unnest(cast(:ids as uuid[]), cast(:pseudonyms as uuid[]), cast(:organizations as text[]), cast(:refs as text[]),
                            cast(:genders as text[]), cast(:birthYears as int[]), cast(:givenNames as text[]), cast(:familyNames as text[]),
                            cast(:emails as text[]), cast(:phones as text[]), cast(:languages as text[]), cast(:stamps as text[]))
                            as stated (id, pseudonym, organization, person_ref, gender, birth_year,
                                given_name, family_name, email, phone, language, stamp)
                        order by organization, person_ref, stamp collate "C" desc
                        on conflict (organization, person_ref) do update
                        set gender = excluded.gender, birth_year = excluded.birth_year,
                            given_name = excluded.given_name, family_name = excluded.family_name,
                            email = excluded.email, phone = excluded.phone,
                            language = excluded.language, stamp = excluded.stamp
                        where excluded.stamp > person.stamp
                        """)
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
                .executeUpdate();
    }

    /**
     * On a day an employment has the newest slice that holds by then, or else the first to come; its unit is that of the
     * newest slice or move. A person belongs to the unit of their largest employment of the day.
     */
    private Uni<Void> bringUpToDate(Mutiny.Session session, List<PersonRef> people, LocalDate today) {
        return session.createNativeQuery("""
                        with day as (select cast(:today as date) as today),
                        concerned as (
                            select p.id, p.organization, p.person_ref from person p
                            join unnest(cast(:organizations as text[]), cast(:refs as text[])) as named (organization, person_ref)
                                on (p.organization, p.person_ref) = (named.organization, named.person_ref)),
                        employed as (
                            select c.id, e.ref, e.first_day, least(e.last_day, x.last_day) as last_day
                            from concerned c
                            join employment e on (e.organization, e.person_ref) = (c.organization, c.person_ref)
                            left join employment_end x on x.employment_ref = e.ref and x.last_day >= e.first_day),
                        at_work as (
                            select e.id, e.ref, slice.extent, slice.leader, place.unit
                            from employed e cross join day
                            cross join lateral (
                                select s.extent, s.leader from employment_slice s where s.employment_ref = e.ref
                                order by s.effective_from > today, abs(s.effective_from - today) limit 1) slice
                            cross join lateral (
                                select unit from (
                                    select s.unit, s.effective_from, s.stamp from employment_slice s
                                    where s.employment_ref = e.ref
                                    union all
                                    select m.to_unit, m.effective_from, m.stamp from employment_move m
                                    where m.employment_ref = e.ref) said
                                order by effective_from > today, abs(effective_from - today), stamp desc limit 1) place
                            where e.first_day <= today and (e.last_day is null or e.last_day >= today)),
                        turning as (
                            select id, min(turn) as next_change from (
                                select id, first_day from employed
                                union all
                                select id, last_day + 1 from employed
                                union all
                                select e.id, s.effective_from
                                from employed e join employment_slice s on s.employment_ref = e.ref
                                union all
                                select e.id, m.effective_from
                                from employed e join employment_move m on m.employment_ref = e.ref) turns (id, turn)
                            cross join day where turn > today group by id),
                        state as (
                            select c.id, t.next_change,
                                (array_agg(w.unit order by w.extent desc, w.ref) filter (where w.ref is not null))[1] as unit,
                                trim_scale(least(coalesce(sum(w.extent), 0), 10)) as extent,
                                coalesce(bool_or(w.leader), false) as leader,
                                cast(count(w.ref) as int) as employments
                            from concerned c left join at_work w on w.id = c.id left join turning t on t.id = c.id
                            group by c.id, t.next_change),
                        news as (
                            select s.*, said.person, said.contact,
                                said.person is distinct from p.published_person as person_changed,
                                said.contact is distinct from p.published_contact as contact_changed
                            from state s join person p on p.id = s.id
                            cross join lateral (select
                                sha256(convert_to(cast(jsonb_build_array(p.organization, s.unit, p.gender, p.birth_year,
                                    s.extent, s.leader, s.employments > 0) as text), 'UTF8')) as person,
                                sha256(convert_to(cast(jsonb_build_array(p.given_name, p.family_name, p.email, p.phone,
                                    p.language) as text), 'UTF8')) as contact) said
                            where (said.person, said.contact, s.employments, s.next_change) is distinct from
                                (p.published_person, p.published_contact, p.employments, p.next_change))
                        update person p
                        set unit = n.unit, extent = n.extent, leader = n.leader, active = n.employments > 0,
                            employments = n.employments, next_change = n.next_change,
                            published_person = n.person, published_contact = n.contact,
                            version = p.version + cast(n.person_changed or n.contact_changed as int)
                        from news n where p.id = n.id
                        returning n.person_changed, n.contact_changed, p.id, p.pseudonym, p.organization, p.unit,
                            p.gender, p.birth_year, p.extent, p.leader, p.active,
                            p.given_name, p.family_name, p.email, p.phone, p.language
                        """, Object[].class)
                .setParameter("today", today)
                .setParameter("organizations", texts(people, PersonRef::organization))
                .setParameter("refs", texts(people, PersonRef::ref))
                .getResultList()
                .chain(rows -> outbox.append(
                        rows.stream().map(News::of).flatMap(News::events).toList()));
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
                .map(rows -> rows.stream()
                        .map(row -> new PersonRef((String) row[0], (String) row[1]))
                        .toList());
    }

    private static <R> @Nullable String[] texts(List<R> rows, Function<R, @Nullable String> column) {
        return rows.stream().map(column).toArray(String[]::new);
    }

    @WithSession
    Uni<Person> get(UUID id) {
        return findById(id).onItem().ifNull().failWith(() -> new NotKnown("The person of your account is not known"));
    }

    /** What a list of people is narrowed to. */
    record Filter(
            @Nullable String organization,
            @Nullable String unit,
            @Nullable String personRef,
            @Nullable Boolean leader,
            @Nullable Boolean active) {}

    /** @param within the organizations whose people may be seen */
    @WithSession
    Uni<List<Person>> list(Filter filter, Set<String> within, PageQuery page) {
        var where = new StringBuilder("position > :after and organization in :within");
        Map<String, Object> parameters = new HashMap<>(Map.of("after", page.after(), "within", within));
        narrow(where, parameters, "organization", filter.organization());
        narrow(where, parameters, "unit", filter.unit());
        narrow(where, parameters, "personRef", filter.personRef());
        narrow(where, parameters, "leader", filter.leader());
        narrow(where, parameters, "active", filter.active());
        return find(where + " order by position", parameters)
                .page(0, page.rows())
                .list();
    }

    private static void narrow(
            StringBuilder where, Map<String, Object> parameters, String field, @Nullable Object value) {
        if (value != null) {
            where.append(" and ").append(field).append(" = :").append(field);
            parameters.put(field, value);
        }
    }
}
