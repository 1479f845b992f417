package org.samverka.stack.demo.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.samverka.stack.demo.programs.Roster.Member;

class RosterTest {
    private static final Path PROGRAMS = Path.of("../programs");

    static Stream<Roster> rosters() {
        return Stream.of(Roster.recoveryDays(), Roster.mobilisation(), Roster.plus());
    }

    @Test
    void recoveryDaysReachAsManyAsTheDescriptionSays() {
        Roster roster = Roster.recoveryDays();
        assertThat(roster.members()).hasSize(11_600);
        assertThat(roster.byGroup())
                .containsEntry("autumn-2021", 2800L)
                .containsEntry("employees", 8000L)
                .containsEntry("managers", 800L);
        assertThat(roster.byOrganization()).hasSize(24);
        assertThat(organizationsIn(roster, "autumn-2021")).hasSize(6);
        assertThat(organizationsIn(roster, "employees")).hasSize(24);
        assertThat(roster.in("managers")).allMatch(Member::leader);
        assertThat(roster.in("employees")).noneMatch(Member::leader);
    }

    @Test
    void plusCountsWhoIsInSeveralGroupsOnce() {
        Roster roster = Roster.plus();
        assertThat(roster.byGroup())
                .containsEntry("health-network", 55L)
                .containsEntry("health-inspirers", 55L)
                .containsEntry("competence-managers", 500L)
                .containsEntry("competence-employees", 390L);
        assertThat(roster.members()).hasSize(945);
        assertThat(roster.places()).hasSizeGreaterThan(945);
        assertThat(organizationsIn(roster, "bemanna-ratt")).containsExactly("landstinget-kalmar");
    }

    @Test
    void nobodyIsInASupportGroupBeforeTheScreening() {
        assertThat(Roster.mobilisation().byGroup())
                .containsOnlyKeys("managers", "employees")
                .containsEntry("employees", 600L);
    }

    @Test
    void whoIsInTheNetworkHasAnAddressOfTheirOwn() {
        Roster roster = Roster.plus();
        assertThat(roster.in("health-network").stream().map(Member::email))
                .allMatch(email -> email.endsWith("@samverka.example"))
                .doesNotHaveDuplicates();
        assertThat(roster.in("alup")).allMatch(member -> member.email().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("rosters")
    void everybodyIsOnceInTheFilesOfTheirOrganizationsAndTheDefinitionKnowsBoth(Roster roster) throws IOException {
        String definition = Files.readString(PROGRAMS.resolve(roster.program() + ".yaml"));
        long lines = 0;
        for (String organization : roster.byOrganization().keySet()) {
            assertThat(definition).contains("{ key: " + organization + ", role: ");
            lines += roster.csv(organization).lines().count() - 1;
        }
        assertThat(lines).isEqualTo(roster.members().size());
        assertThat(roster.members().stream().map(Member::ref)).doesNotHaveDuplicates();
        roster.byGroup().keySet().forEach(group -> assertThat(definition).contains("key: " + group + "\n"));
    }

    @ParameterizedTest
    @MethodSource("rosters")
    void theSamePeopleComeEachTime(Roster roster) {
        Roster again = rosters()
                .filter(other -> other.program().equals(roster.program()))
                .findFirst()
                .orElseThrow();
        assertThat(again.members()).isEqualTo(roster.members());
    }

    private static List<String> organizationsIn(Roster roster, String group) {
        return roster.in(group).stream().map(Member::organization).distinct().toList();
    }
}
