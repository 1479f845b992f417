package org.samverka.participants.hr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.samverka.contracts.delivery.Schemas;

/** What partners may say, and what is turned away before anything reads it. */
class HrSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HIRED = """
            {"employmentRef": "A-1001", "personRef": "P-1001", "organization": "olofstrom", "orgUnitRef": "Vård/Nord-1",
             "from": "2016-03-01", "to": null, "extent": 0.75, "weeklyHours": 27.75, "payForm": "monthly",
             "gender": "woman", "birthYear": 1975, "leader": false, "name": {"given": "Exempla", "family": "Påhittsson"},
             "email": "exempla@example.org", "phone": "+46 (0)454-930 00", "language": "sv"}
            """;
    private static final String SICK = """
            {"absenceRef": "F-77", "employmentRef": "A-1001", "kind": "sick", "from": "2018-02-05", "extent": 1, "version": 1}
            """;

    private final Schemas schemas = new Schemas();

    @Test
    void aFullStateIsAccepted() throws IOException {
        assertThat(hired(JSON.readTree(HIRED))).isEmpty();
        assertThat(sick(JSON.readTree(SICK))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"to", "effectiveFrom", "name", "email", "phone", "language"})
    void whatIsNotStatedMayBeAbsentOrNull(String property) throws IOException {
        ObjectNode event = (ObjectNode) JSON.readTree(HIRED);
        assertThat(hired(event.putNull(property))).isEmpty();
        event.remove(property);
        assertThat(hired(event)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "employmentRef",
                "personRef",
                "organization",
                "orgUnitRef",
                "from",
                "extent",
                "weeklyHours",
                "payForm",
                "gender",
                "birthYear",
                "leader"
            })
    void whatMustBeStatedIsMissed(String property) throws IOException {
        ObjectNode event = (ObjectNode) JSON.readTree(HIRED);
        event.remove(property);
        assertThat(hired(event)).isEqualTo(" required");
    }

    @ParameterizedTest
    @ValueSource(strings = {"diagnosis", "cause", "certificate", "note", "personnummer"})
    void whatIsNotToBeKnownIsRefused(String property) throws IOException {
        ObjectNode event = (ObjectNode) JSON.readTree(SICK);
        assertThat(sick(event.put(property, "x"))).isEqualTo(" additionalProperties");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "198211059954",
                "8211059954",
                "821105-9954",
                "19821105-9954",
                "090527+1474",
                "010190-1234",
                "20240101T123"
            })
    void anIdentityNumberIsNoReference(String number) throws IOException {
        for (String property : new String[] {"employmentRef", "personRef", "orgUnitRef", "organization"}) {
            assertThat(hired(((ObjectNode) JSON.readTree(HIRED)).put(property, number)))
                    .startsWith("/" + property + " pattern")
                    .doesNotContain(number);
        }
        assertThat(sick(((ObjectNode) JSON.readTree(SICK)).put("absenceRef", number)))
                .isEqualTo("/absenceRef pattern");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\n", "a\t", "\u0000", "a\u00a0b\u2028x"})
    void aReferenceIsOneWord(String ref) throws IOException {
        assertThat(hired(((ObjectNode) JSON.readTree(HIRED)).put("personRef", ref)))
                .isEqualTo("/personRef pattern");
    }

    @Test
    void longTextsAreRefused() throws IOException {
        assertThat(hired(((ObjectNode) JSON.readTree(HIRED)).put("personRef", "x".repeat(101))))
                .isEqualTo("/personRef pattern");
        ObjectNode named = (ObjectNode) JSON.readTree(HIRED);
        ((ObjectNode) named.get("name")).put("given", "x".repeat(101));
        assertThat(hired(named)).isEqualTo("/name/given maxLength");
    }

    @ParameterizedTest
    @CsvSource({
        "from, \"2016-02-30\", format",
        "from, \"2016-3-1\", format",
        "from, \"0216-03-01\", pattern",
        "from, \"9999-12-31\", pattern",
        "to, \"12016-03-01\", format",
        "extent, 1.01, maximum",
        "extent, -0.1, minimum",
        "extent, \"1\", type",
        "weeklyHours, 60.5, maximum",
        "birthYear, 1899, minimum",
        "birthYear, 2101, maximum",
        "gender, \"female\", enum",
        "payForm, \"weekly\", enum",
        "language, \"fi\", enum",
        "email, \"nobody\", format",
        "phone, \"call me\", pattern",
        "organization, \"Olofström\", pattern",
        "leader, \"no\", type",
    })
    void aValueOutOfItsRangeIsRefused(String property, String value, String rule) throws IOException {
        ObjectNode event = (ObjectNode) JSON.readTree(HIRED);
        event.set(property, JSON.readTree(value));
        assertThat(hired(event)).contains("/" + property + " " + rule);
    }

    @Test
    void anOpenEndMayBeWrittenAsTheEndOfTime() throws IOException {
        assertThat(hired(((ObjectNode) JSON.readTree(HIRED)).put("to", "9999-12-31")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"version, -1, minimum", "version, 2147483648, maximum", "version, 1.5, type", "kind, \"flu\", enum"})
    void anAbsenceOutOfItsRangeIsRefused(String property, String value, String rule) throws IOException {
        ObjectNode event = (ObjectNode) JSON.readTree(SICK);
        event.set(property, JSON.readTree(value));
        assertThat(sick(event)).isEqualTo("/" + property + " " + rule);
    }

    private String hired(JsonNode data) throws IOException {
        return violations("employee.hired", data);
    }

    private String sick(JsonNode data) throws IOException {
        return violations("absence.started", data);
    }

    private String violations(String type, JsonNode data) throws IOException {
        return schemas.violations(
                "org.samverka.hr." + type + ".v1", data.toString().getBytes(UTF_8));
    }
}
