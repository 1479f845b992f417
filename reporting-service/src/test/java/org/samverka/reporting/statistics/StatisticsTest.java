package org.samverka.reporting.statistics;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.junit.QuarkusTest;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.Gender;
import org.samverka.contracts.ParticipantEvent.EnrollmentState;
import org.samverka.contracts.SessionEvent.BookingCanceled;
import org.samverka.reporting.Others;
import org.samverka.reporting.Others.Person;
import org.samverka.reporting.ServiceTest;
import org.samverka.testing.Tokens;

@QuarkusTest
class StatisticsTest extends ServiceTest {
    private static final Map<String, Object> TOTAL = Map.of();
    private static final Map<String, Object> WOMEN = Map.of("gender", "woman");
    private static final Map<String, Object> MEN = Map.of("gender", "man");
    private static final Map<String, Integer> CONTENT =
            Map.of("relevance", 5, "usefulness", 4, "intent-to-apply", 4, "accessibility", 5);
    private static final Map<String, Integer> DISCONTENT =
            Map.of("relevance", 2, "usefulness", 3, "intent-to-apply", 1, "accessibility", 3);

    private final Person anna = Person.of(Gender.woman);
    private final Person bengt = Person.of(Gender.man);
    private final UUID session = UUID.randomUUID();

    @Test
    void aRedeliveredEventIsCountedOnce() {
        var id = UUID.randomUUID();
        others.tell(anna.event());
        others.tell(anna.enrolled(program, "inspirers"), id);
        others.tell(anna.enrolled(program, "inspirers"), id);
        awaitExactly("enrolled", TOTAL, 1);
        others.tell(anna.enrolled(program, "inspirers"), id);
        others.tell(anna.enrolled(program, "inspirers")); // told once more, as another event
        others.tell(bengt.enrolled(program, "inspirers"));

        awaitExactly("enrolled", TOTAL, 2);
        assertThat(figure(coordinator(), "headCount", TOTAL).value()).isEqualTo(2);
    }

    @Test
    void aPersonCountsOnceInHoweverManyGroupsAndUntilTheLastPlaceIsGivenUp() {
        others.tell(
                anna.event(),
                anna.enrolled(program, "everybody"),
                anna.enrolled(program, "inspirers"),
                anna.enrolled(program, "coaches", EnrollmentState.waitlisted));
        awaitExactly("waitlisted", TOTAL, 1);
        assertThat(figure(coordinator(), "enrolled", TOTAL).value()).isEqualTo(2);
        assertThat(figure(coordinator(), "headCount", TOTAL).value()).isEqualTo(1);
        assertThat(figure(coordinator(), "headCount", Map.of("targetGroup", "inspirers"))
                        .value())
                .isEqualTo(1);

        others.tell(anna.enrolled(program, "coaches"), anna.withdrawn(program, "everybody"));
        awaitExactly("waitlisted", TOTAL, 0);
        awaitExactly("enrolled", TOTAL, 2);
        assertThat(figure(coordinator(), "headCount", WOMEN).value()).isEqualTo(1);

        others.tell(anna.withdrawn(program, "inspirers"), anna.withdrawn(program, "coaches"));
        awaitExactly("enrolled", TOTAL, 0);
        assertThat(figure(coordinator(), "headCount", TOTAL).value()).isZero();
    }

    @Test
    void whoHasCompletedStaysEnrolledAndWhoIsOfferedASeatDoesNotCountYet() {
        Person asa = Person.of(Gender.woman);
        others.tell(asa.event(), asa.enrolled(program, "inspirers", EnrollmentState.waitlisted));
        awaitExactly("waitlisted", TOTAL, 1);

        others.tell(asa.changed(program, "inspirers", EnrollmentState.offered));
        awaitExactly("waitlisted", TOTAL, 0);
        assertThat(figure(coordinator(), "headCount", TOTAL).value()).isZero();

        others.tell(asa.enrolled(program, "inspirers"));
        awaitExactly("enrolled", TOTAL, 1);
        others.tell(asa.changed(program, "inspirers", EnrollmentState.completed), asa.enrolled(program, "coaches"));
        awaitExactly("enrolled", TOTAL, 2);
        assertThat(figure(coordinator(), "headCount", TOTAL).value()).isEqualTo(1);
    }

    @Test
    void twoRecordsOfOnePersonAreOneHeadUntilTheyAreFoundToBeTwo() {
        Person asa = Person.of(Gender.woman);
        Person elsewhere = Person.of(Gender.woman);
        others.tell(asa.event(), elsewhere.event());
        others.tell(asa.enrolled(program, "inspirers"), elsewhere.enrolled(program, "inspirers"));
        awaitExactly("headCount", TOTAL, 2);

        others.tell(elsewhere.sameAs(asa.pseudonym()));
        awaitExactly("headCount", TOTAL, 1);
        assertThat(figure(coordinator(), "enrolled", TOTAL).value()).isEqualTo(2);
        others.tell(asa.withdrawn(program, "inspirers"));
        awaitExactly("enrolled", TOTAL, 1);
        assertThat(figure(coordinator(), "headCount", TOTAL).value()).isEqualTo(1);
        others.tell(asa.enrolled(program, "inspirers"), elsewhere.enrolled(program, "coaches"));
        awaitExactly("enrolled", TOTAL, 3);
        assertThat(figure(coordinator(), "headCount", TOTAL).value()).isEqualTo(1);

        others.tell(elsewhere.sameAs(null));
        awaitExactly("headCount", TOTAL, 2);
    }

    @Test
    void factsThatCameBeforeTheirPersonGetTheirLabelsWhenThePersonComesAndWhenThePersonChanges() {
        others.tell(anna.booked(program, session), anna.attended(program, session, null, "2.5", 1));
        awaitExactly("hours", Map.of("gender", "unknown"), 2.5);

        others.tell(anna.event());
        awaitExactly("hours", Map.of("gender", "woman", "organization", "olofstrom"), 2.5);

        var moved = new Person(anna.id(), anna.pseudonym(), Gender.other, "ljungby");
        others.tell(moved.event());
        awaitExactly("bookings", Map.of("gender", "other", "organization", "ljungby"), 1);
        assertThat(figure(coordinator(), "hours", TOTAL).value()).isEqualTo(2.5);
        assertThat(figure(coordinator(), "hours", Map.of("gender", "unknown"))).isEqualTo(Figure.NONE);
    }

    @Test
    void theHigherVersionOfAnAttendanceHoldsAndNoHoursIsAbsence() {
        others.tell(bengt.event(), Others.held(program, session, "inspirers"));
        others.tell(bengt.attended(program, session, "inspirers", "3", 2));
        others.tell(bengt.attended(program, session, "inspirers", "8", 1));
        awaitExactly("hours", Map.of("gender", "man", "targetGroup", "inspirers"), 3);
        awaitExactly("sessions", Map.of("targetGroup", "inspirers"), 1);

        others.tell(bengt.attended(program, session, "inspirers", "0", 3));
        awaitExactly("attendances", TOTAL, 0);
        others.tell(bengt.attended(program, session, "inspirers", "3", 2));
        others.tell(anna.attended(program, session, "inspirers", "1.5", 1));
        awaitExactly("attendances", TOTAL, 1);
        assertThat(figure(coordinator(), "hours", TOTAL).value()).isEqualTo(1.5);
    }

    @Test
    void aCanceledBookingIsNoBooking() {
        var booked = anna.booked(program, session);
        others.tell(booked, bengt.booked(program, session));
        awaitExactly("bookings", TOTAL, 2);

        others.tell(new BookingCanceled(booked.bookingId(), session, program, anna.id(), anna.pseudonym()));
        awaitExactly("bookings", TOTAL, 1);
    }

    @Test
    void threeMenAmongSixtyFiveInspirersAreHiddenFromAnalystsAndNotFromTheCoordinator() {
        enroll("inspirers", 62, Gender.woman);
        enroll("inspirers", 3, Gender.man);
        Map<String, Object> inspirers = Map.of("targetGroup", "inspirers");
        awaitExactly("enrolled", inspirers, 65);

        for (String measure : List.of("headCount", "enrolled")) {
            assertThat(figure(coordinator(), measure, and(inspirers, MEN)).value())
                    .isEqualTo(3);
            assertThat(figure(coordinator(), measure, and(inspirers, WOMEN)).value())
                    .isEqualTo(62);
            assertThat(figure(analyst(), measure, inspirers).value()).isEqualTo(63);
            assertThat(figure(analyst(), measure, and(inspirers, MEN)).suppressed())
                    .isEqualTo("primary");
            assertThat(figure(analyst(), measure, and(inspirers, MEN)).value()).isNull();
            assertThat(figure(analyst(), measure, and(inspirers, WOMEN)).suppressed())
                    .isEqualTo("complementary");
            assertThat(figure(analyst(), measure, and(inspirers, WOMEN)).value())
                    .isNull();
        }
        analyst()
                .queryParam("by", "gender")
                .get("/api/v1/programs/{key}/statistics", program)
                .then()
                .statusCode(200)
                .body("program", equalTo(program))
                .body("asOf", notNullValue())
                .body("cells.findAll { it.measure == 'headCount' }.dimensions", equalTo(List.of(TOTAL, MEN, WOMEN)))
                .body(
                        "cells.findAll { it.measure == 'headCount' }.suppressed",
                        equalTo(java.util.Arrays.asList(null, "primary", "complementary")));
    }

    @Test
    void whatFewPeopleDoIsHiddenHoweverOftenTheyDoIt() {
        enroll("inspirers", 20, Gender.woman);
        List<Person> men = enroll("inspirers", 3, Gender.man);
        for (int i = 0; i < 5; i++) {
            UUID visited = UUID.randomUUID();
            men.forEach(man -> others.tell(man.attended(program, visited, "inspirers", "2", 1)));
        }
        awaitExactly("attendances", MEN, 15);

        assertThat(figure(analyst(), "attendances", MEN).suppressed()).isEqualTo("primary");
        assertThat(figure(analyst(), "hours", MEN).suppressed()).isEqualTo("primary");
    }

    @Test
    void answersAreControlledForTheCoordinatorToo() {
        answer("s1", 6, Gender.woman, CONTENT);
        await().atMost(PATIENCE)
                .until(() -> figure(coordinator(), "answers", TOTAL).suppressed() != null);
        assertThat(figure(coordinator(), "answers", TOTAL).suppressed()).isEqualTo("primary");
        assertThat(figure(coordinator(), "agreement", Map.of("item", "relevance"))
                        .value())
                .isNull();

        // So many that every margin is mixed at whatever answer it was last shown.
        answer("s1", 13, Gender.woman, DISCONTENT);
        answer("s1", 12, Gender.man, CONTENT);
        awaitExactly("answers", TOTAL, 28); // of 31

        Figure relevance = await().atMost(PATIENCE)
                .until(() -> figure(coordinator(), "agreement", Map.of("item", "relevance")), f -> f.value() != null);
        assertThat(relevance.denominator()).isBetween(22, 31);
        assertThat(relevance.value())
                .isCloseTo((double) relevance.numerator() / relevance.denominator(), within(0.0001));
        assertThat(figure(coordinator(), "agreement", Map.of("item", "relevance", "gender", "man"))
                        .suppressed())
                .isEqualTo("homogeneous");
        assertThat(figure(coordinator(), "agreement", Map.of("item", "relevance", "gender", "woman"))
                        .suppressed())
                .isEqualTo("complementary");
    }

    @Test
    void aShareDoesNotMoveWithASingleAnswer() {
        answer("s1", 5, Gender.woman, CONTENT);
        answer("s1", 5, Gender.woman, DISCONTENT);
        Figure before = await().atMost(PATIENCE)
                .until(() -> figure(coordinator(), "agreement", Map.of("item", "usefulness")), f -> f.value() != null);
        int of = before.denominator();
        answer("s1", 10 - of, Gender.woman, CONTENT); // whatever the first batch held, ten are counted now

        for (int more = 1; of + more < 10 + 7; more++) {
            answer("s1", 1, Gender.woman, DISCONTENT);
            int now = 10 + 10 - of + more;
            await().atMost(PATIENCE).until(() -> counted("answers") == now);
            int shown = figure(coordinator(), "agreement", Map.of("item", "usefulness"))
                    .denominator();
            assertThat(shown == of || shown >= of + 7)
                    .as("%d after %d", shown, of)
                    .isTrue();
            of = shown;
        }
    }

    @Test
    void severalSmallSurveysOfTheSamePeopleAreNoLargeGroup() {
        answer("s1", 5, Gender.woman, CONTENT);
        answer("s2", 5, Gender.woman, DISCONTENT);
        await().atMost(PATIENCE).until(() -> counted("answers") == 10);

        assertThat(figure(coordinator(), "answers", TOTAL).suppressed()).isEqualTo("primary");
        assertThat(figure(coordinator(), "agreement", Map.of("item", "relevance"))
                        .suppressed())
                .isEqualTo("primary");
    }

    @Test
    void itemsOfOtherScalesHaveNoAgreement() {
        answer("s1", 9, Gender.woman, Map.of("goal-reached", 3, "relevance", 4));
        await().atMost(PATIENCE).until(() -> counted("answers") == 9);

        assertThat(figure(coordinator(), "agreement", Map.of("item", "goal-reached")))
                .isEqualTo(Figure.NONE);
    }

    @Test
    void whatIsAskedForIsCheckedAndNobodyLearnsOfOthersPrograms() {
        coordinator()
                .get("/api/v1/programs/{key}/statistics?by=gender,shoeSize", program)
                .then()
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/by"))
                .body("errors[0].detail", containsString("targetGroup"));
        coordinator()
                .get("/api/v1/programs/{key}/statistics?measure=luck", program)
                .then()
                .statusCode(422)
                .body("errors[0].detail", containsString("headCount"));
        coordinator()
                .get("/api/v1/programs/{key}/statistics?groupBy=gender", program)
                .then()
                .statusCode(400);
        coordinator().get("/api/v1/programs/another/statistics").then().statusCode(404);
        given().auth()
                .oauth2(Tokens.of("coordinator").programs("not-defined").sign())
                .get("/api/v1/programs/not-defined/statistics")
                .then()
                .statusCode(404)
                .body("code", equalTo("not-known"));
    }

    @Test
    void figuresThatDidNotChangeNeedNotBeSentAgain() {
        others.tell(anna.enrolled(program, "inspirers"));
        awaitExactly("enrolled", TOTAL, 1);
        String tag =
                coordinator().get("/api/v1/programs/{key}/statistics", program).header("ETag");

        coordinator()
                .header("If-None-Match", tag)
                .get("/api/v1/programs/{key}/statistics", program)
                .then()
                .statusCode(304);
        others.tell(bengt.enrolled(program, "inspirers"));
        awaitExactly("enrolled", TOTAL, 2);
        coordinator()
                .header("If-None-Match", tag)
                .get("/api/v1/programs/{key}/statistics", program)
                .then()
                .statusCode(200);
    }

    @Test
    void noPersonsIdIsInTheStatistics() throws SQLException {
        others.tell(anna.event(), anna.enrolled(program, "inspirers"), anna.booked(program, session));
        awaitExactly("bookings", WOMEN, 1);

        for (String table : List.of("program", "person", "fact", "cell", "shown_share")) {
            assertThat(rows(
                            "select 1 from statistics.%s t where t::text like ?".formatted(table),
                            "%" + anna.id() + "%"))
                    .as(table)
                    .isEmpty();
        }
    }

    private List<Person> enroll(String group, int count, Gender gender) {
        List<Person> people = people(count, gender);
        people.forEach(person -> others.tell(person.event(), person.enrolled(program, group)));
        return people;
    }

    private void answer(String survey, int count, Gender gender, Map<String, Integer> scores) {
        people(count, gender).forEach(person -> others.tell(person.answered(program, survey, scores)));
    }

    private long counted(String measure) throws SQLException {
        return (long) rows(
                        "select coalesce(sum(n), 0)::bigint from statistics.cell where program = ? and measure = ?",
                        program,
                        measure)
                .get(0)
                .get(0);
    }

    private static Map<String, Object> and(Map<String, Object> one, Map<String, Object> other) {
        var both = new HashMap<>(one);
        both.putAll(other);
        return both;
    }
}
