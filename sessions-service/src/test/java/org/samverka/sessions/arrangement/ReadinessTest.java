package org.samverka.sessions.arrangement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.samverka.sessions.need.Need.diet;
import static org.samverka.sessions.need.Need.pictures_described;
import static org.samverka.sessions.need.Need.tested_hearing_loop;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.samverka.contracts.ParticipantEvent.Requirement;
import org.samverka.contracts.ParticipantEvent.RequirementKind;
import org.samverka.contracts.ParticipantEvent.RequirementLevel;
import org.samverka.sessions.arrangement.Readiness.NeedsNotMet;
import org.samverka.sessions.need.Check;
import org.samverka.sessions.need.Checklist;
import org.samverka.sessions.need.Finding;
import org.samverka.sessions.need.Need;
import org.samverka.sessions.supplier.Supplier;
import org.samverka.sessions.supplier.Supplier.Standing;
import org.samverka.sessions.venue.Venue;

class ReadinessTest {
    private static final LocalDate DAY = LocalDate.parse("2026-01-10");

    @Test
    void aRoomThatHasWhatIsNeededIsReady() {
        Readiness readiness =
                Readiness.of(Set.of(tested_hearing_loop), Set.of(), room(tested_hearing_loop, Finding.met), null, null);

        assertThat(readiness.missing()).isEmpty();
        readiness.requireMet();
    }

    @ParameterizedTest
    @EnumSource(names = {"not_met", "unknown"})
    void aRoomThatHasNotOrThatNobodyHasVerifiedIsNot(Finding finding) {
        Readiness readiness =
                Readiness.of(Set.of(tested_hearing_loop), Set.of(), room(tested_hearing_loop, finding), null, null);

        assertThat(readiness.missing()).containsExactly("tested_hearing_loop");
        assertThatThrownBy(readiness::requireMet)
                .isInstanceOf(NeedsNotMet.class)
                .hasMessageContaining("tested_hearing_loop (room: %s)"
                        .formatted(finding == Finding.unknown ? "not verified" : "not met"));
    }

    @Test
    void withoutRoomOrTeamNothingThatTheyMeetIsMet() {
        assertThat(Readiness.of(Set.of(tested_hearing_loop, pictures_described), Set.of(), null, null, null)
                        .missing())
                .containsExactly("tested_hearing_loop", "pictures_described");
    }

    @ParameterizedTest
    @EnumSource
    void whateverIsNeededCanBeArrangedForTheOneSession(Need need) {
        assertThat(Readiness.of(Set.of(need), Set.of(), null, null, null).missing())
                .containsExactly(need.name());
        assertThat(Readiness.of(Set.of(need), Set.of(need.name()), null, null, null)
                        .missing())
                .isEmpty();
    }

    @Test
    void aTeamShallMeetWhatTheProgramSaysItShallAndBetterWhatItShould() {
        var standing = new Standing(
                List.of(
                        requirement("microphone", RequirementKind.procurement, RequirementLevel.shall),
                        requirement("hand-out-pictures", RequirementKind.procurement, RequirementLevel.should),
                        requirement("premises", RequirementKind.physical, RequirementLevel.shall)),
                Checklist.EMPTY);

        assertThat(Readiness.of(Set.of(diet), Set.of("diet"), null, team(), standing)
                        .missing())
                .containsExactly("requirement:microphone");
    }

    private static Requirement requirement(String key, RequirementKind kind, RequirementLevel level) {
        return new Requirement(key, kind, level, "Something");
    }

    private static Venue room(Need need, Finding finding) {
        return new Venue(
                new UUID(1, 1),
                1,
                "Holjebacken",
                "olofstrom",
                null,
                30,
                new Checklist(Map.of(need.name(), new Check(finding, "somebody", DAY))),
                1);
    }

    private static Supplier team() {
        return new Supplier(new UUID(2, 2), 1, "Team", "kc-group", List.of(), List.of("sv"), Checklist.EMPTY, 1);
    }
}
