package org.samverka.participants.imports;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.samverka.testing.RealStack;
import org.samverka.testing.Tokens;

@QuarkusTest
@WithTestResource(value = RealStack.class, initArgs = @ResourceArg(name = "database", value = "participants"))
class ImportTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String HEADER =
            "employmentRef,personRef,orgUnitRef,from,weeklyHours,birthYear,givenName,familyName,identityNumber\n";

    @Inject
    Pool database;

    private final String organization = "o-" + UUID.randomUUID();
    private final UUID caller = UUID.randomUUID();

    @Test
    void aFileBecomesPeopleAndTheSameFileAgainChangesNothing() {
        String file = people(25);
        JsonPath first = over(post("/api/v1/people/import", "", "text/csv", file));
        assertThat(first.getString("state")).isEqualTo("done");
        assertThat(first.getInt("rows")).isEqualTo(25);
        assertThat(first.getInt("accepted")).isEqualTo(25);
        assertThat(first.getDouble("progress")).isEqualTo(1);
        assertThat(count("person where organization = $1 and active")).isEqualTo(25);
        assertThat(count("identity i join person p on p.id = i.person_id where p.organization = $1"))
                .isEqualTo(1);
        assertThat(count("import_part t join import_job j on j.id = t.import_id where j.organization = $1"))
                .isZero();
        given().auth()
                .oauth2(Tokens.of("organization-contact")
                        .organizations(organization)
                        .sign())
                .get("/api/v1/people?q=synt")
                .then()
                .body("items", hasSize(25));

        JsonPath again = over(post("/api/v1/people/import", "", "text/csv", file));
        assertThat(again.getInt("unchanged")).isEqualTo(25);
        JsonPath changed =
                over(post("/api/v1/people/import", "", "text/csv", file.replace(ref("p3") + ",u1", ref("p3") + ",u2")));
        assertThat(changed.getInt("accepted")).isEqualTo(1);
        assertThat(changed.getInt("unchanged")).isEqualTo(24);
        assertThat(rows("select unit from person where organization = $1 and person_ref = '" + ref("p3") + "'")
                        .get(0)
                        .getString(0))
                .isEqualTo("u2");
    }

    @Test
    void goodRowsGoInBesideBadOnesWhichAreListed() {
        String file = people(5) + "nonsense\n" + row(7).replace("2020-01-01", "tomorrow") + row(8).replace(",u1", ",u9")
                + row(8);
        JsonPath job = over(post("/api/v1/people/import", "", "text/csv", file));
        assertThat(job.getInt("accepted")).isEqualTo(6);
        assertThat(job.getInt("rejected")).isEqualTo(3);
        as().get("/api/v1/imports/" + job.getString("id") + "/errors.csv")
                .then()
                .statusCode(200)
                .contentType(containsString("text/csv"))
                .body(containsString("line,column,code,message\r\n7,,wrong-number-of-columns,"))
                .body(containsString("8,from,date,"))
                .body(containsString("10,,stated-twice,"));
    }

    @Test
    void anAtomicImportTakesNothingWhenOneRowIsWrong() {
        JsonPath job = over(post("/api/v1/people/import", "&atomic=true", "text/csv", people(4500) + "nonsense\n"));
        assertThat(job.getString("state")).isEqualTo("refused");
        assertThat(job.getInt("rejected")).isEqualTo(1);
        assertThat(job.getInt("accepted")).isZero();
        assertThat(count("person where organization = $1")).isZero();
        assertThat(count("import_row where organization = $1")).isZero();
        assertThat(over(post("/api/v1/people/import", "&atomic=true", "text/csv", people(4500)))
                        .getInt("accepted"))
                .isEqualTo(4500);
        assertThat(count("person where organization = $1")).isEqualTo(4500);
    }

    @Test
    void aDryRunSaysWhatWouldHappenAndChangesNothing() {
        JsonPath job = over(post("/api/v1/people/import", "&dryRun=true", "text/csv", people(5) + "nonsense\n"));
        assertThat(job.getString("state")).isEqualTo("done");
        assertThat(job.getInt("accepted")).isEqualTo(5);
        assertThat(job.getInt("rejected")).isEqualTo(1);
        assertThat(count("person where organization = $1")).isZero();
        assertThat(count("employment where organization = $1")).isZero();
    }

    @Test
    void aDryRunFindsWhatIsStatedTwiceFarApart() {
        String file = people(4500) + row(7) + row(8).replace(",u1", ",u9");
        JsonPath dry = over(post("/api/v1/people/import", "&dryRun=true", "text/csv", file));
        JsonPath real = over(post("/api/v1/people/import", "", "text/csv", file));
        for (JsonPath job : List.of(dry, real)) {
            assertThat(job.getInt("accepted")).isEqualTo(4500);
            assertThat(job.getInt("unchanged")).isEqualTo(1);
            assertThat(job.getInt("rejected")).isEqualTo(1);
            as().get("/api/v1/imports/" + job.getString("id") + "/errors.csv")
                    .then()
                    .body(containsString("4503,,stated-twice,"));
        }
        assertThat(count("import_seen s join import_job j on j.id = s.import_id where organization = $1"))
                .isZero();
    }

    @Test
    void theSameFileUnderTheSameKeyIsOneImport() {
        String key = UUID.randomUUID().toString();
        String id = keyed(key, people(3)).statusCode(202).extract().path("id");
        keyed(key, people(3)).statusCode(202).body("id", is(id)).header("Location", endsWith("/api/v1/imports/" + id));
        keyed(key, people(4)).statusCode(409).body("code", is("idempotency-key-reused"));
        assertThat(over(UUID.fromString(id)).getInt("accepted")).isEqualTo(3);
        assertThat(count("import_job where organization = $1")).isEqualTo(1);
        keyed(UUID.randomUUID().toString(), "nonsense").statusCode(422);
    }

    private ValidatableResponse keyed(String key, String file) {
        return given().auth()
                .oauth2(Tokens.of("organization-contact")
                        .organizations(organization)
                        .person(caller)
                        .sign())
                .header("Idempotency-Key", key)
                .contentType("text/csv")
                .body(file.getBytes(UTF_8))
                .post("/api/v1/people/import?organization=" + organization)
                .then();
    }

    /** Cut off by the server again and again, in the midst of a part: as when the service is killed there. */
    @Test
    void anImportThatIsCutOffInTheMidstOfAPartGoesOnAfterTheLastOne() {
        UUID id = UUID.fromString(post("/api/v1/people/import", "", "text/csv", people(12_500))
                .statusCode(202)
                .extract()
                .path("id"));
        var cuts = new AtomicInteger();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> {
            boolean over = isOver();
            if (!over && cuts.get() < 3) {
                cuts.addAndGet(cutOff());
            }
            return over;
        });
        assertThat(cuts).hasPositiveValue();
        JsonPath job = over(id);
        assertThat(job.getString("state")).isEqualTo("done");
        assertThat(job.getInt("accepted")).isEqualTo(12_500);
        assertThat(job.getInt("handled")).isEqualTo(12_500);
        assertThat(job.getInt("unchanged")).isZero();
        assertThat(count("person where organization = $1")).isEqualTo(12_500);
        assertThat(count("employment where organization = $1")).isEqualTo(12_500);
        assertThat(count("person where organization = $1 and version > 1"))
                .as("each is told once")
                .isZero();
    }

    private boolean isOver() {
        return rows("select state = 'done' from import_job where organization = $1")
                .get(0)
                .getBoolean(0);
    }

    /** Ends the connections that write employments or people at this moment; says how many. */
    private int cutOff() {
        return (int) StreamSupport.stream(
                        database.query("""
                                select pg_terminate_backend(pid) from pg_stat_activity
                                where pid <> pg_backend_pid() and datname = current_database() and state = 'active'
                                    and (query like '%employment_slice%' or query like '%import_row%')
                                """).execute().await().atMost(PATIENCE).spliterator(), false)
                .count();
    }

    @Test
    void absencesComeFromPaxmlAndHoursAreHeldAgainstWhatIsPlanned() {
        over(post("/api/v1/people/import", "", "text/csv", people(2)));
        String file = """
            <?xml version="1.0" encoding="ISO-8859-1"?>
            <paxml><header><format>LÖNIN</format></header><tidtransaktioner>
            <tidtrans anstid="%1$s"><tidkod>SJK</tidkod><datum>2026-09-14</datum><timmar>4.00</timmar></tidtrans>
            <tidtrans anstid="%1$s"><tidkod>SJK</tidkod><datum>2026-09-19</datum><timmar>4.00</timmar></tidtrans>
            <tidtrans anstid="%2$s"><tidkod>VAB</tidkod><datumfrom>2026-09-14</datumfrom><datumtom>2026-09-15</datumtom></tidtrans>
            <tidtrans anstid="%2$s"><tidkod>SEM</tidkod><datum>2026-09-14</datum></tidtrans>
            </tidtransaktioner></paxml>
            """.formatted(ref("e0"), ref("e1"));
        JsonPath job = over(given().auth()
                .oauth2(token())
                .contentType("application/xml")
                .body(file.getBytes(ISO_8859_1))
                .post("/api/v1/hr/imports?kind=absences&organization=" + organization)
                .then());
        assertThat(job.getInt("accepted")).isEqualTo(2);
        assertThat(job.getInt("rejected")).isEqualTo(1);
        assertThat(job.getInt("skipped")).isEqualTo(1);
        assertThat(rows("""
            select a.kind, a.extent, a.version from absence a join employment e on e.ref = a.employment_ref
            where e.organization = $1 order by a.kind
            """))
                .extracting(row -> row.getString(0) + " " + row.getBigDecimal(1).doubleValue())
                .containsExactly("child_sick 1.0", "sick 0.5");

        String csv = "absenceRef,employmentRef,kind,from,to\n%s,%s,sick,2026-10-01,%s\n";
        over(post("/api/v1/hr/imports", "&kind=absences", "text/csv", csv.formatted(ref("a"), ref("e0"), "")));
        over(post(
                "/api/v1/hr/imports", "&kind=absences", "text/csv", csv.formatted(ref("a"), ref("e0"), "2026-10-05")));
        assertThat(rows("select last_day, version from absence where ref = $1 || ':a'"))
                .singleElement()
                .satisfies(row -> assertThat(row.getLocalDate(0)).isEqualTo("2026-10-05"))
                .satisfies(row -> assertThat(row.getInteger(1)).isEqualTo(2));
    }

    @Test
    void anotherOrganizationsEmploymentsAreOutOfReach() {
        over(post("/api/v1/people/import", "", "text/csv", people(2)));
        String other = "o-" + UUID.randomUUID();
        JsonPath job = over(
                given().auth()
                        .oauth2(Tokens.of("hr-partner").organizations(other).sign())
                        .contentType("text/csv")
                        .body(people(2))
                        .post("/api/v1/people/import?organization=" + other)
                        .then(),
                other);
        assertThat(job.getInt("rejected")).isEqualTo(2);
        given().auth()
                .oauth2(Tokens.of("hr-partner").organizations(other).sign())
                .contentType("text/csv")
                .body(people(2))
                .post("/api/v1/people/import?organization=" + organization)
                .then()
                .statusCode(404);
        as().get("/api/v1/imports/" + job.getString("id")).then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a,b\n1,2\n",
                HEADER + "\"a\"b,p,u,2020-01-01,40,1980,,,\n",
                "<paxml/>",
            })
    void aFileThatIsNoneIsRefusedAndLeavesNoJob(String file) {
        post("/api/v1/people/import", "", "text/csv", file).statusCode(422);
        assertThat(count("import_job where organization = $1")).isZero();
    }

    @Test
    void requestsThatMakeNoSenseAreRefused() {
        post("/api/v1/people/import", "&encoding=EBCDIC", "text/csv", people(1)).statusCode(422);
        post("/api/v1/people/import", "&dateFormat=GGGG", "text/csv", people(1)).statusCode(422);
        post("/api/v1/people/import", "&columns=%7B", "text/csv", people(1)).statusCode(422);
        post("/api/v1/people/import", "&nonsense=1", "text/csv", people(1)).statusCode(400);
        post("/api/v1/people/import", "", "application/pdf", people(1)).statusCode(415);
        post("/api/v1/hr/imports", "&kind=people", "application/xml", "<paxml/>")
                .statusCode(422);
        given().auth()
                .oauth2(token())
                .contentType("text/csv")
                .body((HEADER + "å").getBytes(ISO_8859_1))
                .post("/api/v1/people/import?organization=" + organization)
                .then()
                .statusCode(422)
                .body("errors[0].code", is("undecodable"));
        post("/api/v1/hr/imports", "", "application/xml", """
            <!DOCTYPE paxml [<!ENTITY x SYSTEM "file:///etc/passwd">]><paxml>&x;</paxml>
            """)
                .statusCode(422)
                .body("errors[0].code", is("doctype-refused"));
        assertThat(count("import_job where organization = $1")).isZero();
    }

    @Test
    void whatIsTooLargeIsRefused() {
        byte[] large = new byte[11 << 20];
        java.util.Arrays.fill(large, (byte) 'a');
        given().auth()
                .oauth2(token())
                .contentType("application/json")
                .body(large)
                .put("/api/v1/people/" + UUID.randomUUID() + "/protection")
                .then()
                .statusCode(413);
        given().auth()
                .oauth2(token())
                .contentType("text/csv")
                .body(large)
                .post("/api/v1/people/import?organization=" + organization)
                .then()
                .statusCode(422);
    }

    private String people(int many) {
        return HEADER + IntStream.range(0, many).mapToObj(this::row).collect(Collectors.joining());
    }

    private String row(int n) {
        return "%s,%s,u1,2020-01-01,40,%d,Given%d,Synthetic,%s\n"
                .formatted(ref("e" + n), ref("p" + n), 1960 + n % 40, n, n == 0 ? "19821105-9954" : "");
    }

    private String ref(String of) {
        return organization + ":" + of;
    }

    private String token() {
        return Tokens.of("organization-contact").organizations(organization).sign();
    }

    private RequestSpecification as() {
        return given().auth().oauth2(token());
    }

    private ValidatableResponse post(String path, String query, String type, String file) {
        return as().contentType(type)
                .body(file.getBytes(UTF_8))
                .urlEncodingEnabled(false)
                .post(path + "?organization=" + organization + query)
                .then();
    }

    private JsonPath over(ValidatableResponse answer) {
        return over(answer, organization);
    }

    private JsonPath over(ValidatableResponse answer, String of) {
        String id = answer.statusCode(202)
                .header("Location", notNullValue())
                .extract()
                .path("id");
        return over(UUID.fromString(id), of);
    }

    private JsonPath over(UUID id) {
        return over(id, organization);
    }

    private static JsonPath over(UUID id, String of) {
        return await().atMost(PATIENCE)
                .until(
                        () -> given().auth()
                                .oauth2(Tokens.of("hr-partner")
                                        .organizations(of)
                                        .sign())
                                .get("/api/v1/imports/" + id)
                                .then()
                                .statusCode(200)
                                .extract()
                                .jsonPath(),
                        job -> List.of("done", "refused", "failed").contains(job.getString("state")));
    }

    private long count(String what) {
        return rows("select count(*) from " + what).get(0).getLong(0);
    }

    private List<Row> rows(String sql) {
        return StreamSupport.stream(
                        database.preparedQuery(sql)
                                .execute(Tuple.of(organization))
                                .await()
                                .atMost(PATIENCE)
                                .spliterator(),
                        false)
                .toList();
    }
}
