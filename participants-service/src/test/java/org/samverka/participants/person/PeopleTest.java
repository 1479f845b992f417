package org.samverka.participants.person;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.samverka.testing.EventLog;
import org.samverka.testing.RealStack;
import org.samverka.testing.Tokens;

@QuarkusTest
@WithTestResource(value = RealStack.class, initArgs = @ResourceArg(name = "database", value = "participants"))
class PeopleTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final LocalDate HIRED = LocalDate.of(2190, 3, 1);

    @Inject
    Pool database;

    @Inject
    NewDay newDay;

    private final String organization = "o-" + UUID.randomUUID();
    private final String another = "o-" + UUID.randomUUID();

    @Test
    void aCoordinatorAndAContactSeeThePeopleOfTheirOrganizationsOnly() {
        UUID person = person(organization, "p1", "north", true);
        person(another, "p2", "north", false);

        for (String role : List.of("coordinator", "organization-contact")) {
            as(role, organization)
                    .get("/api/v1/people")
                    .then()
                    .statusCode(200)
                    .body("items", hasSize(1))
                    .body("next", nullValue())
                    .body("items[0].id", is(person.toString()))
                    .body("items[0].personRef", is("p1"))
                    .body("items[0].organization", is(organization))
                    .body("items[0].unit", is("north"))
                    .body("items[0].name.given", is("Exempla"))
                    .body("items[0].name.family", is("Påhittsson"))
                    .body("items[0].gender", is("woman"))
                    .body("items[0].birthYear", is(1980))
                    .body("items[0].extent", is(0.5f))
                    .body("items[0].leader", is(true))
                    .body("items[0].active", is(true))
                    .body("items[0].employments", is(1));
        }
        as("coordinator").get("/api/v1/people").then().statusCode(200).body("items", empty());
    }

    @Test
    void anotherOrganizationIsNotKnown() {
        person(another, "p2", "north", false);
        as("coordinator", organization)
                .get("/api/v1/people?organization=" + another)
                .then()
                .statusCode(404)
                .body("code", is("not-known"));
    }

    @Test
    void aListIsNarrowedByEachFilterAndReadPageByPage() {
        person(organization, "p1", "north", true);
        person(organization, "p2", "north", false);
        person(organization, "p3", "south", false);

        refs("?organization=" + organization).body("items.personRef", contains("p1", "p2", "p3"));
        refs("?unit=north").body("items.personRef", contains("p1", "p2"));
        refs("?leader=true").body("items.personRef", contains("p1"));
        refs("?leader=false&unit=north").body("items.personRef", contains("p2"));
        refs("?personRef=p3").body("items.personRef", contains("p3"));
        refs("?active=false").body("items", empty());

        String next = refs("?limit=2")
                .body("items.personRef", contains("p1", "p2"))
                .extract()
                .path("next");
        refs("?limit=2&cursor=" + next).body("items.personRef", contains("p3")).body("next", nullValue());
    }

    @Test
    void whatIsNoFilterIsRefused() {
        as("coordinator", organization)
                .get("/api/v1/people?gender=woman")
                .then()
                .statusCode(400);
    }

    @Test
    void aParticipantSeesThemselves() {
        UUID person = person(organization, "p1", "north", false);

        given().auth()
                .oauth2(Tokens.of("participant").person(person).sign())
                .get("/api/v1/me")
                .then()
                .statusCode(200)
                .body("id", is(person.toString()))
                .body("name.given", is("Exempla"))
                .body("email", is("exempla@example.org"))
                .body("language", is("sv"))
                .body("pseudonym", nullValue());
        given().auth()
                .oauth2(Tokens.of("participant").person(UUID.randomUUID()).sign())
                .get("/api/v1/me")
                .then()
                .statusCode(404);
        given().auth()
                .oauth2(Tokens.of("participant").sign())
                .get("/api/v1/me")
                .then()
                .statusCode(404);
    }

    @Test
    void onTheDayAnEmploymentBeginsThePersonBecomesActiveAndIsPublished() throws Throwable {
        UUID person = hiredOn(HIRED);

        VertxContextSupport.subscribeAndAwait(() -> newDay.turn(HIRED.minusDays(1)));
        assertThat(row(person).getBoolean("active")).isFalse();
        assertThat(row(person).getLocalDate("next_change")).isEqualTo(HIRED);

        VertxContextSupport.subscribeAndAwait(() -> newDay.turn(HIRED));
        assertThat(row(person).getBoolean("active")).isTrue();
        assertThat(row(person).getLocalDate("next_change")).isEqualTo(HIRED.plusDays(10));

        VertxContextSupport.subscribeAndAwait(() -> newDay.turn(HIRED.plusDays(9)));
        assertThat(row(person).getBoolean("active")).isTrue();

        VertxContextSupport.subscribeAndAwait(() -> newDay.turn(HIRED.plusDays(10)));
        assertThat(row(person).getBoolean("active")).isFalse();
        assertThat(row(person).getLocalDate("next_change")).isNull();

        try (var log = EventLog.of("samverka.participants.v1")) {
            assertThat(log.await(3, entry -> person.toString().equals(entry.key())))
                    .extracting(entry -> entry.data().path("active").asBoolean())
                    .containsExactly(false, true, false);
        }
    }

    private ValidatableResponse refs(String query) {
        return as("coordinator", organization)
                .get("/api/v1/people" + query)
                .then()
                .statusCode(200)
                .body("items", notNullValue());
    }

    private static RequestSpecification as(String role, String... organizations) {
        return given().auth()
                .oauth2(Tokens.of(role).organizations(organizations).sign());
    }

    private UUID person(String of, String ref, String unit, boolean leader) {
        UUID id = UUID.randomUUID();
        execute("""
                insert into person (id, pseudonym, organization, person_ref, gender, birth_year, given_name, family_name,
                    email, language, stamp, unit, extent, leader, active, employments)
                values ($1, gen_random_uuid(), $2, $3, 'woman', 1980, 'Exempla', 'Påhittsson',
                    'exempla@example.org', 'sv', '', $4, 0.5, $5, true, 1)
                """, Tuple.of(id, of, ref, unit, leader));
        return id;
    }

    /** For ten days; known already, and due to be looked at. */
    private UUID hiredOn(LocalDate day) {
        UUID id = UUID.randomUUID();
        execute("""
                insert into person (id, pseudonym, organization, person_ref, gender, birth_year, language, stamp, next_change)
                values ($1, gen_random_uuid(), $2, 'p', 'man', 1980, 'sv', '', $3)
                """, Tuple.of(id, organization, day.minusDays(1)));
        execute("""
                insert into employment (ref, organization, person_ref, first_day, last_day, stamp)
                values ($1, $1, 'p', $2, $3, '')
                """, Tuple.of(organization, day, day.plusDays(9)));
        execute("""
                insert into employment_slice (employment_ref, effective_from, unit, extent, weekly_hours, pay_form, leader, stamp)
                values ($1, $2, 'u', 1, 40, 'monthly', false, '')
                """, Tuple.of(organization, day));
        return id;
    }

    private Row row(UUID person) {
        return database.preparedQuery("select * from person where id = $1")
                .execute(Tuple.of(person))
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next();
    }

    private void execute(String sql, Tuple parameters) {
        database.preparedQuery(sql).execute(parameters).await().atMost(PATIENCE);
    }
}
