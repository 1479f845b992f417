package org.samverka.sessions.supplier;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.samverka.contracts.ParticipantEvent.Requirement;
import org.samverka.contracts.ParticipantEvent.RequirementKind;
import org.samverka.contracts.ParticipantEvent.RequirementLevel;
import org.samverka.contracts.rest.Invalid;
import org.samverka.sessions.need.Checklist;
import org.samverka.sessions.need.Finding;
import org.samverka.sessions.need.Need;

/**
 * A team that holds sessions, one at a time: what it can, in which languages, and what is known of how it works.
 *
 * @param organization whose people may act for it
 */
public record Supplier(
        UUID id,
        long position,
        String name,
        String organization,
        List<String> competences,
        List<String> languages,
        Checklist checklist,
        int version) {

    /** Refuses a line of the checklist that is not about teams. */
    static void checkLine(String line) {
        for (Need need : Need.values()) {
            if (need.name().equals(line) && need.metBy() == Need.MetBy.supplier) {
                return;
            }
        }
        throw new Invalid(
                "/checklist/" + line,
                "unknown-line",
                "A team meets: microphone_for_every_speaker, pictures_described, material_in_advance");
    }

    /** How a team stands against the requirements of one program on suppliers. */
    public record Standing(List<Requirement> requirements, Checklist findings) {
        public Standing {
            requirements = requirements.stream()
                    .filter(requirement -> requirement.kind() == RequirementKind.procurement)
                    .toList();
        }

        /** What it shall meet, and has not been seen to. */
        public List<Requirement> missing() {
            return requirements.stream()
                    .filter(requirement -> requirement.level() == RequirementLevel.shall)
                    .filter(requirement -> findings.of(requirement.key()) != Finding.met)
                    .toList();
        }

        void checkLine(String line) {
            List<String> known = new ArrayList<>();
            requirements.forEach(requirement -> known.add(requirement.key()));
            if (!known.contains(line)) {
                throw new Invalid(
                        "/checklist/" + line,
                        "unknown-line",
                        "The program requires of suppliers: " + String.join(", ", known));
            }
        }
    }
}
