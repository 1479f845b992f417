package org.samverka.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.samverka.contracts.Gender;
import org.samverka.testing.EventLog.Entry;

/** From a screening to the support that somebody accepts, and what anybody learns of it. */
@QuarkusTest
class ScreeningTest extends Screened {

    private Predicate<Entry> told(String type) {
        return entry -> entry.type().endsWith(type + ".v1")
                && entry.value() != null
                && entry.value().contains(survey);
    }

    @Test
    void whoIsNotAtRiskIsToldSoAndOfferedNothing() throws Exception {
        Employee employee = employee(Gender.woman);

        screened(employee, 18);

        resultOf(employee, "en")
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("outcome", equalTo("clear"))
                .body("value", equalTo(18))
                .body("band", equalTo("below"))
                .body("notADiagnosis", containsString("This is not a diagnosis"));
        as(employee.id()).get("/api/v1/me/offers").then().body("items", hasSize(0));
        Entry completed = screening.awaitOne(told("screening-completed"));
        assertThat(completed.data().path("inRiskZone").asBoolean()).isFalse();
        assertThat(completed.data().path("organization").asText()).isEqualTo(region);
        assertThat(completed.value()).doesNotContain(employee.id().toString());
        assertThat((Iterable<JsonNode>) completed.data())
                .noneMatch(told -> told.asText().equals("18"));
    }

    @Test
    void atRiskOnceMeansToAnswerOnceMoreAndNothingYet() throws Exception {
        Employee employee = employee(Gender.woman);

        screened(employee, 19);

        resultOf(employee, "sv").body("outcome", equalTo("repeat")).body("meaning", containsString("en gång till"));
        as(employee.id()).get("/api/v1/me/offers").then().body("items", hasSize(0));
        as(employee.id())
                .get("/api/v1/assignments/{id}", employee.assignment())
                .then()
                .body("state", equalTo("answered"));
        answer(employee.id(), employee.assignment(), answersOf(30))
                .statusCode(409)
                .body("code", equalTo("already-answered"));
        LocalDate from = LocalDate.parse(texts(
                        "select cast(from_on as text) from repetition r join survey s on s.id = r.survey_id where s.key = ?",
                        survey)
                .get(0));
        assertThat(from.getDayOfWeek()).isEqualTo(DayOfWeek.MONDAY);
        assertThat(from)
                .isAfterOrEqualTo(LocalDate.now(java.time.ZoneOffset.UTC).plusDays(13));

        twoWeeksLater();

        as(employee.id())
                .get("/api/v1/assignments/{id}", employee.assignment())
                .then()
                .body("state", equalTo("again"));
        Entry due = screening.awaitOne(told("evaluation-due"));
        assertThat(due.data().path("personId").asText()).isEqualTo(employee.id().toString());
        assertThat(due.value()).doesNotContain("again").doesNotContain("repeat");
    }

    @ParameterizedTest
    @CsvSource({"18, clear, 0", "19, risk-zone, 1"})
    void onlyTheSecondResultHolds(int second, String outcome, int offers) throws Exception {
        Employee employee = employee(Gender.man);
        screened(employee, 40);
        twoWeeksLater();

        screened(employee, second);

        resultOf(employee, "da").body("round", equalTo(2)).body("outcome", equalTo(outcome));
        as(employee.id()).get("/api/v1/me/offers").then().body("items", hasSize(offers));
        answer(employee.id(), employee.assignment(), answersOf(second)).statusCode(409);
    }

    @ParameterizedTest
    @CsvSource({
        "sv, inte en diagnos, erbjuds stöd",
        "da, ikke en diagnose, tilbydes støtte",
        "en, not a diagnosis, offered support"
    })
    void theRespondentReadsItInTheirLanguage(String language, String diagnosis, String offer) throws Exception {
        Employee employee = inRiskZone(Gender.woman);

        resultOf(employee, language)
                .header("Content-Language", language)
                .body("notADiagnosis", containsString(diagnosis))
                .body("meaning", not(equalTo("")));
        as(employee.id())
                .header("Accept-Language", language)
                .get("/api/v1/me/offers")
                .then()
                .body("items[0].text", containsString(offer));
    }

    @Test
    void whoAcceptsIsAskedAPlaceForUnderTheNameThatParticipantsKnowsAndOccupationalHealthSeesThem() throws Exception {
        Employee employee = inRiskZone(Gender.woman);
        assertThat(seenByOccupationalHealth()).isEmpty();

        replies(employee, "accepted").statusCode(200).body("state", equalTo("accepted"));
        replies(employee, "accepted").statusCode(200);
        replies(employee, "declined").statusCode(409).body("code", equalTo("offer-answered"));

        Entry accepted = screening.awaitOne(entry -> entry.type().endsWith("support-accepted.v1")
                && entry.value() != null
                && entry.value().contains(program));
        assertThat(accepted.key()).isEqualTo(employee.pseudonym().toString());
        assertThat(accepted.data().path("targetGroup").asText()).isEqualTo(SUPPORT);
        assertThat(accepted.value()).doesNotContain(employee.id().toString()).doesNotContain(survey);
        List<Map<String, Object>> seen = seenByOccupationalHealth();
        assertThat(seen).hasSize(1);
        assertThat(seen.get(0))
                .containsEntry("personId", employee.id().toString())
                .containsEntry("result", null);
        occupationalHealth("another").get("/api/v1/screening/offers").then().body("items", hasSize(0));
    }

    @Test
    void whoDeclinesIsSeenByNobody() throws Exception {
        Employee employee = inRiskZone(Gender.woman);

        replies(employee, "declined").statusCode(200);

        assertThat(seenByOccupationalHealth()).isEmpty();
        assertThat(screening.await(2, told("support-offer-changed")))
                .extracting(entry -> entry.data().path("state").asText())
                .containsExactly("offered", "declined");
    }

    @Test
    void whoLetsOccupationalHealthSeeTheResultIsSeenUntilTheyNoLongerDo() throws Exception {
        Employee employee = inRiskZone(Gender.woman);

        others.allowsOccupationalHealth(employee.id(), true);
        await().atMost(PATIENCE).until(() -> seenByOccupationalHealth().size() == 1);
        assertThat(seenByOccupationalHealth().get(0))
                .containsEntry("state", "offered")
                .containsEntry("result", Map.of("outcome", "risk-zone", "band", "exhaustion", "value", 31));
        others.allowsOccupationalHealth(employee.id(), false);

        await().atMost(PATIENCE).until(() -> seenByOccupationalHealth().isEmpty());
    }

    @Test
    void anOfferThatNobodyAnswersExpires() throws Exception {
        Employee employee = inRiskZone(Gender.woman);
        String offer = offerTo(employee);

        execute("update support_offer set expires_on = current_date - 1 where id = ?", UUID.fromString(offer));

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        as(employee.id()).get("/api/v1/me/offers").then().body("items[0].state", equalTo("expired")));
        replies(employee, "accepted").statusCode(409).body("code", equalTo("offer-expired"));
        assertThat(screening
                        .await(2, told("support-offer-changed"))
                        .get(1)
                        .data()
                        .path("state")
                        .asText())
                .isEqualTo("expired");
    }

    @Test
    void anotherPersonsOfferAndResultAreNotKnown() throws Exception {
        Employee employee = inRiskZone(Gender.woman);
        Employee other = employee(Gender.man);

        as(other.id())
                .contentType("application/json")
                .body(Map.of("answer", "accepted"))
                .post("/api/v1/me/offers/{id}/answer", offerTo(employee))
                .then()
                .statusCode(404);
        as(other.id())
                .get("/api/v1/assignments/{id}/result", employee.assignment())
                .then()
                .statusCode(404);
        as(other.id()).get("/api/v1/me/offers").then().body("items", hasSize(0));
    }

    @Test
    void whoTakesAScreeningBackHasNoResultAndNoOfferAndCountsNoMore() throws Exception {
        Employee employee = inRiskZone(Gender.woman);

        as(employee.id())
                .delete("/api/v1/assignments/{id}/response", employee.assignment())
                .then()
                .statusCode(204);

        resultOf(employee, "sv").statusCode(404);
        as(employee.id()).get("/api/v1/me/offers").then().body("items[0].state", equalTo("closed"));
        Entry withdrawn = screening.awaitOne(told("screening-withdrawn"));
        assertThat(screening.await(2, told("screening-completed")))
                .extracting(Entry::key)
                .containsOnly(withdrawn.key());
    }

    @Test
    void completedSupportIsToldOfTheSameSubjectAndIsKeptNowhereByPerson() throws Exception {
        Employee employee = inRiskZone(Gender.man);
        replies(employee, "accepted").statusCode(200);
        UUID enrollment = others.enrolled(program, SUPPORT, employee.id());

        others.completed(enrollment, program, SUPPORT, employee.id());

        List<Entry> told = screening.await(3, told("support-offer-changed"));
        assertThat(told)
                .extracting(entry -> entry.data().path("state").asText())
                .containsExactly("offered", "accepted", "completed");
        assertThat(told).extracting(Entry::key).containsOnly(told.get(0).key());
        assertThat(count("select count(*) from enrollment where id = ?", enrollment))
                .isZero();
    }

    @Test
    void noAnswerOfAScreeningIsToldToTheTopicThatIsKeptForGood() throws Exception {
        Employee employee = inRiskZone(Gender.man);
        screening.await(2, told("screening-completed"));

        assertThat(evaluation.entries())
                .filteredOn(entry -> entry.value() != null && entry.value().contains(survey))
                .extracting(Entry::type)
                .containsOnly(
                        "org.samverka.evaluation.survey-opened.v1", "org.samverka.evaluation.evaluation-requested.v1");
        assertThat(employee.assignment()).isNotNull();
        assertThat(evaluation.entries())
                .filteredOn(entry -> entry.value() != null
                        && entry.value().contains(survey)
                        && entry.type().endsWith("evaluation-requested.v1"))
                .isNotEmpty()
                .allMatch(entry -> entry.data().path("discreet").asBoolean());
    }

    @Test
    void ninetyDaysAfterTheyWereToldNobodyKnowsWhoseItWas() throws Exception {
        Employee employee = inRiskZone(Gender.woman);
        replies(employee, "declined").statusCode(200);
        List<String> before = respondents();
        LocalDate until = LocalDate.parse(texts("""
                        select cast(max(keep_until) as text) from screening_result r join survey s on s.id = r.survey_id
                        where s.key = ?
                        """, survey).get(0));
        assertThat(until)
                .isBetween(
                        LocalDate.now(java.time.ZoneOffset.UTC).plusDays(89),
                        LocalDate.now(java.time.ZoneOffset.UTC).plusDays(97));

        execute(
                "update screening_result set keep_until = current_date - 1 where survey_id = (select id from survey where key = ?)",
                survey);
        execute(
                "update support_offer set keep_until = current_date - 1 where survey_id = (select id from survey where key = ?)",
                survey);

        await().atMost(PATIENCE)
                .until(() -> count(
                                "select count(*) from support_offer o join survey s on s.id = o.survey_id"
                                        + " where s.key = ? and recipient is not null",
                                survey)
                        == 0);
        await().atMost(PATIENCE).until(() -> respondents().stream().noneMatch(before::contains));
        assertThat(respondents()).hasSize(2).doesNotHaveDuplicates();
        resultOf(employee, "sv").statusCode(404);
        as(employee.id()).get("/api/v1/me/offers").then().body("items", hasSize(0));
    }

    /** What somebody finds who reads all tables, and the transactions that wrote their rows, but has no key. */
    @Test
    void neitherARowNorATransactionJoinsAPersonToTheirScreening() throws Exception {
        Employee employee = inRiskZone(Gender.woman);
        replies(employee, "accepted").statusCode(200);
        await().atMost(PATIENCE).until(() -> count("select count(*) from outbox") == 0);
        List<String> names = List.of(
                employee.id().toString(),
                employee.pseudonym().toString(),
                employee.assignment().toString());
        var ofPeople = new HashSet<String>();
        var ofAnswers = new HashSet<String>();
        String surveyId = texts("select cast(id as text) from survey where key = ?", survey)
                .get(0);
        Set<String> answers = Set.of("response", "screening_result", "repetition", "support_offer");
        for (String table : texts("select table_name from information_schema.tables where table_schema = 'public'")) {
            for (String row : texts("select xmin || ' ' || to_jsonb(t) from \"" + table + "\" t")) {
                String transaction = row.substring(0, row.indexOf(' '));
                boolean namesThem = names.stream().anyMatch(row::contains);
                if (answers.contains(table) && row.contains(surveyId)) {
                    assertThat(namesThem).as(table).isFalse();
                    ofAnswers.add(transaction);
                } else if (namesThem) {
                    ofPeople.add(transaction);
                }
            }
        }
        assertThat(ofAnswers).hasSizeGreaterThanOrEqualTo(2);
        assertThat(ofPeople).isNotEmpty().doesNotContainAnyElementsOf(ofAnswers);
    }

    @Test
    void withoutTheSurveysKeyNobodyFindsAScreeningNotEvenWhoAnsweredIt() throws Exception {
        Employee employee = inRiskZone(Gender.woman);
        replies(employee, "accepted").statusCode(200);
        assertThat(seenByOccupationalHealth()).hasSize(1);

        io.restassured.RestAssured.given()
                .auth()
                .oauth2(org.samverka.testing.Tokens.of("platform-admin").sign())
                .delete("/api/v1/surveys/{key}/key", survey)
                .then()
                .statusCode(204);

        assertThat(seenByOccupationalHealth()).isEmpty();
        as(employee.id()).get("/api/v1/me/offers").then().body("items", hasSize(0));
        resultOf(employee, "sv").statusCode(404);
        as(employee.id())
                .delete("/api/v1/assignments/{id}/response", employee.assignment())
                .then()
                .statusCode(409);
    }

    private List<String> respondents() throws Exception {
        return texts(
                "select cast(respondent as text) from response r join survey s on s.id = r.survey_id where s.key = ?",
                survey);
    }

    @Test
    void aGroupThatIsNoSupportAndAnInstrumentWithoutRiskAreRefused() {
        var wrong = new HashMap<>(survey("survey-" + UUID.randomUUID(), null, null));
        wrong.put("screening", Map.of("supportGroup", "employees", "offerDays", 28));

        coordinator()
                .contentType("application/json")
                .body(wrong)
                .post("/api/v1/surveys")
                .then()
                .statusCode(422)
                .body("errors.code", equalTo(List.of("not-a-support-group", "no-risk-zone")));
    }

    /** Program 3, step 3 and 4: a synthetic population, of whom a third is at risk at first and some still are after. */
    @Test
    void aPopulationIsScreenedAndWhatIsToldSufficesToCountIt() throws Exception {
        int population = 24;
        var employees = new ArrayList<Employee>();
        for (int i = 0; i < population; i++) {
            employees.add(employee(i % 4 == 0 ? Gender.man : Gender.woman));
        }
        List<Employee> atRisk = employees.subList(0, 12);
        for (Employee employee : employees) {
            screened(employee, atRisk.contains(employee) ? 19 + employees.indexOf(employee) : 10);
        }
        screening.await(population, told("screening-completed"));
        twoWeeksLater();
        screening.await(12, told("evaluation-due"));
        for (Employee employee : atRisk) {
            screened(employee, employees.indexOf(employee) < 10 ? 25 : 5);
        }
        for (int i = 0; i < 7; i++) {
            replies(employees.get(i), i < 5 ? "accepted" : "declined").statusCode(200);
        }

        List<Entry> completed = screening.await(population + 12, told("screening-completed"));
        Map<String, Boolean> latest = new HashMap<>();
        Map<String, Integer> rounds = new HashMap<>();
        for (Entry entry : completed) {
            int round = entry.data().path("round").asInt();
            if (round >= rounds.getOrDefault(entry.key(), 0)) {
                rounds.put(entry.key(), round);
                latest.put(entry.key(), entry.data().path("inRiskZone").asBoolean());
            }
        }
        assertThat(latest).hasSize(population);
        assertThat(latest.values().stream().filter(risk -> risk)).hasSize(10);
        List<Entry> offers = screening.await(17, told("support-offer-changed"));
        assertThat(offers.stream()
                        .filter(entry -> entry.data().path("state").asText().equals("offered")))
                .hasSize(10);
        assertThat(offers.stream()
                        .filter(entry -> entry.data().path("state").asText().equals("accepted")))
                .hasSize(5);
        assertThat(new HashSet<>(offers.stream().map(Entry::key).toList())).isSubsetOf(latest.keySet());
        assertThat(seenByOccupationalHealth())
                .extracting(seen -> seen.get("personId"))
                .containsExactlyInAnyOrderElementsOf(employees.subList(0, 5).stream()
                        .map(employee -> employee.id().toString())
                        .toList());
        coordinator()
                .get("/api/v1/surveys/{key}/assignments", survey)
                .then()
                .body("assigned", equalTo(population))
                .body("answered", equalTo(14))
                .body("suppressed", nullValue());
        for (Entry entry : screening.entries()) {
            if (entry.value() != null
                    && entry.value().contains(survey)
                    && !entry.type().contains("evaluation-due")) {
                employees.forEach(employee -> assertThat(entry.value())
                        .doesNotContain(employee.id().toString())
                        .doesNotContain(employee.pseudonym().toString()));
            }
        }
    }
}
