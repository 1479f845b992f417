package org.samverka.participants.absence;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.AbsenceEvent.Part;
import org.samverka.contracts.HrEvent.AbsenceKind;

/** An unbroken absence of one kind; its parts cover it without a gap or an overlap. */
record Episode(AbsenceKind kind, LocalDate from, @Nullable LocalDate to, List<Part> parts) {
    Days days() {
        return Days.of(from, to);
    }

    /** In calendar days, both ends included, whatever the extent; an open end runs to the day it is looked at. */
    long length(LocalDate asOf) {
        return days().until(asOf).map(Days::length).orElse(0L);
    }
}
