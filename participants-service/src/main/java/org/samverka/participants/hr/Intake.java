package org.samverka.participants.hr;

import static java.util.stream.Collectors.toCollection;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.HrEvent;
import org.samverka.contracts.HrEvent.AbsenceCancelled;
import org.samverka.contracts.HrEvent.AbsenceState;
import org.samverka.contracts.HrEvent.EmployeeLeft;
import org.samverka.contracts.HrEvent.EmployeeMoved;
import org.samverka.contracts.HrEvent.EmploymentSlice;
import org.samverka.contracts.HrEvent.UnitChanged;
import org.samverka.contracts.delivery.Received;

/** A batch of HR events taken apart into facts by kind, without those that cannot be, and counted by source. */
final class Intake {
    /** Clocks differ; but an event from far ahead would outrank every correction until then. */
    private static final Duration AHEAD_AT_MOST = Duration.ofDays(1);

    private final Rejection rejection;
    private final List<Stated<UnitChanged>> units = new ArrayList<>();
    private final List<Stated<EmploymentSlice>> slices = new ArrayList<>();
    private final List<Stated<EmployeeMoved>> moves = new ArrayList<>();
    private final List<Stated<EmployeeLeft>> ends = new ArrayList<>();
    private final List<Stated<Absence>> absences = new ArrayList<>();
    private final Map<String, Count> counts = new TreeMap<>();
    private final Set<String> touched = new TreeSet<>();
    private final Set<String> newcomers = new TreeSet<>();
    private final Set<String> unheardOf = new HashSet<>();

    /** Puts an event aside; the detail holds no values. */
    interface Rejection {
        void reject(Received<HrEvent> event, String reason, String detail);
    }

    /** A fact, and the event that states it. */
    record Stated<F>(F fact, Received<HrEvent> event, String stamp) {
        String source() {
            return event.source();
        }
    }

    /** What came from one source. */
    static final class Count {
        int received;
        int rejected;
        int outdated;

        @Nullable
        Instant lastEventAt;

        final Set<String> organizations = new TreeSet<>();

        private void at(Instant time) {
            if (lastEventAt == null || time.isAfter(lastEventAt)) {
                lastEventAt = time;
            }
        }
    }

    private Intake(Rejection rejection) {
        this.rejection = rejection;
    }

    static Intake of(List<Received<HrEvent>> events, Instant now, Rejection rejection) {
        var intake = new Intake(rejection);
        events.forEach(event -> intake.take(event, now.plus(AHEAD_AT_MOST)));
        return intake;
    }

    private void take(Received<HrEvent> event, Instant latest) {
        Count count = count(event);
        count.received++;
        if (event.time().isAfter(latest)) {
            reject(event, "time-in-future", "time");
            return;
        }
        count.at(event.time());
        String stamp = Stamp.of(event);
        HrEvent said = event.event();
        if (said instanceof UnitChanged unit) {
            units.add(new Stated<>(unit, event, stamp));
        } else if (said instanceof EmploymentSlice slice) {
            take(slice, event, stamp);
        } else if (said instanceof EmployeeMoved move) {
            moves.add(new Stated<>(move, event, stamp));
        } else if (said instanceof EmployeeLeft end) {
            ends.add(new Stated<>(end, event, stamp));
        } else if (said instanceof AbsenceState state) {
            take(state, event, stamp);
        } else if (said instanceof AbsenceCancelled canceled) {
            absences.add(new Stated<>(Absence.of(canceled, event.source(), stamp), event, stamp));
        }
    }

    private void take(EmploymentSlice slice, Received<HrEvent> event, String stamp) {
        if (endsBeforeItBegins(slice.from(), slice.to())) {
            reject(event, "invalid-dates", "/to");
        } else {
            slices.add(new Stated<>(slice, event, stamp));
        }
    }

    private void take(AbsenceState state, Received<HrEvent> event, String stamp) {
        if (endsBeforeItBegins(state.from(), state.to())) {
            reject(event, "invalid-dates", "/to");
        } else {
            absences.add(new Stated<>(Absence.of(state, event.source(), stamp), event, stamp));
        }
    }

    private static boolean endsBeforeItBegins(LocalDate from, @Nullable LocalDate to) {
        return to != null && to.isBefore(from);
    }

    void judge(Received<HrEvent> event, Absence.Arrival arrival) {
        if (arrival == Absence.Arrival.OUTDATED) {
            count(event).outdated++;
        } else if (arrival == Absence.Arrival.CONFLICTING) {
            reject(event, "version-conflict", "/version");
        }
    }

    /** Puts aside what names the wrong thing: says where, or nothing of what may stay. */
    void refuse(String reason, Function<Stated<?>, @Nullable String> where) {
        for (List<? extends Stated<?>> stated : List.of(units, slices, moves, ends, absences)) {
            stated.removeIf(each -> refused(each, reason, where.apply(each)));
        }
    }

    private boolean refused(Stated<?> stated, String reason, @Nullable String where) {
        if (where != null) {
            reject(stated.event(), reason, where);
        }
        return where != null;
    }

    private void reject(Received<HrEvent> event, String reason, String detail) {
        count(event).rejected++;
        rejection.reject(event, reason, detail);
    }

    private Count count(Received<HrEvent> event) {
        return counts.computeIfAbsent(event.source(), source -> new Count());
    }

    List<Stated<UnitChanged>> units() {
        return units;
    }

    List<Stated<EmploymentSlice>> slices() {
        return slices;
    }

    List<Stated<EmployeeMoved>> moves() {
        return moves;
    }

    List<Stated<EmployeeLeft>> ends() {
        return ends;
    }

    /** Employments of which more than absences is stated. */
    Set<String> restated() {
        return Stream.of(slices, moves, ends)
                .flatMap(List::stream)
                .map(stated -> stated.fact().ref())
                .collect(toCollection(HashSet::new));
    }

    List<Stated<Absence>> absences() {
        return absences;
    }

    Set<String> sources() {
        return counts.keySet();
    }

    /** Employments that nobody knew before, where it matters who speaks of them. */
    Set<String> newcomers() {
        return newcomers;
    }

    /** Employments of which nothing had been stated, so that all there is stands here. */
    Set<String> unheardOf() {
        return unheardOf;
    }

    /** Employments whose facts may be others than before. */
    Set<String> touched() {
        return touched;
    }

    Map<String, Count> counts() {
        units.forEach(unit -> count(unit.event()).organizations.add(unit.fact().organization()));
        slices.forEach(
                slice -> count(slice.event()).organizations.add(slice.fact().organization()));
        return counts;
    }

    /** How much was put aside of a source in another way. */
    void rejected(String source, int facts) {
        counts.computeIfAbsent(source, unseen -> new Count()).rejected += facts;
    }
}
