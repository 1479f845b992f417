package org.samverka.sessions.arrangement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.ParticipantEvent.RequirementLevel;
import org.samverka.contracts.rest.Refused;
import org.samverka.sessions.need.Finding;
import org.samverka.sessions.need.Need;
import org.samverka.sessions.need.Need.MetBy;
import org.samverka.sessions.supplier.Supplier;
import org.samverka.sessions.supplier.Supplier.Standing;
import org.samverka.sessions.venue.Venue;

/**
 * Whether a session's room, team and arrangements meet what is needed there, and the team what its program says it shall.
 * What nobody has verified is not met.
 */
record Readiness(List<Line> lines) {
    /** @param what a need, or {@code requirement:} and the key of a program's requirement on suppliers */
    record Line(String what, MetBy metBy, Finding finding) {
        boolean isMissing() {
            return finding != Finding.met;
        }

        String told() {
            String by = switch (metBy) {
                case venue -> "room";
                case supplier -> "team";
                case arrangement -> "arrangement";
            };
            return "%s (%s: %s)".formatted(what, by, finding == Finding.not_met ? "not met" : "not verified");
        }
    }

    /** @param arranged needs that are seen to for this session alone, whoever else should meet them */
    static Readiness of(
            Collection<Need> needed,
            Collection<String> arranged,
            @Nullable Venue room,
            @Nullable Supplier team,
            @Nullable Standing standing) {
        var lines = new ArrayList<Line>();
        needed.stream()
                .sorted()
                .forEach(need -> lines.add(new Line(
                        need.name(),
                        need.metBy(),
                        arranged.contains(need.name()) ? Finding.met : finding(need, room, team))));
        if (standing != null) {
            standing.requirements().stream()
                    .filter(requirement -> requirement.level() == RequirementLevel.shall)
                    .forEach(requirement -> lines.add(new Line(
                            "requirement:" + requirement.key(),
                            MetBy.supplier,
                            standing.findings().of(requirement.key()))));
        }
        return new Readiness(List.copyOf(lines));
    }

    private static Finding finding(Need need, @Nullable Venue room, @Nullable Supplier team) {
        return switch (need.metBy()) {
            case venue -> room == null ? Finding.unknown : room.checklist().of(need);
            case supplier -> team == null ? Finding.unknown : team.checklist().of(need);
            case arrangement -> Finding.unknown;
        };
    }

    List<String> missing() {
        return lines.stream().filter(Line::isMissing).map(Line::what).toList();
    }

    void requireMet() {
        if (!missing().isEmpty()) {
            throw new NeedsNotMet(this);
        }
    }

    static final class NeedsNotMet extends Refused {
        NeedsNotMet(Readiness readiness) {
            super(readiness.lines.stream()
                    .filter(Line::isMissing)
                    .map(Line::told)
                    .collect(Collectors.joining(
                            ", ",
                            "Not seen to: ",
                            ". Choose another room or team, have it verified, arrange it for this session, or give a reason"
                                    + " to confirm all the same")));
        }
    }
}
