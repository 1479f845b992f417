package org.samverka.reporting.absence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.AbsenceEvent.AbsenceEpisodeRetracted;
import org.samverka.contracts.AbsenceEvent.AbsenceEpisodeStated;
import org.samverka.contracts.AbsenceEvent.EmploymentStated;
import org.samverka.contracts.AbsenceEvent.Part;
import org.samverka.contracts.AbsenceEvent.Slice;
import org.samverka.contracts.AbsenceEvent.SupportOffered;
import org.samverka.contracts.Gender;
import org.samverka.contracts.HrEvent.AbsenceKind;
import org.samverka.contracts.HrEvent.PayForm;
import org.samverka.contracts.Language;
import org.samverka.contracts.ParticipantEvent.ProgramDefined;
import org.samverka.reporting.Others.Person;
import org.samverka.reporting.ServiceTest;

@QuarkusTest
class AbsenceTest extends ServiceTest {
    private static final int HOURS_OF_2025 = 261 * 8;

    private final String organization = "o" + UUID.randomUUID().toString().substring(0, 8);

    @BeforeEach
    void theProgramsOrganizationIsKnown() {
        others.tell(new ProgramDefined(
                UUID.randomUUID(),
                program,
                2,
                "P",
                LocalDate.of(2024, 1, 1),
                LocalDate.of(2026, 12, 31),
                "Europe/Stockholm",
                List.of(Language.sv),
                List.of(organization),
                List.of()));
        others.flush();
        await().atMost(PATIENCE)
                .until(() -> rows("select 1 from program.definition where key = ? and version = 2", program)
                                .size()
                        == 1);
    }

    @Test
    void keyFiguresOfAYearComeWithTheirDefinitionsAndHideWhatIsAboutTooFew() throws SQLException {
        List<Person> women = employed(20, Gender.woman);
        List<Person> men = employed(12, Gender.man);
        employed(3, Gender.other);
        women.subList(0, 5).forEach(woman -> sick(woman, "2025-03-03", "2025-03-07", 1));
        men.subList(0, 4).forEach(man -> sick(man, "2025-03-03", "2025-03-14", 1));
        awaitFacts(35, 9);

        JsonPath absence = absence("by=gender&measure=sickLeave,shortTerm,longTermShare,headCount&year=2025");

        assertThat(absence.getList("cells.findAll { it.measure == 'sickLeave' && it.dimensions == [:] }.denominator"))
                .containsExactly(35 * HOURS_OF_2025);
        assertThat(absence.getList("cells.findAll { it.measure == 'sickLeave' && it.dimensions == [:] }.numerator"))
                .containsExactly(5 * 40 + 4 * 80);
        assertThat(absence.getList("cells.findAll { it.measure == 'sickLeave' }.definition"))
                .containsOnly("se-sick-leave");
        assertThat(absence.getList("cells.findAll { it.dimensions == [gender:'other'] }.suppressed"))
                .containsOnly("primary");
        assertThat(absence.getList(
                        "cells.findAll { it.dimensions == [gender:'man'] && it.measure == 'sickLeave' }.suppressed"))
                .as("else the three others follow")
                .containsExactly("complementary");
        assertThat(absence.getList("cells.findAll { it.measure == 'longTermShare' }.suppressed"))
                .as("nobody was absent for long")
                .doesNotContainNull();
        assertThat(absence.getList("keyFigures.number")).containsExactly(1, 2, 3, 4, 6);
        assertThat(absence.getList("definitions.id")).hasSize(4);
    }

    @Test
    void aCorrectionReplacesExactlyWhatItTouchesAndTheHigherVersionWins() throws SQLException {
        Person anna = employed(1, Gender.woman).get(0);
        UUID episode = sick(anna, "2025-03-03", "2025-03-07", 1);
        sick(anna, "2025-05-05", "2025-05-06", 1);
        awaitFacts(1, 2);

        others.tell(stated(anna, episode, "2025-03-03", "2025-03-14", 3));
        others.tell(stated(anna, episode, "2025-03-03", "2025-03-04", 2));
        others.tell(new AbsenceEpisodeRetracted(UUID.randomUUID(), employment(anna), anna.pseudonym(), 1));
        others.tell(new SupportOffered(
                UUID.randomUUID(), anna.id(), anna.pseudonym(), organization, LocalDate.of(2025, 6, 1)));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(rows(
                                "select kind, cast(last_day as text), version from absence.episode where pseudonym = ? order by first_day",
                                anna.pseudonym()))
                        .containsExactly(
                                List.of("sick", "2025-03-14", 3),
                                List.of("sick", "2025-05-06", 1),
                                Arrays.asList(null, null, 1)));
        assertThat(rows("select cast(last_day as text) from absence.part where episode_id = ?", episode))
                .containsExactly(List.of("2025-03-14"));
        await().atMost(PATIENCE)
                .until(() -> rows("select 1 from absence.support_offer where pseudonym = ?", anna.pseudonym())
                                .size()
                        == 1);

        others.tell(new AbsenceEpisodeRetracted(episode, employment(anna), anna.pseudonym(), 4));
        await().atMost(PATIENCE)
                .until(() -> rows("select 1 from absence.part where episode_id = ?", episode)
                        .isEmpty());
    }

    @Test
    void valuesStayUntilTheFactsOfElevenPeopleHaveChanged() throws SQLException {
        List<Person> women = employed(30, Gender.woman);
        women.subList(0, 5).forEach(woman -> sick(woman, "2025-03-03", "2025-03-07", 1));
        awaitFacts(30, 5);
        assertThat(sickHours()).isEqualTo(200);

        women.subList(5, 15).forEach(woman -> sick(woman, "2025-04-07", "2025-04-11", 1));
        awaitFacts(30, 15);
        assertThat(sickHours()).isEqualTo(200);

        sick(women.get(15), "2025-04-07", "2025-04-11", 1);
        awaitFacts(30, 16);
        assertThat(sickHours()).isEqualTo(640);
    }

    @Test
    void noPersonsIdIsInTheFacts() throws SQLException {
        Person anna = employed(1, Gender.woman).get(0);
        others.tell(anna.event(), anna.enrolled(program, "g"));
        sick(anna, "2025-03-03", "2025-03-07", 1);
        awaitFacts(1, 1);
        await().atMost(PATIENCE)
                .until(() -> rows("select 1 from program.participation where program = ?", program)
                                .size()
                        == 1);

        for (String table : List.of(
                "absence.employment", "absence.episode", "program.participation", "program.person", "goal.answer")) {
            assertThat(rows("select 1 from %s t where t::text like ?".formatted(table), "%" + anna.id() + "%"))
                    .as(table)
                    .isEmpty();
        }
    }

    @Test
    void whatIsAskedForIsChecked() {
        analyst()
                .get("/api/v1/programs/{key}/absence?year=2026", program)
                .then()
                .statusCode(422)
                .body("errors[0].code", equalTo("year-not-over"));
        analyst()
                .get("/api/v1/programs/{key}/absence?by=shoeSize", program)
                .then()
                .statusCode(422);
        analyst()
                .get("/api/v1/programs/{key}/absence?maxDays=13", program)
                .then()
                .statusCode(422);
        analyst().get("/api/v1/programs/another/absence").then().statusCode(404);
        analyst()
                .get("/api/v1/programs/{key}/absence/effect", program)
                .then()
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/targetGroup"));
        analyst()
                .get("/api/v1/programs/{key}/absence/effect?targetGroup=none", program)
                .then()
                .statusCode(200)
                .body("refusal", equalTo("nobody_yet"))
                .body("parts", hasSize(0));
    }

    private int sickHours() {
        return absence("measure=sickLeave&year=2025").getInt("cells[0].numerator");
    }

    private JsonPath absence(String query) {
        return analyst()
                .get("/api/v1/programs/{key}/absence?" + query, program)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private void awaitFacts(int employments, int episodes) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(rows("""
                                select count(distinct e.id), count(distinct ep.id) from absence.employment e
                                left join absence.episode ep on ep.employment_id = e.id where e.organization = ?
                                """, organization).get(0))
                        .isEqualTo(List.of((long) employments, (long) episodes)));
    }

    private List<Person> employed(int count, Gender gender) {
        List<Person> people = people(count, gender);
        people.forEach(person -> others.tell(new EmploymentStated(
                employment(person),
                person.pseudonym(),
                organization,
                gender,
                1985,
                List.of(new Slice(
                        LocalDate.of(2024, 1, 1),
                        null,
                        "u",
                        BigDecimal.ONE,
                        BigDecimal.valueOf(40),
                        PayForm.monthly,
                        false)),
                1)));
        return people;
    }

    private static UUID employment(Person person) {
        return UUID.nameUUIDFromBytes(person.pseudonym().toString().getBytes(UTF_8));
    }

    private UUID sick(Person person, String from, String to, int version) {
        UUID id = UUID.randomUUID();
        others.tell(stated(person, id, from, to, version));
        return id;
    }

    private static AbsenceEpisodeStated stated(Person person, UUID id, String from, String to, int version) {
        return new AbsenceEpisodeStated(
                id,
                employment(person),
                person.pseudonym(),
                AbsenceKind.sick,
                LocalDate.parse(from),
                LocalDate.parse(to),
                List.of(new Part(LocalDate.parse(from), LocalDate.parse(to), BigDecimal.ONE)),
                version);
    }
}
