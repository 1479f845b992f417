package org.samverka.participants.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.ParticipantEvent.EnrollmentState;
import org.samverka.contracts.rest.DomainException;
import org.samverka.contracts.rest.Refused;

class ProgramTest {
    private static final LocalDate DAY = LocalDate.of(2022, 11, 8);

    private static final String DEFINITION = """
            key: p
            name: P
            period: {from: 2022-01-01, to: 2022-12-31}
            zone: Europe/Copenhagen
            languages: [da]
            organizations: [{key: vejle, role: participating}, {key: odense, role: participating}]
            targetGroups:
              - {key: open, name: Open}
              - {key: few, name: Few, seats: 2}
              - {key: team, name: Team, seatsPerOrganization: 2}
              - {key: approved, name: Approved, seats: 1, approval: true}
              - {key: leaders, name: Leaders, eligibility: {leader: true}}
              - {key: employees, name: Employees, eligibility: {leader: false, minimumExtent: 0.5, units: [north]}}
              - {key: danes, name: Danes, eligibility: {organizations: [vejle]}}
              - {key: one, name: One, notTogetherWith: [other]}
              - {key: other, name: Other}
              - {key: help, name: Help, support: true, notTogetherWith: [open]}
              - {key: follow-up, name: Follow-up, prerequisites: [{kind: organization-attended, targetGroup: open}]}
              - {key: next, name: Next, prerequisites: [{kind: completed, program: earlier}]}
            """;

    /** Somebody whom nothing stands against. */
    private record Person(
            String organization,
            @Nullable String unit,
            BigDecimal extent,
            boolean leader,
            boolean employed,
            Set<String> groups,
            Set<String> before,
            boolean othersWait,
            boolean answerIsForOrganization)
            implements Candidate {
        static Person of(String organization) {
            return new Person(organization, "north", BigDecimal.ONE, false, true, Set.of(), Set.of(), false, false);
        }

        Person in(String... others) {
            return new Person(
                    organization,
                    unit,
                    extent,
                    leader,
                    employed,
                    Set.of(others),
                    before,
                    othersWait,
                    answerIsForOrganization);
        }

        Person with(String... things) {
            return new Person(
                    organization,
                    unit,
                    extent,
                    leader,
                    employed,
                    groups,
                    Set.of(things),
                    othersWait,
                    answerIsForOrganization);
        }

        Person working(@Nullable String in, String share, boolean leading, boolean at) {
            return new Person(
                    organization,
                    in,
                    new BigDecimal(share),
                    leading,
                    at,
                    groups,
                    before,
                    othersWait,
                    answerIsForOrganization);
        }

        Person behindOthers() {
            return new Person(
                    organization, unit, extent, leader, employed, groups, before, true, answerIsForOrganization);
        }

        Person askedForByContact() {
            return new Person(organization, unit, extent, leader, employed, groups, before, othersWait, true);
        }

        @Override
        public boolean completed(String program, @Nullable String targetGroup) {
            return before.contains("completed " + program + " " + targetGroup);
        }

        @Override
        public boolean organizationAttended(String program, @Nullable String targetGroup) {
            return before.contains("attended " + program + " " + targetGroup);
        }
    }

    private final Person anna = Person.of("vejle");

    @Test
    void aGroupWithoutLimitTakesEverybody() {
        assertThat(program().admit(anna, "open", DAY)).isEqualTo(EnrollmentState.confirmed);
    }

    @Test
    void whoComesAfterTheLastSeatWaits() {
        Program program = program();
        assertThat(program.admit(anna, "few", DAY)).isEqualTo(EnrollmentState.confirmed);
        assertThat(program.admit(anna, "few", DAY)).isEqualTo(EnrollmentState.confirmed);
        assertThat(program.admit(anna, "few", DAY)).isEqualTo(EnrollmentState.waitlisted);
    }

    @Test
    void nobodyOvertakesWhoWaitsAlready() {
        assertThat(program().admit(anna.behindOthers(), "few", DAY)).isEqualTo(EnrollmentState.waitlisted);
    }

    @Test
    void whereApprovalIsAskedForNoSeatIsTaken() {
        Program program = program();
        assertThat(program.admit(anna, "approved", DAY)).isEqualTo(EnrollmentState.applied);
        assertThat(program.group("approved").free()).isEqualTo(1);
    }

    @Test
    void everyRefusalHasACodeOfItsOwn() {
        refuses(anna, "open", DAY.plusYears(1), "outside-program-period");
        refuses(anna, "leaders", DAY, "leaders-only");
        refuses(anna.working("north", "1", true, true), "employees", DAY, "not-for-leaders");
        refuses(anna.working("north", "0.4", false, true), "employees", DAY, "extent-too-small");
        refuses(anna.working("south", "1", false, true), "employees", DAY, "unit-not-eligible");
        refuses(anna.working(null, "0", false, false), "employees", DAY, "not-employed");
        refuses(Person.of("odense"), "danes", DAY, "organization-not-eligible");
        refuses(anna.in("one"), "other", DAY, "not-together");
        refuses(anna.in("other"), "one", DAY, "not-together");
        refuses(anna, "follow-up", DAY, "organization-has-not-attended");
        refuses(anna, "next", DAY, "not-completed-before");
        refuses(Person.of("kolding"), "team", DAY, "organization-without-seats");
        refuses(anna.askedForByContact(), "help", DAY, "support-is-personal");
    }

    @Test
    void whatWasBeforeOpensTheNext() {
        assertThat(program().admit(anna.with("attended p open"), "follow-up", DAY))
                .isEqualTo(EnrollmentState.confirmed);
        assertThat(program().admit(anna.with("completed earlier null"), "next", DAY))
                .isEqualTo(EnrollmentState.confirmed);
        assertThat(program().admit(anna.working("north", "0.5", false, true), "employees", DAY))
                .isEqualTo(EnrollmentState.confirmed);
    }

    @Test
    void anOrganizationDoesNotLearnThatSupportIsWhy() {
        refuses(anna.in("help").askedForByContact(), "open", DAY, "not-admitted");
        refuses(anna.in("help"), "open", DAY, "not-together");
    }

    @Test
    void aSeatThatIsPassedOnGoesWithWhoeverGetsIt() {
        Program.TargetGroup team = program().group("team");
        team.organizationHas("kolding", 0, 0);
        team.release("vejle");
        team.giveSeat("vejle", "kolding");
        assertThat(team.hasSeatFor("kolding")).isTrue();
        team.take("kolding");
        assertThat(team.freeByOrganization()).isEqualTo(Map.of("vejle", 2, "odense", 2));
    }

    /** Whatever the order in which they come: each organization has its seats, nobody has another's. */
    @Property(tries = 200)
    void eachOrganizationGetsItsOwnSeatsInTheOrderOfArrival(
            @ForAll @Size(max = 12) List<@IntRange(max = 1) Integer> arrivals) {
        Program program = program();
        var confirmed = new HashMap<String, Integer>();
        var arrived = new HashMap<String, Integer>();
        for (int arrival : arrivals) {
            String organization = arrival == 0 ? "vejle" : "odense";
            boolean seat = program.admit(Person.of(organization), "team", DAY) == EnrollmentState.confirmed;
            int before = arrived.merge(organization, 1, Integer::sum) - 1;
            assertThat(seat).isEqualTo(before < 2);
            confirmed.merge(organization, seat ? 1 : 0, Integer::sum);
        }
        confirmed.values().forEach(seats -> assertThat(seats).isLessThanOrEqualTo(2));
    }

    private static void refuses(Candidate candidate, String group, LocalDate date, String code) {
        assertThatThrownBy(() -> program().admit(candidate, group, date))
                .isInstanceOf(Refused.class)
                .extracting(refusal -> ((DomainException) refusal).code())
                .isEqualTo(code);
    }

    private static Program program() {
        try {
            ProgramDefinition definition = YAMLMapper.builder()
                    .addModule(new JavaTimeModule())
                    .build()
                    .readValue(DEFINITION, ProgramDefinition.class);
            var program = new Program(
                    UUID.randomUUID(), definition, Map.of("few", new Seats(2, 0), "approved", new Seats(1, 0)));
            program.group("team").organizationHas("vejle", 2, 0);
            program.group("team").organizationHas("odense", 2, 0);
            return program;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
