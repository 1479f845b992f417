package org.samverka.participants.hr;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.HrEvent;
import org.samverka.contracts.HrEvent.EmployeeLeft;
import org.samverka.contracts.HrEvent.EmployeeMoved;
import org.samverka.contracts.HrEvent.EmploymentSlice;
import org.samverka.participants.absence.AbsenceFacts.Away;
import org.samverka.participants.absence.AbsenceFacts.Begun;
import org.samverka.participants.hr.Intake.Stated;
import org.samverka.participants.person.NewEmployment;
import org.samverka.participants.person.NewEmployment.Move;
import org.samverka.participants.person.NewEmployment.Slice;
import org.samverka.participants.person.Newcomers.Newcomer;
import org.samverka.participants.person.PersonRef;
import org.samverka.participants.person.Presence;

/**
 * The employments of an intake that nobody had heard of, of people of whom it names no others: if these are new too, all
 * that is known of them stands here, and the database need not be asked.
 */
final class NewEmployments {
    private final Map<PersonRef, List<NewEmployment>> byPerson = new HashMap<>();

    private NewEmployments() {}

    static NewEmployments of(Intake intake) {
        var all = new NewEmployments();
        Map<String, List<Stated<EmployeeMoved>>> moves = unheardOf(intake.moves(), intake);
        Map<String, List<Stated<EmployeeLeft>>> ends = unheardOf(intake.ends(), intake);
        unheardOf(intake.slices(), intake)
                .forEach((ref, slices) -> all.add(
                        employment(slices, moves.getOrDefault(ref, List.of()), ends.getOrDefault(ref, List.of()))));
        Map<String, PersonRef> owners = all.owners();
        intake.slices().stream()
                .filter(slice ->
                        !HrEvents.owner(slice).equals(owners.get(slice.fact().ref())))
                .map(HrEvents::owner)
                .forEach(all.byPerson::remove);
        return all;
    }

    private void add(NewEmployment employment) {
        byPerson.computeIfAbsent(employment.person(), person -> new ArrayList<>())
                .add(employment);
    }

    private Map<String, PersonRef> owners() {
        var owners = new HashMap<String, PersonRef>();
        byPerson.forEach((person, employments) -> employments.forEach(each -> owners.put(each.ref(), person)));
        return owners;
    }

    private static <E extends HrEvent> Map<String, List<Stated<E>>> unheardOf(List<Stated<E>> stated, Intake intake) {
        return stated.stream()
                .filter(each -> intake.unheardOf().contains(each.fact().ref()))
                .collect(groupingBy(each -> each.fact().ref()));
    }

    private static NewEmployment employment(
            List<Stated<EmploymentSlice>> slices, List<Stated<EmployeeMoved>> moves, List<Stated<EmployeeLeft>> ends) {
        Stated<EmploymentSlice> newest = newest(slices);
        LocalDate from = newest.fact().from();
        return new NewEmployment(
                newest.fact().ref(),
                HrEvents.owner(newest),
                from,
                lastDay(
                        from,
                        newest.fact().to(),
                        ends.isEmpty() ? null : newest(ends).fact().lastDay()),
                newestOfDays(slices, Employments::effectiveFrom).stream()
                        .map(NewEmployments::slice)
                        .toList(),
                newestOfDays(moves, move -> move.fact().effectiveFrom()).stream()
                        .map(move -> new Move(
                                move.fact().effectiveFrom(), move.fact().toUnit(), move.stamp()))
                        .toList());
    }

    /** An end before the beginning is another time's. */
    private static @Nullable LocalDate lastDay(LocalDate from, @Nullable LocalDate to, @Nullable LocalDate end) {
        if (end == null || end.isBefore(from)) {
            return to;
        }
        return to == null || end.isBefore(to) ? end : to;
    }

    private static Slice slice(Stated<EmploymentSlice> stated) {
        EmploymentSlice slice = stated.fact();
        return new Slice(
                Employments.effectiveFrom(stated),
                slice.orgUnitRef(),
                slice.extent(),
                slice.weeklyHours(),
                slice.payForm(),
                slice.leader(),
                stated.stamp());
    }

    private static <E> Stated<E> newest(List<Stated<E>> stated) {
        return stated.stream().reduce(stated.get(0), NewEmployments::newer);
    }

    private static <E> Stated<E> newer(Stated<E> one, Stated<E> other) {
        return one.stamp().compareTo(other.stamp()) >= 0 ? one : other;
    }

    private static <E> List<Stated<E>> newestOfDays(List<Stated<E>> stated, Function<Stated<E>, LocalDate> day) {
        var byDay = new TreeMap<LocalDate, Stated<E>>();
        stated.forEach(each -> byDay.merge(day.apply(each), each, NewEmployments::newer));
        return List.copyOf(byDay.values());
    }

    Map<PersonRef, Presence> presences(LocalDate today) {
        var presences = new HashMap<PersonRef, Presence>();
        byPerson.forEach((person, employments) -> {
            Presence presence = Presence.of(employments, today);
            if (presence != null) {
                presences.put(person, presence);
            }
        });
        return presences;
    }

    /**
     * What is to be told of the employments of those who are new.
     *
     * @param absences that this intake has made what they are
     */
    List<Begun> begun(Map<PersonRef, Newcomer> entered, List<Absence> absences) {
        Map<String, List<Away>> away = new HashMap<>();
        for (Absence absence : absences) {
            Absence.Content content = absence.content();
            if (content != null) {
                away.computeIfAbsent(content.employmentRef(), ref -> new ArrayList<>())
                        .add(new Away(content.kind(), content.firstDay(), content.lastDay(), content.extent()));
            }
        }
        var begun = new ArrayList<Begun>();
        entered.forEach((person, newcomer) -> byPerson.getOrDefault(person, List.of())
                .forEach(employment ->
                        begun.add(new Begun(employment, newcomer, away.getOrDefault(employment.ref(), List.of())))));
        return begun;
    }

    /** Those of whom all is told with these. */
    static Set<PersonRef> people(List<Begun> begun) {
        return begun.stream().map(each -> each.employment().person()).collect(toSet());
    }
}
