package org.samverka.participants.absence;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.AbsenceEvent.Part;
import org.samverka.contracts.HrEvent.AbsenceKind;

/** An unbroken absence of one kind; its parts cover it without a gap or an overlap. */
record Episode(AbsenceKind kind, LocalDate from, @Nullable LocalDate to, List<Part> parts) {}
