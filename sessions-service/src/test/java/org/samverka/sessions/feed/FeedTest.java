package org.samverka.sessions.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.samverka.sessions.ToldProgram.participant;
import static org.samverka.sessions.invitation.Invitees.change;
import static org.samverka.sessions.invitation.Invitees.one;

import biweekly.Biweekly;
import biweekly.ICalendar;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.samverka.sessions.ToldProgram;
import org.samverka.sessions.invitation.Invitees;
import org.samverka.testing.RealStack;
import org.samverka.testing.Tokens;

@QuarkusTest
@WithTestResource(value = RealStack.class, initArgs = @ResourceArg(name = "database", value = "sessions"))
class FeedTest {
    private ToldProgram program;
    private UUID anna;
    private String path;

    @BeforeEach
    void annaSubscribes() {
        program = ToldProgram.learned();
        anna = program.enrolled("inspirers");
        path = open();
    }

    @Test
    void aFeedHasOnesSeatsAndNothingElseAndIsUnchangedUntilSomethingChanges() {
        Invitees session = Invitees.of(program);
        Invitees.of(program);
        program.booked(session.session, anna);

        Response first = RestAssured.get(path);
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.contentType()).startsWith("text/calendar");
        ICalendar calendar = Biweekly.parse(first.asString()).first();
        assertThat(calendar.getEvents())
                .singleElement()
                .satisfies(event -> assertThat(event.getSummary().getValue()).isEqualTo("Inspiration för alla"));

        RestAssured.given()
                .header("If-None-Match", first.header("ETag"))
                .get(path)
                .then()
                .statusCode(304);
        RestAssured.given()
                .header("If-Modified-Since", first.header("Last-Modified"))
                .get(path)
                .then()
                .statusCode(304);
        assertThat(RestAssured.get(path).asString()).isEqualTo(first.asString());

        change("update session set venue = 'Biblioteket' where id = ?", session.session);
        RestAssured.given()
                .header("If-None-Match", first.header("ETag"))
                .get(path)
                .then()
                .statusCode(200);
    }

    @Test
    void anInvitationAndTheFeedSpeakOfTheSameThing() {
        Invitees session = Invitees.of(program);
        session.invite();
        String invitation = session.sentTo(anna).data().path("invitationId").asText();
        program.booked(session.session, anna);

        assertThat(Biweekly.parse(RestAssured.get(path).asString())
                        .first()
                        .getEvents()
                        .get(0)
                        .getUid()
                        .getValue())
                .isEqualTo(invitation + "@samverka");
    }

    @Test
    void aSupportTrackIsNeutralInTheFeedToo() {
        change("update program set support_groups = '{inspirers}' where key = ?", program.key);
        Invitees session = Invitees.of(program, 5, "inspirers");
        program.booked(session.session, anna);

        assertThat(RestAssured.get(path).asString())
                .contains("SUMMARY:Samverka", "CLASS:PRIVATE")
                .doesNotContain("Inspiration");
    }

    @Test
    void aNewAddressEndsTheOldOneAndRevokingEndsBothAndNoTokenIsKept() {
        String token = path.substring(path.lastIndexOf('/') + 1).replace(".ics", "");
        assertThat(token).hasSize(43);
        assertThat(one("select count(*) from calendar_feed f where cast(f as text) like ?", "%" + token + "%"))
                .isEqualTo("0");

        String renewed = open();
        RestAssured.get(path).then().statusCode(404).body("code", is("not-known"));
        RestAssured.get(renewed).then().statusCode(200);
        participant(anna).get("/api/v1/me/calendar").then().body("open", is(true));
        participant(anna).delete("/api/v1/me/calendar").then().statusCode(204);
        RestAssured.get(renewed).then().statusCode(404);
        participant(anna).get("/api/v1/me/calendar").then().body("open", is(false));
    }

    @Test
    void aTeamHasACalendarOfWhatItIsToHoldOpenedByItsOwnPeopleOnly() {
        UUID team = UUID.randomUUID();
        change("""
                insert into supplier (id, name, organization, competences, languages, checklist, requirements, version)
                values (?, ?, 'kc-group', '{}', '{}', '{}', '{}', 1)
                """, team, "Team " + team);
        Invitees session = Invitees.of(program);
        change("update session set supplier_id = ? where id = ?", team, session.session);
        RestAssured.given()
                .auth()
                .oauth2(Tokens.of("supplier").organizations("elsewhere").sign())
                .put("/api/v1/suppliers/{id}/calendar", team)
                .then()
                .statusCode(404);
        String address = RestAssured.given()
                .auth()
                .oauth2(Tokens.of("supplier").organizations("kc-group").sign())
                .put("/api/v1/suppliers/{id}/calendar", team)
                .then()
                .statusCode(200)
                .extract()
                .path("path");

        assertThat(Biweekly.parse(RestAssured.get(address).asString()).first().getEvents())
                .singleElement()
                .satisfies(event -> assertThat(event.getUid().getValue()).isEqualTo(session.session + "@samverka"));
    }

    @Test
    void aThousandEntriesAreOneQuery() {
        change("""
                with made as (
                    insert into session (id, program, title, starts_at, last_day, zone, hours, capacity, state, version, attendance_version)
                    select gen_random_uuid(), ?, 'Återhämtning ' || n, now() + n * interval '1 hour', current_date + 60,
                        'Europe/Stockholm', 1, 10, 'open', 1, 0
                    from generate_series(1, 1000) n returning id, program, starts_at),
                parts as (
                    insert into session_part (session_id, n, starts_at, hours, during, takes_place)
                    select id, 1, starts_at, 1, tstzrange(starts_at at time zone 'Europe/Stockholm',
                        starts_at at time zone 'Europe/Stockholm' + interval '1 hour'), true from made)
                insert into booking (id, session_id, program, person_id, pseudonym, state, version)
                select gen_random_uuid(), id, program, ?, gen_random_uuid(), 'booked', 1 from made
                """, program.key, anna);
        Invitees.of(program);

        assertThat(Biweekly.parse(RestAssured.get(path).asString()).first().getEvents())
                .hasSize(1000);
    }

    private String open() {
        return participant(anna)
                .put("/api/v1/me/calendar")
                .then()
                .statusCode(200)
                .body("path", startsWith("/api/v1/calendars/"))
                .extract()
                .path("path");
    }
}
