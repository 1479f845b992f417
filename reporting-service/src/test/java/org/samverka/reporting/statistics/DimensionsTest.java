package org.samverka.reporting.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.EvaluationEvent.EvaluationCompleted;
import org.samverka.contracts.EvaluationEvent.EvaluationRequested;
import org.samverka.contracts.Gender;
import org.samverka.contracts.ParticipantEvent.EnrollmentState;
import org.samverka.contracts.ParticipantEvent.PersonChanged;
import org.samverka.contracts.ParticipantEvent.UnitStated;
import org.samverka.contracts.ScreeningEvent.OfferState;
import org.samverka.contracts.ScreeningEvent.ScreeningCompleted;
import org.samverka.contracts.ScreeningEvent.SupportOfferChanged;
import org.samverka.contracts.SessionEvent.SessionRescheduled;
import org.samverka.contracts.SessionEvent.SessionScheduled;
import org.samverka.reporting.Others;
import org.samverka.reporting.Others.Person;
import org.samverka.reporting.ServiceTest;

@QuarkusTest
@SuppressWarnings("NullAway.Init")
class DimensionsTest extends ServiceTest {
    @Inject
    Statistics statistics;

    @Test
    void peopleAreSplitByAgeRoleExtentAndUnitWithTheUnitsAboveIt() {
        others.tell(
                new UnitStated("olofstrom", "home-care", "care", "1"), new UnitStated("olofstrom", "care", null, "1"));
        enroll(8, 1990, "home-care", "1.0", false);
        enroll(2, 1960, "care", "0.75", true);
        enroll(1, 1987, null, "1.0", false); // 30 years old at the end of 2017

        awaitValue("headCount", "ageBand", Map.of("ageBand", "30-49"), 1);
        assertThat(value(coordinator(), "enrolled", "ageBand,gender", Map.of("ageBand", "-29", "gender", "woman")))
                .isEqualTo(8);
        assertThat(value(coordinator(), "headCount", "role,fullTime", Map.of("role", "leader", "fullTime", "no")))
                .isEqualTo(2);
        assertThat(value(coordinator(), "enrolled", "unit", unit("care"))).isEqualTo(10);
        assertThat(value(coordinator(), "enrolled", "unit", unit("home-care"))).isEqualTo(8);
        assertThat(value(coordinator(), "enrolled", "unit", unit(null))).isEqualTo(1);
        assertThat(value(coordinator(), "enrolled", "unit,targetGroup", and(unit("care"), "targetGroup", "inspirers")))
                .isEqualTo(10);
        assertThat(value(coordinator(), "enrolled", "unit", Map.of("organization", "olofstrom")))
                .isEqualTo(11);
    }

    @Test
    void aUnitThatMovesTakesItsPeopleWithIt() {
        others.tell(new UnitStated("olofstrom", "ward", "care", "1"));
        enroll(3, 1990, "ward", "1.0", false);
        awaitValue("enrolled", "unit", unit("care"), 3);

        others.tell(
                new UnitStated("olofstrom", "ward", "hospital", "3"), new UnitStated("olofstrom", "ward", "care", "2"));

        awaitValue("enrolled", "unit", unit("hospital"), 3);
        assertThat(value(coordinator(), "enrolled", "unit", unit("care"))).isNull();
    }

    @Test
    void whoHasLeftStaysCountedWhereTheyWorked() {
        Person anna = Person.of(Gender.woman);
        others.tell(described(anna, 1990, "ward", "0.5", true), anna.enrolled(program, "inspirers"));
        awaitValue("enrolled", "role", Map.of("role", "leader"), 1);

        others.tell(new PersonChanged(
                anna.id(), anna.pseudonym(), "ljungby", null, Gender.woman, 1990, BigDecimal.ZERO, false, false, null));

        awaitValue("enrolled", "organization", Map.of("organization", "ljungby"), 1);
        assertThat(value(coordinator(), "enrolled", "role,fullTime", Map.of("role", "leader", "fullTime", "no")))
                .isEqualTo(1);
    }

    @Test
    void enrollmentsAreCountedByTheirStates() {
        List<Person> people = people(6, Gender.man);
        people.forEach(person -> others.tell(person.event(), person.enrolled(program, "inspirers")));
        others.tell(
                people.get(0).changed(program, "inspirers", EnrollmentState.completed),
                people.get(1).changed(program, "inspirers", EnrollmentState.discontinued),
                people.get(2).changed(program, "inspirers", EnrollmentState.offered),
                people.get(3).changed(program, "inspirers", EnrollmentState.refused),
                people.get(4).withdrawn(program, "inspirers"));

        awaitValue("withdrawn", "gender", Map.of("gender", "man"), 1);
        assertThat(value(coordinator(), "enrolled", "state", Map.of("state", "completed")))
                .isEqualTo(1);
        assertThat(value(coordinator(), "enrolled", "state", Map.of("state", "confirmed")))
                .isEqualTo(1);
        assertThat(value(coordinator(), "enrolled", "state", Map.of())).isEqualTo(2);
        for (String measure : List.of("discontinued", "seatOffered", "refused", "withdrawn")) {
            assertThat(value(coordinator(), measure, "month", Map.of("month", "2017-10")))
                    .as(measure)
                    .isEqualTo(1);
        }
    }

    @Test
    void whatHappensInASessionIsOfItsMonthAndMovesWithIt() {
        UUID session = UUID.randomUUID();
        Person anna = Person.of(Gender.woman);
        others.tell(anna.event(), scheduled(session), Others.held(program, session, null));
        others.tell(anna.booked(program, session), anna.attended(program, session, null, "2.5", 1));
        awaitValue("hours", "month", Map.of("month", "2018-01"), 2.5);
        assertThat(value(coordinator(), "sessions", "month", Map.of("month", "2018-01")))
                .isEqualTo(1);

        others.tell(new SessionRescheduled(
                session,
                program,
                "A day",
                null,
                LocalDateTime.parse("2018-02-01T09:00"),
                "Europe/Stockholm",
                BigDecimal.ONE,
                20,
                null,
                1));

        awaitValue("hours", "month", Map.of("month", "2018-02"), 2.5);
        assertThat(value(coordinator(), "bookings", "month", Map.of("month", "2018-02")))
                .isEqualTo(1);
        assertThat(value(coordinator(), "attendances", "month", Map.of("month", "2018-01")))
                .isNull();
    }

    @Test
    void howManyOfThoseAskedHaveAnsweredIsControlledForEverybody() {
        ask(20, Gender.woman);
        ask(8, Gender.man);
        answer(15, Gender.woman, "before", "41.5");
        answer(4, Gender.man, "before", "60");

        Map<String, Object> women = Map.of("gender", "woman", "survey", "s1");
        await().atMost(PATIENCE)
                .until(
                        () -> cell(coordinator(), "responseRate", "gender", Map.of("survey", "s1"))
                                .get("numerator"),
                        equalTo(14)); // of 19
        assertThat(cell(coordinator(), "responseRate", "gender", Map.of("survey", "s1"))
                        .get("denominator"))
                .isEqualTo(28);
        assertThat(cell(coordinator(), "responseRate", "gender", Map.of("gender", "man", "survey", "s1"))
                        .get("suppressed"))
                .isEqualTo("primary");
        assertThat(cell(coordinator(), "responseRate", "gender", women).get("suppressed"))
                .isEqualTo("complementary");
    }

    @Test
    void meansOfScalesAreShownByWaveAndMoveInSteps() {
        answer(9, Gender.woman, "before", "40");
        answer(7, Gender.woman, "after", "52.5");

        Map<String, Object> after = Map.of("item", "well-being", "wave", "after");
        awaitValue("score", "wave", after, 52.5);
        assertThat(cell(coordinator(), "score", "wave", after).get("denominator"))
                .isEqualTo(7);
        answer(1, Gender.woman, "after", "0");
        awaitCounted("score", 17);
        assertThat(value(coordinator(), "score", "wave", after)).isEqualTo(52.5);
    }

    @Test
    void screeningAndOffersAreShownFromTenPersonsOnAndToNobodyBefore() {
        screen(9, false);
        awaitCounted("screened", 9);
        assertThat(cell(coordinator(), "screened", "gender", Map.of()).get("suppressed"))
                .isEqualTo("primary");

        screen(5, true);
        screen(8, false);
        offer(11);
        awaitCounted("offers", 11);
        assertThat(value(coordinator(), "screened", "gender", Map.of())).isEqualTo(20); // of 22
        assertThat(value(coordinator(), "offers", "state", Map.of("state", "accepted")))
                .isEqualTo(10);
    }

    @Test
    void besideGenderThereAreAtMostTwoDimensionsInAQuestion() {
        coordinator()
                .queryParam("by", "gender,organization,unit,month")
                .get("/api/v1/programs/{key}/statistics", program)
                .then()
                .statusCode(200);
        coordinator()
                .queryParam("by", "gender,ageBand,role,month")
                .get("/api/v1/programs/{key}/statistics", program)
                .then()
                .statusCode(422)
                .body("errors[0].code", equalTo("too-many-dimensions"));
    }

    @Test
    void whatIsReleasedIsTheSameInTheSameOrderAsLongAsNothingChanges() {
        enroll(20, 1990, "ward", "1.0", false);
        awaitValue("enrolled", "gender", Map.of(), 20);

        var first = statistics.released(program).await().atMost(PATIENCE);
        var again = statistics.released(program).await().atMost(PATIENCE);
        assertThat(again.revision()).isEqualTo(first.revision());
        assertThat(again.figures()).isEqualTo(first.figures());
        assertThat(first.figures())
                .anyMatch(figure -> figure.dimensions().equals(unit("ward")) && figure.value() != null);

        enroll(1, 1990, "ward", "1.0", false);
        awaitValue("enrolled", "gender", Map.of(), 21);
        assertThat(statistics.released(program).await().atMost(PATIENCE).revision())
                .isGreaterThan(first.revision());
    }

    private void enroll(int count, int birthYear, @Nullable String unit, String extent, boolean leader) {
        people(count, Gender.woman)
                .forEach(person -> others.tell(
                        described(person, birthYear, unit, extent, leader), person.enrolled(program, "inspirers")));
    }

    private static PersonChanged described(
            Person person, int birthYear, @Nullable String unit, String extent, boolean leader) {
        return new PersonChanged(
                person.id(),
                person.pseudonym(),
                "olofstrom",
                unit,
                person.gender(),
                birthYear,
                new BigDecimal(extent),
                leader,
                true,
                null);
    }

    private SessionScheduled scheduled(UUID session) {
        return new SessionScheduled(
                session,
                program,
                "A day",
                null,
                LocalDateTime.parse("2018-01-31T23:30"),
                "Europe/Stockholm",
                BigDecimal.ONE,
                20,
                null);
    }

    private void ask(int count, Gender gender) {
        for (int i = 0; i < count; i++) {
            others.tell(new EvaluationRequested(
                    UUID.randomUUID(), "s1", program, UUID.randomUUID(), null, null, gender, "olofstrom"));
        }
    }

    private void answer(int count, Gender gender, String wave, String score) {
        for (int i = 0; i < count; i++) {
            others.tell(new EvaluationCompleted(
                    UUID.randomUUID(),
                    "s1",
                    program,
                    UUID.randomUUID(),
                    null,
                    gender,
                    "olofstrom",
                    Map.of(),
                    Map.of("well-being", new BigDecimal(score)),
                    "series",
                    wave));
        }
    }

    private void screen(int count, boolean risk) {
        for (int i = 0; i < count; i++) {
            others.tell(new ScreeningCompleted(
                    UUID.randomUUID(),
                    "s2",
                    program,
                    UUID.randomUUID(),
                    "instrument",
                    1,
                    1,
                    risk,
                    Gender.woman,
                    "olofstrom",
                    null));
        }
    }

    private void offer(int count) {
        for (int i = 0; i < count; i++) {
            UUID offer = UUID.randomUUID();
            UUID subject = UUID.randomUUID();
            for (OfferState state : List.of(OfferState.offered, OfferState.accepted)) {
                others.tell(new SupportOfferChanged(
                        offer,
                        "s2",
                        program,
                        subject,
                        state,
                        Gender.woman,
                        "olofstrom",
                        null,
                        state == OfferState.offered ? 1 : 2));
            }
        }
    }

    private static Map<String, @Nullable Object> unit(@Nullable String unit) {
        var dimensions = new HashMap<String, @Nullable Object>();
        dimensions.put("organization", "olofstrom");
        dimensions.put("unit", unit);
        return dimensions;
    }

    private static Map<String, @Nullable Object> and(
            Map<String, @Nullable Object> dimensions, String dimension, String category) {
        var more = new HashMap<>(dimensions);
        more.put(dimension, category);
        return more;
    }

    private void awaitValue(String measure, String by, Map<String, ?> dimensions, double value) {
        await().atMost(PATIENCE)
                .until(() -> value(coordinator(), measure, by, dimensions), found -> found != null && found == value);
    }

    private void awaitCounted(String measure, long n) {
        await().atMost(PATIENCE)
                .until(() -> rows(
                                "select coalesce(sum(n), 0)::bigint from statistics.cell where program = ? and measure"
                                        + " = ?",
                                program,
                                measure)
                        .get(0)
                        .get(0)
                        .equals(n));
    }

    private @Nullable Double value(RequestSpecification caller, String measure, String by, Map<String, ?> dimensions) {
        return cell(caller, measure, by, dimensions).get("value") instanceof Number number
                ? (Double) number.doubleValue()
                : null;
    }

    private Map<String, Object> cell(
            RequestSpecification caller, String measure, String by, Map<String, ?> dimensions) {
        List<Map<String, Object>> cells = caller.queryParam("by", by)
                .queryParam("measure", measure)
                .get("/api/v1/programs/{key}/statistics", program)
                .then()
                .statusCode(200)
                .extract()
                .path("cells");
        return cells.stream()
                .filter(cell -> dimensions.equals(cell.get("dimensions")))
                .findFirst()
                .orElse(Map.of());
    }
}
