package org.samverka.participants.hr;

import static java.util.stream.Collectors.toSet;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.HrEvent;
import org.samverka.contracts.HrEvent.EmployeeLeft;
import org.samverka.contracts.HrEvent.EmployeeMoved;
import org.samverka.contracts.HrEvent.EmploymentSlice;
import org.samverka.participants.hr.Intake.Stated;
import org.samverka.participants.person.PersonRef;

/** The facts about employments: of several about one thing the one with the highest stamp is kept. */
@ApplicationScoped
class Employments {

    /**
     * Takes in what has arrived, and says whose employments it was about; within the caller's transaction. Absences touch
     * their employments already.
     */
    Uni<Set<PersonRef>> record(Intake intake) {
        List<Stated<? extends HrEvent>> stated = Stream.<List<? extends Stated<? extends HrEvent>>>of(
                        intake.slices(), intake.moves(), intake.ends())
                .<Stated<? extends HrEvent>>flatMap(List::stream)
                .toList();
        stated.forEach(each -> intake.touched().add(each.fact().ref()));
        if (intake.touched().isEmpty()) {
            return Uni.createFrom().item(Set.of());
        }
        return Panache.getSession()
                .chain(session -> keep(session, intake)
                        .call(() -> keepSlices(session, intake.slices()))
                        .call(() -> keepMoves(session, intake.moves()))
                        .call(() -> keepEnds(session, intake.ends()))
                        .chain(before -> owners(session, stated, intake).map(after -> union(before, after))));
    }

    private static Set<PersonRef> union(Set<PersonRef> some, Set<PersonRef> others) {
        var all = new HashSet<>(some);
        all.addAll(others);
        return all;
    }

    /**
     * Locks every employment that is touched, also where nothing about it is new or known, and says whose some of them
     * were before. Nobody can have stated anything of one that has no row: whatever waits for an employment gives it one.
     */
    private static Uni<Set<PersonRef>> keep(Mutiny.Session session, Intake intake) {
        List<Stated<EmploymentSlice>> slices = intake.slices();
        var named = new HashSet<>(intake.touched());
        slices.forEach(slice -> named.remove(slice.fact().employmentRef()));
        return session.createNativeQuery("""
                        insert into employment (ref, organization, person_ref, first_day, last_day, stamp)
                        select distinct on (ref) *
                        from (
                            select *
                            from unnest(cast(:refs as text[]), cast(:organizations as text[]), cast(:people as text[]),
                                cast(:firstDays as date[]), cast(:lastDays as date[]), cast(:stamps as text[]))
                                as stated (ref, organization, person_ref, first_day, last_day, stamp)
                            union all
                            select ref, null, null, null, null, '' from unnest(cast(:named as text[])) as named (ref)) touched
                        order by ref, stamp collate "C" desc
                        on conflict (ref) do update
                        set organization = excluded.organization, person_ref = excluded.person_ref,
                            first_day = excluded.first_day, last_day = excluded.last_day, stamp = excluded.stamp
                        where excluded.stamp > employment.stamp
                        returning old.organization, old.person_ref, employment.ref, old.ref is null
                        """, Object[].class)
                .setParameter("named", named.toArray(String[]::new))
                .setParameter("refs", texts(slices, slice -> slice.fact().employmentRef()))
                .setParameter(
                        "organizations", texts(slices, slice -> slice.fact().organization()))
                .setParameter("people", texts(slices, slice -> slice.fact().personRef()))
                .setParameter(
                        "firstDays",
                        slices.stream().map(slice -> slice.fact().from()).toArray(LocalDate[]::new))
                .setParameter(
                        "lastDays",
                        slices.stream().map(slice -> slice.fact().to()).toArray(LocalDate[]::new))
                .setParameter("stamps", texts(slices, Stated::stamp))
                .getResultList()
                .invoke(rows -> rows.stream()
                        .filter(row -> Objects.equals(row[3], true))
                        .forEach(row -> intake.unheardOf().add((String) row[2])))
                .map(Employments::people);
    }

    private static Set<PersonRef> people(List<Object[]> rows) {
        return rows.stream()
                .filter(row -> row[1] != null)
                .map(row -> new PersonRef((String) row[0], (String) row[1]))
                .collect(toSet());
    }

    private static Uni<?> keepSlices(Mutiny.Session session, List<Stated<EmploymentSlice>> slices) {
        if (slices.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return session.createNativeQuery("""
                        insert into employment_slice (employment_ref, effective_from, unit, extent, weekly_hours, pay_form, leader, stamp)
                        select distinct on (employment_ref, effective_from) *
                        from unnest(cast(:refs as text[]), cast(:days as date[]), cast(:units as text[]), cast(:extents as numeric[]),
                            cast(:weeklyHours as numeric[]), cast(:payForms as text[]), cast(:leaders as boolean[]), cast(:stamps as text[]))
                            as stated (employment_ref, effective_from, unit, extent, weekly_hours, pay_form, leader, stamp)
                        order by employment_ref, effective_from, stamp collate "C" desc
                        on conflict (employment_ref, effective_from) do update
                        set unit = excluded.unit, extent = excluded.extent, weekly_hours = excluded.weekly_hours,
                            pay_form = excluded.pay_form, leader = excluded.leader, stamp = excluded.stamp
                        where excluded.stamp > employment_slice.stamp
                        """)
                .setParameter("refs", texts(slices, slice -> slice.fact().employmentRef()))
                .setParameter(
                        "days", slices.stream().map(Employments::effectiveFrom).toArray(LocalDate[]::new))
                .setParameter("units", texts(slices, slice -> slice.fact().orgUnitRef()))
                .setParameter(
                        "extents",
                        slices.stream().map(slice -> slice.fact().extent()).toArray(BigDecimal[]::new))
                .setParameter(
                        "weeklyHours",
                        slices.stream().map(slice -> slice.fact().weeklyHours()).toArray(BigDecimal[]::new))
                .setParameter(
                        "payForms",
                        texts(slices, slice -> slice.fact().payForm().name()))
                .setParameter(
                        "leaders",
                        slices.stream().map(slice -> slice.fact().leader()).toArray(Boolean[]::new))
                .setParameter("stamps", texts(slices, Stated::stamp))
                .executeUpdate();
    }

    static LocalDate effectiveFrom(Stated<EmploymentSlice> slice) {
        return Objects.requireNonNullElse(
                slice.fact().effectiveFrom(), slice.fact().from());
    }

    private static Uni<?> keepMoves(Mutiny.Session session, List<Stated<EmployeeMoved>> moves) {
        if (moves.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return session.createNativeQuery("""
                        insert into employment_move (employment_ref, effective_from, to_unit, source, stamp)
                        select distinct on (employment_ref, effective_from) *
                        from unnest(cast(:refs as text[]), cast(:days as date[]), cast(:units as text[]), cast(:sources as text[]),
                            cast(:stamps as text[]))
                            as stated (employment_ref, effective_from, to_unit, source, stamp)
                        order by employment_ref, effective_from, stamp collate "C" desc
                        on conflict (employment_ref, effective_from) do update
                        set to_unit = excluded.to_unit, source = excluded.source, stamp = excluded.stamp
                        where excluded.stamp > employment_move.stamp
                        """)
                .setParameter("refs", texts(moves, move -> move.fact().employmentRef()))
                .setParameter(
                        "days",
                        moves.stream().map(move -> move.fact().effectiveFrom()).toArray(LocalDate[]::new))
                .setParameter("units", texts(moves, move -> move.fact().toUnit()))
                .setParameter("sources", texts(moves, Stated::source))
                .setParameter("stamps", texts(moves, Stated::stamp))
                .executeUpdate();
    }

    private static Uni<?> keepEnds(Mutiny.Session session, List<Stated<EmployeeLeft>> ends) {
        if (ends.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return session.createNativeQuery("""
                        insert into employment_end (employment_ref, last_day, source, stamp)
                        select distinct on (employment_ref) *
                        from unnest(cast(:refs as text[]), cast(:days as date[]), cast(:sources as text[]), cast(:stamps as text[]))
                            as stated (employment_ref, last_day, source, stamp)
                        order by employment_ref, stamp collate "C" desc
                        on conflict (employment_ref) do update
                        set last_day = excluded.last_day, source = excluded.source, stamp = excluded.stamp
                        where excluded.stamp > employment_end.stamp
                        """)
                .setParameter("refs", texts(ends, end -> end.fact().employmentRef()))
                .setParameter(
                        "days", ends.stream().map(end -> end.fact().lastDay()).toArray(LocalDate[]::new))
                .setParameter("sources", texts(ends, Stated::source))
                .setParameter("stamps", texts(ends, Stated::stamp))
                .executeUpdate();
    }

    /**
     * A slice need not name whose the employment is: a newer one may have corrected the person. Of one nobody had heard of,
     * one of its slices does.
     */
    private static Uni<Set<PersonRef>> owners(
            Mutiny.Session session, List<Stated<? extends HrEvent>> stated, Intake intake) {
        String[] heardOf = stated.stream()
                .map(fact -> fact.fact().ref())
                .filter(ref -> !intake.unheardOf().contains(ref))
                .distinct()
                .toArray(String[]::new);
        if (heardOf.length == 0) {
            return Uni.createFrom().item(Set.of());
        }
        return session.createNativeQuery("""
                        select distinct organization, person_ref from employment
                        where ref = any(cast(:refs as text[])) and person_ref is not null
                        """, Object[].class)
                .setParameter("refs", heardOf)
                .getResultList()
                .map(Employments::people);
    }

    private static <F> @Nullable String[] texts(
            List<? extends F> stated, Function<? super F, @Nullable String> column) {
        return stated.stream().map(column).toArray(String[]::new);
    }
}
