package org.samverka.reporting.release;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.Gender;
import org.samverka.contracts.Language;
import org.samverka.contracts.ParticipantEvent.Goal;
import org.samverka.contracts.ParticipantEvent.ProgramDefined;
import org.samverka.contracts.ParticipantEvent.TargetGroup;
import org.samverka.reporting.Others;
import org.samverka.reporting.ServiceTest;
import org.samverka.testing.EventLog;
import org.samverka.testing.Tokens;

@QuarkusTest
class ReleaseTest extends ServiceTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final UUID programId = UUID.nameUUIDFromBytes(program.getBytes(UTF_8));

    @Test
    void theSameStateIsFrozenUnderTheSameHashAndToldOnce() throws Exception {
        enroll(28, Gender.woman);
        enroll(14, Gender.man);
        awaitHeads(42);

        JsonPath one = frozen(freeze("dashboard"));
        JsonPath same = frozen(freeze("dashboard"));

        assertThat(same.getString("contentHash")).isEqualTo(one.getString("contentHash"));
        assertThat(same.getString("id")).isNotEqualTo(one.getString("id"));
        assertThat(one.getInt("revision")).isEqualTo(1);
        assertThat(one.getString("authorRole")).isEqualTo("coordinator");
        String content = analyst()
                .get("/api/v1/releases/{id}/content", one.getString("id"))
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(Content.hash(content)).isEqualTo(one.getString("contentHash"));
        assertThat(figure(one.getString("id"), "statistics/headCount")).containsEntry("value", 42);
        assertThat(figure(one.getString("id"), "statistics/headCount/gender=woman"))
                .containsEntry("value", 28);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(told())
                        .extracting(data -> data.get("releaseId"))
                        .containsExactlyInAnyOrder(one.getString("id"), same.getString("id")));
        analyst()
                .get("/api/v1/programs/{key}/releases", program)
                .then()
                .statusCode(200)
                .body("items.id", hasSize(2))
                .body("items[0].id", equalTo(one.getString("id")));
    }

    @Test
    void aRepeatedRequestFreezesOnce() {
        awaitDefinition();
        String key = UUID.randomUUID().toString();
        String caller = Tokens.of("coordinator").programs(program).sign();

        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            ids.add(given().auth()
                    .oauth2(caller)
                    .header("Idempotency-Key", key)
                    .contentType(ContentType.JSON)
                    .body(Map.of("kind", "dashboard"))
                    .post("/api/v1/programs/{key}/releases", program)
                    .then()
                    .statusCode(201)
                    .header("ETag", "\"1\"")
                    .extract()
                    .path("id"));
        }

        assertThat(ids.get(0)).isEqualTo(ids.get(1));
    }

    @Test
    void aRevisionSupersedesOneOfItsKindOnce() {
        String first = frozen(freeze("dashboard")).getString("id");
        JsonPath second = frozen(freeze(Map.of("kind", "dashboard", "supersedes", first)));

        assertThat(second.getInt("revision")).isEqualTo(2);
        analyst()
                .get("/api/v1/releases/{id}", first)
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("release.supersededBy", equalTo(second.getString("id")));
        freeze(Map.of("kind", "dashboard", "supersedes", first))
                .statusCode(409)
                .body("code", equalTo("already-superseded"));
        freeze(Map.of("kind", "final_report", "supersedes", second.getString("id")))
                .statusCode(409)
                .body("code", equalTo("other-kind"));
        freeze(Map.of("kind", "dashboard", "supersedes", UUID.randomUUID().toString()))
                .statusCode(404);
    }

    @Test
    void nothingOfAReleaseCanBeChanged() {
        String id = frozen(freeze("dashboard")).getString("id");

        for (String change : List.of(
                "update release.release set author = 'x' where id = cast(? as uuid) returning id",
                "delete from release.release where id = cast(? as uuid) returning id")) {
            assertThatThrownBy(() -> rows(change, id)).hasMessageContaining("stays as it is");
        }
    }

    @Test
    void whatEarlierReleasesHidIsNotRevealedByALaterOne() {
        enroll(36, Gender.woman);
        enroll(5, Gender.man);
        awaitHeads(41);
        String before = frozen(freeze("dashboard")).getString("id");
        assertThat(figure(before, "statistics/headCount/gender=man")).containsEntry("suppressed", "primary");
        twoMenTakeThePlacesOfTwoWomen();

        freeze("dashboard")
                .statusCode(409)
                .body("code", equalTo("figures-would-follow"))
                .body("detail", containsString("statistics/headCount/gender=man"));

        String after = frozen(freeze(Map.of("kind", "dashboard", "withholdWhatFollows", true)))
                .getString("id");
        assertThat(figure(after, "statistics/headCount/gender=man")).containsEntry("suppressed", "complementary");
        assertThat(figure(after, "statistics/headCount")).containsEntry("value", 35);
        analyst()
                .queryParam("from", before)
                .get("/api/v1/releases/{id}/difference", after)
                .then()
                .statusCode(200)
                .body("same", equalTo(false))
                .body("figures.id", hasItem("statistics/headCount/gender=man"))
                .body("figures.find { it.id == 'statistics/headCount/gender=man' }.reason", equalTo("disclosure"));
    }

    /** The total stays, and the men are seven now. */
    private void twoMenTakeThePlacesOfTwoWomen() {
        women.subList(0, 2).forEach(person -> others.tell(person.withdrawn(program, "inspirers")));
        enroll(2, Gender.man);
        others.flush();
        await().atMost(PATIENCE).until(() -> exactly(Map.of("gender", "man")), value -> value != null && value == 7);
        await().atMost(PATIENCE).until(() -> exactly(Map.of("gender", "woman")), value -> value != null && value == 34);
    }

    private @Nullable Double exactly(Map<String, String> place) {
        return figure(coordinator(), "headCount", place).value();
    }

    @Test
    void theDifferenceOfTwoReleasesSaysMoreHasHappened() {
        String before = frozen(freeze("dashboard")).getString("id");
        others.tell(Others.held(program, UUID.randomUUID(), null), Others.held(program, UUID.randomUUID(), null));
        others.flush();
        await().atMost(PATIENCE)
                .until(() -> figure(analyst(), "sessions", Map.of()).value(), value -> value != null && value == 2);

        String after = frozen(freeze("dashboard")).getString("id");

        analyst()
                .queryParam("from", before)
                .get("/api/v1/releases/{id}/difference", after)
                .then()
                .statusCode(200)
                .body("figures.find { it.id == 'statistics/sessions' }.before.value", equalTo(0))
                .body("figures.find { it.id == 'statistics/sessions' }.after.value", equalTo(2))
                .body("figures.find { it.id == 'statistics/sessions' }.reason", equalTo("more_events"));
        analyst().get("/api/v1/releases/{id}/difference", after).then().statusCode(422);
    }

    @Test
    void aWithheldFigureIsHiddenAndAnUnknownOneRefused() {
        enroll(28, Gender.woman);
        enroll(14, Gender.man);
        awaitHeads(42);

        freeze(Map.of("kind", "dashboard", "withhold", List.of("statistics/headCount/gender=martian")))
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/withhold/0"))
                .body("errors[0].code", equalTo("unknown-figure"));
        freeze(Map.of("kind", "dashboard", "withhold", List.of("statistics/headCount/gender=woman")))
                .statusCode(409)
                .body("detail", containsString("statistics/headCount/gender=woman"));
        freeze(Map.of("kind", "dashboard", "absenceYear", 2020)).statusCode(422);
        freeze(Map.of(
                        "kind",
                        "absence_disclosure",
                        "absenceYear",
                        LocalDate.now().getYear() + 1))
                .statusCode(422);
    }

    @Test
    void keyFiguresAreOfAYearThatIsOver() {
        freeze(Map.of("kind", "absence_disclosure", "absenceYear", 2018))
                .statusCode(201)
                .body("absenceYear", equalTo(2018))
                .body("kind", equalTo("absence_disclosure"));
    }

    @Test
    void moneyIsFrozenAsItIsStated() {
        String id = frozen(freeze(Map.of(
                        "kind",
                        "final_report",
                        "funding",
                        Map.of("total", "5108772", "granted", "3830974", "currency", "SEK"))))
                .getString("id");

        assertThat(figure(id, "funding/coFinancing")).containsEntry("value", 1277798);
        assertThat(new BigDecimal(String.valueOf(figure(id, "funding/grantRate").get("value"))))
                .isEqualByComparingTo("0.7499");
        freeze(Map.of("kind", "final_report", "funding", Map.of("total", "-1", "granted", "x", "currency", "kronor")))
                .statusCode(422);
    }

    @Test
    void aTextIsWrittenAroundTheFiguresAndPrintedWithThem() throws Exception {
        others.tell(Others.held(program, UUID.randomUUID(), null));
        define();
        await().atMost(PATIENCE)
                .until(() -> figure(analyst(), "sessions", Map.of()).value(), value -> value != null && value == 1);
        String id = frozen(freeze("final_report")).getString("id");
        String path = "/api/v1/releases/" + id + "/narrative?language=sv";
        coordinator().get(path).then().statusCode(200).header("ETag", "\"0\"").body("version", equalTo(0));

        write(path, "\"0\"", Map.of("summary", "Vi träffades {{statistics/sessions}} gång."))
                .statusCode(200)
                .header("ETag", "\"1\"");
        write(path, "\"0\"", Map.of("summary", "Någon annan")).statusCode(412);
        write(path, "\"1\"", Map.of("summary", "{{statistics/nothing}}"))
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/sections/summary"))
                .body("errors[0].code", equalTo("unknown-figure"));
        write(path, "\"1\"", Map.of("summary", "Sammanlagt {{statistics/sessions}} träff."))
                .statusCode(200)
                .header("ETag", "\"2\"");

        assertThat(pdf(id, "language=sv")).contains("Slutrapport", "Återhämtning", "Sammanlagt 1 träff.", "65");
        assertThat(pdf(id, "language=sv&text=1")).contains("Vi träffades 1 gång.");
        assertThat(pdf(id, "language=da")).contains("Slutrapport", "Mål").doesNotContain("Sammanlagt");
        analyst()
                .get("/api/v1/releases/{id}/report.pdf?language=sv&text=3", id)
                .then()
                .statusCode(404);
        analyst()
                .header("Accept-Language", "da, en;q=0.5")
                .get("/api/v1/releases/{id}/report.json", id)
                .then()
                .statusCode(200)
                .header("Content-Language", "da")
                .body("release.contentHash", equalTo(hash(id)))
                .body("report.title", equalTo("Slutrapport"))
                .body("content.goals[0].wording", equalTo("About 65 health inspirers"));
        analyst()
                .get("/api/v1/releases/{id}/report.csv", id)
                .then()
                .statusCode(200)
                .header("Content-Disposition", containsString(".csv\""))
                .body(containsString("statistics/sessions,statistics,sessions,,count,1,"));
        byte[] workbook = analyst()
                .get("/api/v1/releases/{id}/report.xlsx", id)
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
        assertThat(workbook).startsWith('P', 'K');
        analyst().get("/api/v1/releases/{id}/report.docx", id).then().statusCode(404);
    }

    @Test
    void aReleaseOfAnotherProgramIsNotKnown() {
        String id = frozen(freeze("dashboard")).getString("id");
        String stranger = Tokens.of("analyst").programs("another").sign();

        for (String path : List.of("", "/content", "/difference?from=" + id, "/narrative?language=sv", "/report.pdf")) {
            given().auth()
                    .oauth2(stranger)
                    .get("/api/v1/releases/" + id + path)
                    .then()
                    .statusCode(404);
        }
        given().auth()
                .oauth2(stranger)
                .get("/api/v1/programs/{key}/releases", program)
                .then()
                .statusCode(404);
        as("manager").get("/api/v1/releases/{id}", id).then().statusCode(200).body("release.supersedes", nullValue());
        analyst()
                .contentType(ContentType.JSON)
                .body(Map.of("kind", "dashboard"))
                .post("/api/v1/programs/{key}/releases", program)
                .then()
                .statusCode(403);
    }

    private final List<Others.Person> women = new ArrayList<>();

    private void enroll(int count, Gender gender) {
        List<Others.Person> people = people(count, gender);
        people.forEach(person -> others.tell(person.event(), person.enrolled(program, "inspirers")));
        others.flush();
        if (gender == Gender.woman) {
            women.addAll(people);
        }
    }

    private void awaitHeads(int count) {
        awaitExactly("headCount", Map.of(), count);
        await().atMost(PATIENCE).until(() -> {
            Double nobody = exactly(Map.of("gender", "unknown"));
            return nobody == null || nobody == 0;
        });
    }

    private void define() {
        others.tell(new ProgramDefined(
                programId,
                program,
                2,
                "Återhämtning <2.0>",
                LocalDate.of(2017, 10, 1),
                LocalDate.of(2019, 11, 30),
                "Europe/Stockholm",
                List.of(Language.sv),
                List.of("olofstrom"),
                List.of(new TargetGroup("inspirers", "Health inspirers", 65, 62, 3, null)),
                null,
                List.of(new Goal(
                        "inspirers",
                        "About 65 health inspirers",
                        "count",
                        "headCount",
                        "inspirers",
                        null,
                        BigDecimal.valueOf(65),
                        null,
                        null,
                        null,
                        List.of("gender"),
                        null))));
        others.flush();
        await().atMost(PATIENCE)
                .until(() -> rows("select 1 from goal.standing where program = ?", program)
                                .size()
                        == 1);
    }

    private ValidatableResponse freeze(String kind) {
        return freeze(Map.of("kind", kind));
    }

    private ValidatableResponse freeze(Map<String, ?> request) {
        awaitDefinition();
        return coordinator()
                .contentType(ContentType.JSON)
                .body(request)
                .post("/api/v1/programs/{key}/releases", program)
                .then();
    }

    private void awaitDefinition() {
        await().atMost(PATIENCE)
                .until(() -> rows("select 1 from program.definition where key = ?", program)
                                .size()
                        == 1);
    }

    private static JsonPath frozen(ValidatableResponse response) {
        return response.statusCode(201).extract().jsonPath();
    }

    private ValidatableResponse write(String path, String ifMatch, Map<String, String> sections) {
        return coordinator()
                .header("If-Match", ifMatch)
                .contentType(ContentType.JSON)
                .body(Map.of("sections", sections))
                .put(path)
                .then();
    }

    private String pdf(String id, String query) throws Exception {
        byte[] pdf = analyst()
                .get("/api/v1/releases/" + id + "/report.pdf?" + query)
                .then()
                .statusCode(200)
                .contentType("application/pdf")
                .extract()
                .asByteArray();
        try (var document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document);
        }
    }

    private String hash(String id) {
        return analyst()
                .get("/api/v1/releases/{id}", id)
                .then()
                .statusCode(200)
                .extract()
                .path("release.contentHash");
    }

    private Map<String, Object> figure(String release, String id) {
        List<Map<String, Object>> figures = analyst()
                .get("/api/v1/releases/{id}", release)
                .then()
                .statusCode(200)
                .extract()
                .path("content.figures");
        return figures.stream()
                .filter(figure -> id.equals(figure.get("id")))
                .findFirst()
                .orElseGet(HashMap::new);
    }

    private List<Map<String, Object>> told() {
        try (EventLog log = EventLog.of("samverka.reporting.v1")) {
            return log.entries().stream()
                    .filter(entry -> programId.toString().equals(entry.key()))
                    .map(entry -> JSON.convertValue(entry.data(), new TypeReference<Map<String, Object>>() {}))
                    .filter(data -> data.containsKey("releaseId"))
                    .toList();
        }
    }
}
