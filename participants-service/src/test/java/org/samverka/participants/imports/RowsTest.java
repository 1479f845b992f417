package org.samverka.participants.imports;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.samverka.contracts.Event;
import org.samverka.contracts.Gender;
import org.samverka.contracts.HrEvent.AbsenceStarted;
import org.samverka.contracts.HrEvent.EmployeeHired;
import org.samverka.contracts.delivery.EventJson;
import org.samverka.contracts.delivery.Schemas;
import org.samverka.participants.identity.IdentityNumber;
import org.samverka.participants.identity.IdentityNumber.Country;
import org.samverka.participants.imports.Reading.Fault;
import org.samverka.participants.imports.Reading.Statement;
import org.samverka.participants.imports.Rows.Unreadable;

class RowsTest {
    private static final String HEADER = "employmentRef,personRef,orgUnitRef,from,weeklyHours,birthYear";
    private static final String ROW = "e1,p1,u1,2026-01-01,40,1980";

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t", "|"})
    void theDelimiterIsFoundOut(String delimiter) {
        assertThat(rows((HEADER + "\n" + ROW).replace(",", delimiter), mapping()))
                .singleElement()
                .satisfies(row -> assertThat(row.values()).contains("e1", "p1", "u1", "2026-01-01"));
    }

    @Test
    void quotesLineEndingsByteOrderMarksAndForeignColumnsAreNoHindrance() {
        String file = "\uFEFFlön,\"employmentRef\",personRef,orgUnitRef,FROM,weeklyHours,birthYear\r\n"
                + "9,\"e,1\", p1 ,u1,2026-01-01,40,1980\r\n\r\n"
                + "9,e2,p2,u1,2026-01-01,40,1980";
        List<Row> rows = rows(file, mapping());
        assertThat(rows).hasSize(2);
        assertThat(rows.get(0).values()[0]).isEqualTo("e,1");
        assertThat(rows.get(0).values()[1]).isEqualTo("p1");
        assertThat(rows.get(1).line()).isEqualTo(4);
    }

    @Test
    void columnsNumbersAndDatesAreReadAsTheMappingSays() {
        var mapping = new Mapping(
                Map.of("Anst.nr", "employmentRef", "Pnr", "identityNumber", "Namn", "personRef"),
                ';',
                ISO_8859_1,
                true,
                true,
                "dd.MM.yyyy",
                Country.SE);
        Statement statement = statement(
                "Anst.nr;Namn;Pnr;orgUnitRef;from;weeklyHours;extent\ne1;Ö1;19821105-9954;u;01.03.2026;38,5;75",
                mapping);
        assertThat(statement.fact()).isInstanceOfSatisfying(EmployeeHired.class, hired -> {
            assertThat(hired.personRef()).isEqualTo("Ö1");
            assertThat(hired.from()).isEqualTo(LocalDate.of(2026, 3, 1));
            assertThat(hired.weeklyHours()).isEqualByComparingTo("38.5");
            assertThat(hired.extent()).isEqualByComparingTo("0.75");
            assertThat(hired.gender()).isEqualTo(Gender.man);
            assertThat(hired.birthYear()).isEqualTo(1982);
        });
        assertThat(statement.number()).isNotNull();
    }

    @Test
    void everyWrongValueIsNamedAndNoneRepeated() {
        List<Fault> faults = new ArrayList<>();
        String file = HEADER + ",extent,gender,email,phone,givenName,familyName,leader,identityNumber,to\n"
                + "19821105-9954,p 1,,2026-02-30,1e9,80,2,boy,x@y,abc,=SUM(A1),Ek,maybe,19870704-9996,\n"
                + "e1,p1,u1,2026-02-02,40,1980,1,,,,,,,,2026-01-01\n"
                + "e1,p1\n"
                + "e1,\"p\n1\",u1,2026-02-02,40,1980,1,,,,,,,,\n";
        rows(file, mapping()).forEach(row -> reading(mapping()).read(row, Row.Kind.people, faults));
        assertThat(faults.stream().filter(fault -> fault.line() == 2))
                .extracting(fault -> fault.field() + " " + fault.code())
                .containsExactlyInAnyOrder(
                        "employmentRef reference",
                        "personRef reference",
                        "orgUnitRef required",
                        "from date",
                        "weeklyHours number",
                        "birthYear year",
                        "extent number",
                        "gender unknown-value",
                        "email form",
                        "phone form",
                        "familyName formula",
                        "leader unknown-value",
                        "identityNumber identity-number-check-digit");
        assertThat(faults.stream().filter(fault -> fault.line() > 2))
                .extracting(Fault::code)
                .containsExactly("invalid-dates", "wrong-number-of-columns", "control-character");
        assertThat(faults).extracting(Fault::message).noneMatch(message -> message.contains("9996"));
    }

    @Test
    void whatARowStatesFollowsThePublishedSchema() throws IOException {
        var schemas = new Schemas();
        var json = new EventJson(new SimpleMeterRegistry());
        Random random = new Random(1);
        List<String> odd = List.of(
                "",
                "x",
                "=1+1",
                "19821105-9954",
                "å",
                "\u0001",
                "a".repeat(101),
                "0",
                "1.5",
                "61",
                "1899-12-31",
                "2026-01-01",
                "a@b.se",
                "a@b",
                "a..b@c.se",
                "+46 70 123",
                "man",
                "sv",
                "true",
                "2030",
                " ",
                "ÅÄÖ'\"");
        int read = 0;
        for (int i = 0; i < 3000; i++) {
            @Nullable
            String[] values = {
                "e" + i,
                "p",
                "u",
                "2026-01-01",
                null,
                null,
                "0.5",
                "40",
                "monthly",
                "man",
                "1980",
                "ja",
                "Bo",
                "Ek",
                "bo@example.org",
                "070-12 34 56",
                "sv",
                null
            };
            for (int n = random.nextInt(3); n >= 0; n--) {
                values[random.nextInt(values.length)] = odd.get(random.nextInt(odd.size()));
            }
            for (int v = 0; v < values.length; v++) {
                values[v] = values[v] == null || values[v].isBlank() ? null : values[v];
            }
            Statement statement = reading(mapping()).read(Row.of(i, values), Row.Kind.people, new ArrayList<>());
            if (statement != null) {
                read++;
                assertThat(schemas.violations(
                                Event.typeOf(EmployeeHired.class),
                                json.write(statement.fact()).getBytes(UTF_8)))
                        .as(json.write(statement.fact()))
                        .isEmpty();
            }
        }
        assertThat(read).isBetween(300, 2700);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "employmentRef,personRef\n", "a,b\n1,2", HEADER + ",from\n"})
    void aFileWithoutTheColumnsItNeedsIsNotTaken(String file) {
        assertThatThrownBy(() -> rows(file, mapping())).isInstanceOf(Unreadable.class);
    }

    @Test
    void bytesOfAnotherEncodingAreNotTaken() {
        assertUnreadable((HEADER + "\nå" + ROW).getBytes(ISO_8859_1), "undecodable");
        assertUnreadable((HEADER + "\n" + ROW).getBytes(Charset.forName("UTF-16LE")), "undecodable", "missing-column");
        assertUnreadable(new byte[] {'P', 'K', 3, 4, (byte) 0xff, (byte) 0xfe, 0, 0}, "undecodable", "missing-column");
    }

    @Test
    void anEndlessLineIsNotTakenAndNotKept() {
        InputStream file = new java.io.SequenceInputStream(Collections.enumeration(
                List.of(new ByteArrayInputStream((HEADER + "\n").getBytes(UTF_8)), new Endless('a', 100 << 20))));
        long before = used();
        assertThatThrownBy(() -> drain(CsvRows.of(file, Row.Kind.people, mapping())))
                .isInstanceOf(Unreadable.class);
        assertThat(used() - before).isLessThan(60L << 20);
        assertThatThrownBy(() -> drain(CsvRows.of(new Endless(',', 100 << 20), Row.Kind.people, mapping())))
                .isInstanceOf(Unreadable.class);
        assertThatThrownBy(() -> drain(PaxmlRows.of(new Endless('a', 100 << 20))))
                .isInstanceOf(Unreadable.class);
    }

    @Test
    void ofPaxmlTheAbsencesAreReadInBothEncodings() {
        String file = """
            <?xml version="1.0" encoding="%s"?>
            <paxml><header><format>LÖNIN</format><version>2.0</version></header>
            <tidtransaktioner>
              <tidtrans anstid="101" postid="1"><tidkod>SJK</tidkod><datumfrom>2026-09-14</datumfrom>
                <datumtom>2026-09-16</datumtom><omfattning>50</omfattning></tidtrans>
              <tidtrans anstid="102"><tidkod>SJK_KAR</tidkod><datum>2026-09-14</datum><timmar>4.00</timmar></tidtrans>
              <tidtrans anstid="103"><tidkod>SEM</tidkod><datum>2026-09-14</datum></tidtrans>
              <tidtrans anstid="104"><tidkod>NÄR</tidkod><datumfrom>2026-09-14</datumfrom>
                <resenheter><resenhet dim="1" id="2"/></resenheter></tidtrans>
            </tidtransaktioner></paxml>
            """;
        for (Charset charset : List.of(UTF_8, ISO_8859_1)) {
            Rows rows = PaxmlRows.of(
                    new ByteArrayInputStream(file.formatted(charset.name()).getBytes(charset)));
            List<Row> found = rows.part();
            assertThat(found).hasSize(3);
            assertThat(rows.skipped()).isEqualTo(1);
            var percent = new Mapping(Map.of(), null, UTF_8, false, true, null, Country.SE);
            var faults = new ArrayList<Fault>();
            List<Statement> statements = found.stream()
                    .map(row -> reading(percent).read(row, Row.Kind.absences, faults))
                    .toList();
            assertThat(faults).isEmpty();
            assertThat(statements.get(0).fact()).isInstanceOfSatisfying(AbsenceStarted.class, absence -> {
                assertThat(absence.extent()).isEqualByComparingTo("0.5");
                assertThat(absence.to()).isEqualTo("2026-09-16");
            });
            assertThat(statements.get(1).hours()).isEqualByComparingTo("4");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<?xml version=\"1.0\"?><!DOCTYPE paxml [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
                        + "<paxml><tidtransaktioner><tidtrans anstid=\"&x;\"/></tidtransaktioner></paxml>",
                "<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>"
                        + "<paxml><tidtransaktioner><tidtrans><tidkod>&b;</tidkod></tidtrans></tidtransaktioner></paxml>",
                "<paxml><tidtransaktioner><tidtrans><tidkod>&undeclared;</tidkod></tidtrans></tidtransaktioner></paxml>",
                "<paxml><tidtransaktioner><tidtrans anstid=\"1\"><tidkod>SJK</tidkod>",
                "<paxml><tidtransaktioner><tidtrans><tidkod><b/></tidkod></tidtrans></tidtransaktioner></paxml>",
                "<payroll/>",
                "",
                "not xml",
            })
    void dangerousCutOffAndOtherXmlIsNotTaken(String file) {
        assertThatThrownBy(() -> drain(PaxmlRows.of(new ByteArrayInputStream(file.getBytes(UTF_8)))))
                .isInstanceOf(Unreadable.class);
    }

    @Test
    void noCellOfTheErrorFileIsAFormula() {
        for (String cell : List.of("=1", "+1", "-1", "@x", "\tx")) {
            assertThat(ImportResource.ErrorFile.cell(cell)).startsWith("'");
        }
        assertThat(ImportResource.ErrorFile.cell("a,\"b\"")).isEqualTo("\"a,\"\"b\"\"\"");
    }

    private static final class Endless extends InputStream {
        private final int what;
        private long left;

        Endless(int what, long length) {
            this.what = what;
            this.left = length;
        }

        @Override
        public int read() {
            return left-- > 0 ? what : -1;
        }
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static void assertUnreadable(byte[] file, String... codes) {
        assertThatThrownBy(() -> drain(CsvRows.of(new ByteArrayInputStream(file), Row.Kind.people, mapping())))
                .isInstanceOfSatisfying(
                        Unreadable.class,
                        e -> assertThat(e.errors().get(0).code()).isIn((Object[]) codes));
    }

    private static List<Row> drain(Rows rows) {
        var all = new ArrayList<Row>();
        for (List<Row> part = rows.part(); !part.isEmpty(); part = rows.part()) {
            all.addAll(part);
        }
        return all;
    }

    private static List<Row> rows(String file, Mapping mapping) {
        return drain(CsvRows.of(new ByteArrayInputStream(file.getBytes(mapping.charset())), Row.Kind.people, mapping));
    }

    private static Statement statement(String file, Mapping mapping) {
        var faults = new ArrayList<Fault>();
        Statement statement = reading(mapping).read(rows(file, mapping).get(0), Row.Kind.people, faults);
        assertThat(faults).isEmpty();
        return java.util.Objects.requireNonNull(statement);
    }

    private static Mapping mapping() {
        return new Mapping(Map.of(), null, UTF_8, false, false, null, Country.SE);
    }

    private static Reading reading(Mapping mapping) {
        return new Reading(
                "o",
                mapping,
                text -> IdentityNumber.read(text, Country.SE, LocalDate.of(2026, 1, 1), false),
                content -> content);
    }
}
