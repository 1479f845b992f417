package org.samverka.contracts;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.HrEvent.AbsenceKind;
import org.samverka.contracts.HrEvent.PayForm;

/**
 * Absence facts without identity on {@code samverka.absence.v1}, for reporting only; full state, and a correction replaces
 * exactly what it touches: of one thing the higher {@code version} wins. Dates are local and inclusive.
 */
public sealed interface AbsenceEvent extends Event {
    UUID pseudonym();

    @Override
    default Topic topic() {
        return Topic.ABSENCE;
    }

    @Override
    default String key() {
        return pseudonym().toString();
    }

    /** One employment with its planned time, from its first slice on; without slices there is no such employment. */
    @EventType("org.samverka.participants.employment-stated.v1")
    record EmploymentStated(
            UUID employmentId,
            UUID pseudonym,
            String organization,
            Gender gender,
            int birthYear,
            List<Slice> slices,
            int version)
            implements AbsenceEvent {}

    /** Planned hours are {@code weeklyHours}/5 on each Monday to Friday; a protected identity has no {@code unit}. */
    record Slice(
            LocalDate from,
            @Nullable LocalDate to,
            @Nullable String unit,
            BigDecimal extent,
            BigDecimal weeklyHours,
            PayForm payForm,
            boolean leader) {}

    /**
     * An unbroken absence of one kind from one employment; open-ended without {@code to}. Parts do not overlap and cover it
     * without a gap; {@code extent} (0-1) is the largest of what is stated for those days, never the sum.
     */
    @EventType("org.samverka.participants.absence-episode-stated.v1")
    record AbsenceEpisodeStated(
            UUID episodeId,
            UUID employmentId,
            UUID pseudonym,
            AbsenceKind kind,
            LocalDate from,
            @Nullable LocalDate to,
            List<Part> parts,
            int version)
            implements AbsenceEvent {}

    record Part(LocalDate from, @Nullable LocalDate to, BigDecimal extent) {}

    /** The episode is no more: canceled, or another one covers its days. */
    @EventType("org.samverka.participants.absence-episode-retracted.v1")
    record AbsenceEpisodeRetracted(UUID episodeId, UUID employmentId, UUID pseudonym, int version)
            implements AbsenceEvent {}

    /** Support is offered to a person; why is between the person and occupational health. */
    @EventType("org.samverka.participants.support-offered.v1")
    record SupportOffered(UUID offerId, UUID personId, UUID pseudonym, String organization, LocalDate date)
            implements AbsenceEvent {}
}
