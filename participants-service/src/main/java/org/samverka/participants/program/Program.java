package org.samverka.participants.program;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.ParticipantEvent.EnrollmentState;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.Refused;

/** A program as enrollment sees it: when it runs, and the target groups with their seats. */
public final class Program {
    private final UUID id;
    private final String key;
    private final LocalDate from;
    private final LocalDate to;
    private final Map<String, TargetGroup> targetGroups;

    Program(UUID id, String key, LocalDate from, LocalDate to, Map<String, TargetGroup> targetGroups) {
        this.id = id;
        this.key = key;
        this.from = from;
        this.to = to;
        this.targetGroups = targetGroups;
    }

    public UUID id() {
        return id;
    }

    public String key() {
        return key;
    }

    /** Takes a seat where there is one, a place on the waiting list where there is none. */
    public EnrollmentState admit(String targetGroup, LocalDate date) {
        TargetGroup group = group(targetGroup);
        if (date.isBefore(from) || date.isAfter(to)) {
            throw new OutsideProgramPeriod(from, to);
        }
        return group.admit();
    }

    boolean has(String targetGroup) {
        return targetGroups.containsKey(targetGroup);
    }

    /** Groups without a limit need no count of seats. */
    List<String> groupsWithNewSeatsTaken() {
        return targetGroups.entrySet().stream()
                .filter(group ->
                        group.getValue().isLimited() && group.getValue().admitted() > 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    TargetGroup group(String targetGroup) {
        TargetGroup group = targetGroups.get(targetGroup);
        if (group == null) {
            throw new Invalid(
                    "/targetGroup",
                    "unknown-target-group",
                    "The program has: " + String.join(", ", targetGroups.keySet()));
        }
        return group;
    }

    /** Seats of one group; without a limit every one is free. */
    static final class TargetGroup {
        private final @Nullable Integer seats;
        private int taken;
        private int admitted;

        TargetGroup(@Nullable Integer seats, int taken) {
            this.seats = seats;
            this.taken = taken;
        }

        boolean isLimited() {
            return seats != null;
        }

        /** How many seats were taken since the group was read. */
        int admitted() {
            return admitted;
        }

        private EnrollmentState admit() {
            if (seats != null && taken >= seats) {
                return EnrollmentState.waitlisted;
            }
            taken++;
            admitted++;
            return EnrollmentState.confirmed;
        }
    }

    static final class OutsideProgramPeriod extends Refused {
        OutsideProgramPeriod(LocalDate from, LocalDate to) {
            super("The program runs from %s to %s; give a date within".formatted(from, to));
        }
    }
}
