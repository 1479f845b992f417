package org.samverka.stack.demo.hr;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An absence from one employment as the HR system came to know of it, one version after the other. */
final class Absence {
    private final String ref;
    private final String employmentRef;
    private final String kind;
    private final BigDecimal extent;
    private final List<State> states = new ArrayList<>();

    /**
     * @param what started, changed, ended or cancelled
     * @param known the day on which this was put in
     */
    record State(
            String what,
            int version,
            LocalDate from,
            @Nullable LocalDate to,
            LocalDate known) {}

    Absence(String ref, String employmentRef, String kind, BigDecimal extent) {
        this.ref = ref;
        this.employmentRef = employmentRef;
        this.kind = kind;
        this.extent = extent;
    }

    Absence started(LocalDate from, @Nullable LocalDate to) {
        return then("started", from, to, from);
    }

    Absence changed(LocalDate from, LocalDate to, LocalDate known) {
        return then("changed", from, to, known);
    }

    Absence ended(LocalDate from, LocalDate to) {
        return then("ended", from, to, to.plusDays(1));
    }

    Absence takenBack(LocalDate known) {
        return then("cancelled", known, null, known);
    }

    private Absence then(String what, LocalDate from, @Nullable LocalDate to, LocalDate known) {
        states.add(new State(what, states.size() + 1, from, to, known));
        return this;
    }

    String ref() {
        return ref;
    }

    String employmentRef() {
        return employmentRef;
    }

    String kind() {
        return kind;
    }

    BigDecimal extent() {
        return extent;
    }

    List<State> states() {
        return states;
    }

    boolean isTakenBack() {
        return states.stream().anyMatch(state -> state.what().equals("cancelled"));
    }
}
