package org.samverka.participants.program;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Language;
import org.samverka.contracts.ParticipantEvent.ProgramDefined;

/** What enrollment and the other services need of a program's definition; the document itself is kept whole. */
record ProgramDefinition(
        String key,
        String name,
        Period period,
        String zone,
        List<Language> languages,
        List<Role> organizations,
        List<TargetGroup> targetGroups) {
    private static final Set<String> TAKING_PART = Set.of("owner", "participating");

    /** Both days inclusive. */
    record Period(LocalDate from, LocalDate to) {}

    record Role(String key, String role) {}

    record TargetGroup(
            String key,
            String name,
            @Nullable Integer plannedSize,
            @Nullable Integer plannedWomen,
            @Nullable Integer plannedMen,
            @Nullable Integer seats) {}

    /** Whose people can be enrolled. */
    List<String> takingPart() {
        return organizations.stream()
                .filter(organization -> TAKING_PART.contains(organization.role()))
                .map(Role::key)
                .distinct()
                .toList();
    }

    ProgramDefined event(UUID id, int version) {
        return new ProgramDefined(
                id,
                key,
                version,
                name,
                period.from(),
                period.to(),
                zone,
                languages,
                organizations.stream().map(Role::key).distinct().toList(),
                targetGroups.stream().map(ProgramDefinition::told).toList());
    }

    private static org.samverka.contracts.ParticipantEvent.TargetGroup told(TargetGroup group) {
        return new org.samverka.contracts.ParticipantEvent.TargetGroup(
                group.key(),
                group.name(),
                group.plannedSize(),
                group.plannedWomen(),
                group.plannedMen(),
                group.seats());
    }
}
