package org.samverka.sessions.attendance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.samverka.sessions.ToldProgram.participant;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.samverka.sessions.ToldProgram;
import org.samverka.testing.EventLog;
import org.samverka.testing.EventLog.Entry;
import org.samverka.testing.RealStack;

@QuarkusTest
@WithTestResource(value = RealStack.class, initArgs = @ResourceArg(name = "database", value = "sessions"))
class AttestedHoursTest {
    private ToldProgram program;
    private UUID workshop;
    private UUID anna;
    private UUID bo;

    /** Three days over the end of a month, 30 hours in all. */
    @BeforeEach
    void aWorkshopWithTwoBooked() {
        program = ToldProgram.learned();
        workshop = program.workshop(20, "2022-10-30T09:00=10", "2022-10-31T09:00=10", "2022-11-01T09:00=10");
        List<UUID> people = program.enrolled(2, "inspirers");
        anna = people.get(0);
        bo = people.get(1);
        program.booked(workshop, people);
    }

    @Test
    void hoursAreCertifiedWhenBothHaveAttestedThemAndNotOtherwise() {
        record(program.supplier(), whole(anna, "30"), parts(bo, "1=10", "2=4.5"))
                .statusCode(200);
        hours("2022-10")
                .body("hours", is(34.5f))
                .body("certifiedHours", is(0.0f))
                .body("people", is(2));

        attest(participant(anna), "29").statusCode(409).body("code", is("hours-differ"));
        attest(participant(anna), "30").statusCode(200).body("certified", is(false));
        hours("2022-10").body("certifiedHours", is(0.0f));
        leads(program.supplier(), "{}").statusCode(200).body("attested", is(2)).body("unchanged", is(0));
        leads(program.supplier(), "{}").statusCode(200).body("attested", is(0)).body("unchanged", is(2));

        hours("2022-10")
                .body("hours", is(34.5f))
                .body("certifiedHours", is(20.0f))
                .body("items.personId", contains(anna.toString(), bo.toString()))
                .body("items.hours", contains(20.0f, 14.5f))
                .body("items.certifiedHours", contains(20.0f, 0.0f));
        hours("2022-11")
                .body("hours", is(10.0f))
                .body("certifiedHours", is(10.0f))
                .body("people", is(1));
        hours("2022-12").body("hours", is(0.0f)).body("items", empty());
        Entry told = toldAttested(1).get(0);
        assertThat(told.data().path("hours").asDouble()).isEqualTo(30);
        assertThat(told.data().path("days").findValuesAsText("date"))
                .containsExactly("2022-10-30", "2022-10-31", "2022-11-01");
        assertThat(told.data().path("version").asInt()).isEqualTo(1);
    }

    @Test
    void aCorrectionNeedsAReasonAndBothAnew() {
        record(program.supplier(), whole(anna, "30")).statusCode(200);
        attest(participant(anna), "30").statusCode(200);
        leads(program.supplier(), "{\"personIds\": [\"%s\"]}".formatted(anna)).body("attested", is(1));

        record(program.coordinator(), parts(anna, "3=2.25"))
                .statusCode(422)
                .body("errors.code", contains("reason-required"));
        record(program.coordinator(), """
                {"personId": "%s", "parts": [{"part": 3, "hours": 2.25}], "reason": "left at lunch"}""".formatted(anna)).statusCode(200);

        hours("2022-11").body("hours", is(2.25f)).body("certifiedHours", is(0.0f));
        hours("2022-10").body("certifiedHours", is(0.0f));
        program.supplier()
                .get("/api/v1/sessions/{id}/attendance/{person}/history", workshop, anna)
                .then()
                .statusCode(200)
                .body("changes.version", contains(1, 2))
                .body("changes.hours", contains(30.0f, 22.25f))
                .body("changes.source", contains("list", "list"))
                .body("changes.reason", contains(nullValue(), is("left at lunch")))
                .body("changes.by", contains(notNullValue(), notNullValue()));
        attest(participant(anna), "22.25").body("certified", is(false)).body("attestedByLeader", is(false));
        leads(program.supplier(), "{}").body("attested", is(1));
        hours("2022-11").body("certifiedHours", is(2.25f));
        assertThat(toldAttested(2))
                .extracting(entry -> entry.data().path("version").asInt())
                .containsExactly(1, 2);
    }

    @Test
    void nobodyAttestsTheirOwnHoursAsLeaderOrWhatIsNotThere() {
        record(program.supplier(), whole(anna, "30"), whole(bo, "0")).statusCode(200);

        leads(program.supplier(anna), "{\"personIds\": [\"%s\", \"%s\"]}".formatted(anna, bo))
                .statusCode(422)
                .body("errors.code", contains("own-hours", "nothing-to-attest"));
        leads(program.supplier(anna), "{}").body("attested", is(0));
        attest(participant(bo), "0").statusCode(409).body("code", is("nothing-to-attest"));
        attest(participant(UUID.randomUUID()), "30").statusCode(404);
        leads(program.supplier().header("If-Match", "\"9\""), "{}").statusCode(412);
        leads(ToldProgram.learned().supplier(), "{}").statusCode(404);
    }

    @Test
    void aPersonSeesTheirOwnHoursByDayAndMonth() {
        record(program.supplier(), parts(anna, "1=10", "3=0.1"), whole(bo, "30"))
                .statusCode(200);

        participant(anna)
                .queryParam("month", "2022-10")
                .get("/api/v1/me/hours")
                .then()
                .statusCode(200)
                .body("hours", is(10.0f))
                .body("items.date", contains("2022-10-30"))
                .body("items.attestedByYou", contains(false));
        participant(anna)
                .get("/api/v1/me/hours")
                .then()
                .body("hours", is(10.1f))
                .body("items", hasSize(2))
                .body("items.sessionId", equalTo(List.of(workshop.toString(), workshop.toString())));
        participant(anna)
                .queryParam("month", "October")
                .get("/api/v1/me/hours")
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/month"));
    }

    @Test
    void monthsOfOthersProgramsAreNotKnownAndAMonthIsNeeded() {
        ToldProgram.learned()
                .coordinator()
                .queryParam("month", "2022-10")
                .get("/api/v1/programs/{key}/hours", program.key)
                .then()
                .statusCode(404);
        program.coordinator()
                .get("/api/v1/programs/{key}/hours", program.key)
                .then()
                .statusCode(422)
                .body("errors.code", contains("required"));
    }

    private ValidatableResponse hours(String month) {
        return program.coordinator()
                .queryParam("month", month)
                .get("/api/v1/programs/{key}/hours", program.key)
                .then()
                .statusCode(200);
    }

    private ValidatableResponse record(RequestSpecification caller, String... marks) {
        return caller.body("{\"attended\": [" + String.join(",", marks) + "]}")
                .put("/api/v1/sessions/{id}/attendance", workshop)
                .then();
    }

    private ValidatableResponse attest(RequestSpecification caller, String hours) {
        return caller.body("{\"sessionId\": \"%s\", \"hours\": %s}".formatted(workshop, hours))
                .post("/api/v1/me/hours/attestations")
                .then();
    }

    private ValidatableResponse leads(RequestSpecification caller, String body) {
        return caller.body(body)
                .post("/api/v1/sessions/{id}/attendance/attestations", workshop)
                .then();
    }

    private static String whole(UUID person, String hours) {
        return "{\"personId\": \"%s\", \"hours\": %s}".formatted(person, hours);
    }

    private static String parts(UUID person, String... hours) {
        List<String> parts = List.of(hours).stream()
                .map(each -> each.split("="))
                .map(each -> "{\"part\": %s, \"hours\": %s}".formatted(each[0], each[1]))
                .toList();
        return "{\"personId\": \"%s\", \"parts\": [%s]}".formatted(person, String.join(",", parts));
    }

    private List<Entry> toldAttested(int count) {
        try (EventLog sessions = EventLog.of("samverka.sessions.v1")) {
            return sessions.await(
                    count,
                    entry -> workshop.toString().equals(entry.key())
                            && entry.type().equals("org.samverka.sessions.hours-attested.v1"));
        }
    }
}
