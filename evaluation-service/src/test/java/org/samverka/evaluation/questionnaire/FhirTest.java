package org.samverka.evaluation.questionnaire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.samverka.contracts.Language;
import org.samverka.contracts.rest.Invalid;
import org.samverka.evaluation.scoring.ScoringsForTests;

class FhirTest {
    static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    static ObjectNode form(String name) {
        try (InputStream file = Objects.requireNonNull(FhirTest.class.getResourceAsStream("/fhir/" + name + ".json"))) {
            return (ObjectNode) JSON.readTree(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static Questionnaire read(JsonNode document) {
        return FhirIn.read("a-form", 1, document, ScoringsForTests.all());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ordinal-scale", "nested-conditions", "matrix", "choices", "extras"})
    void aPublishedFormLeavesAsItCame(String name) throws IOException {
        JsonNode written = JSON.readTree(FhirOut.questionnaire(read(form(name))).toString());

        assertThat(written).isEqualTo(form(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ordinal-scale", "nested-conditions", "matrix", "choices", "extras"})
    void readingWhatWasWrittenChangesNothing(String name) {
        Questionnaire once = read(form(name));
        Questionnaire twice = read(FhirOut.questionnaire(once));

        assertThat(FhirOut.questionnaire(twice)).isEqualTo(FhirOut.questionnaire(once));
        assertThat(twice.byLinkId().keySet()).isEqualTo(once.byLinkId().keySet());
    }

    @Test
    void ordinalValuesAreTheScores() {
        Questionnaire scale = read(form("ordinal-scale"));

        assertThat(scale.fill(Map.of("/00001-1", "LA3", "/00002-1", "LA0", "/00003-1", "LA2", "/total", 5))
                        .scores())
                .isEqualTo(Map.of("/00001-1", 3, "/00002-1", 0, "/00003-1", 2, "/total", 5));
    }

    @Test
    void translationsAreRead() {
        Questionnaire nested = read(form("nested-conditions"));

        assertThat(nested.all().filter(item -> item.linkId().equals("1.1")))
                .extracting(item -> Objects.requireNonNull(item.text()).get(Language.da))
                .containsExactly("Er du leder?");
        assertThat(nested.languages()).containsExactly(Language.sv);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/modifierExtension | [{\"url\": \"x\"}] | /modifierExtension | unsupported",
                "/language | \"de\" | /language | unsupported-language",
                "/item/0/type | \"attachment\" | /item/0/type | unsupported-type",
                "/item/0/linkId | \"m1\" | /item/0/item/0/linkId | twice",
                "/item/0/item/0/text | null | /item/0/item/0/text | required",
                "/item/0/item/1/answerOption | [] | /item/0/item/1/answerOption | required",
                "/item/0/item/2/answerOption/0/valueCoding/code | \"9\" | /item/0/item/2 | other-columns",
                "/item/1/enableWhen/0/question | \"m9\" | /item/1/enableWhen/0/question | unknown-item",
                "/item/1/enableWhen/0/operator | \"~\" | /item/1/enableWhen/0/operator | unsupported",
                "/item/1/enableWhen/0/answerCoding/code | \"9\" | /item/1/enableWhen/0 | not-an-option",
                "/item/1/readOnly | true | /item/1/readOnly | unsupported",
                "/item/1/maxLength | -1 | /item/1/maxLength | unreadable-value",
                "/item/1/extension | [{\"url\": \"http://hl7.org/fhir/StructureDefinition/regex\", \"valueString\": \"(a)\\\\1\"}] | /item/1/extension | unsupported-regex",
                "/item/1/extension | [{\"url\": \"http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression\"}] | /item/1/extension/0 | unsupported",
                "/item | [] | /item | required",
            })
    void whatIsWrongIsNamedByItsPointer(String pointer, String value, String told, String code) throws IOException {
        ObjectNode matrix = form("matrix");
        int last = pointer.lastIndexOf('/');
        ((ObjectNode) matrix.at(pointer.substring(0, last))).set(pointer.substring(last + 1), JSON.readTree(value));

        assertThat(errors(matrix))
                .extracting(Invalid.Error::pointer, Invalid.Error::code)
                .contains(org.assertj.core.groups.Tuple.tuple(told, code));
    }

    @Test
    void anItemThatIsAskedOnlyIfItIsAskedIsRefused() {
        ObjectNode nested = form("nested-conditions");
        ((ObjectNode) nested.at("/item/0/item/0"))
                .withArray("enableWhen")
                .addObject()
                .put("question", "1.2")
                .put("operator", "exists")
                .put("answerBoolean", true);

        assertThat(errors(nested)).extracting(Invalid.Error::code).containsExactly("cycle");
    }

    @Test
    void aGroupThatIsAskedOnlyAfterAQuestionInsideOfItIsRefused() {
        ObjectNode nested = form("nested-conditions");
        ((ObjectNode) nested.at("/item/0"))
                .withArray("enableWhen")
                .addObject()
                .put("question", "1.1")
                .put("operator", "=")
                .put("answerBoolean", true);

        assertThat(errors(nested)).extracting(Invalid.Error::code).containsExactly("cycle");
    }

    @Test
    void aValueSetThatIsNotContainedIsNotFetched() {
        ObjectNode choices = form("choices");
        choices.remove("contained");

        assertThat(errors(choices)).extracting(Invalid.Error::pointer).contains("/item/3/answerValueSet");
    }

    @Test
    void aDocumentThatIsNestedTooDeeplyOrHasTooManyItemsIsRefused() {
        ObjectNode deep = form("matrix");
        ObjectNode item = (ObjectNode) deep.at("/item/0");
        for (int i = 0; i < 20; i++) {
            ObjectNode child = item.withArray("item").addObject();
            item = child.put("linkId", "deep" + i).put("type", "group").put("text", "deeper");
        }
        ObjectNode wide = form("matrix");
        for (int i = 0; i < 1001; i++) {
            wide.withArray("item")
                    .addObject()
                    .put("linkId", "w" + i)
                    .put("type", "display")
                    .put("text", "wide");
        }

        assertThat(errors(deep)).isNotEmpty();
        assertThat(errors(wide)).extracting(Invalid.Error::code).contains("too-many");
    }

    @Test
    void aResponseHoldsWhatIsAskedAndWasAnsweredAndNamesNobody() throws IOException {
        Questionnaire nested = read(form("nested-conditions"));
        Map<String, Object> answers = Map.of("1.1", true, "1.2", 30, "1.3.1", "no", "1.3.2", "Tid", "2", "2019-05-01");

        JsonNode response = nested.response(answers, true);

        assertThat(JSON.readTree(response.toString())).isEqualTo(JSON.readTree("""
                {"resourceType": "QuestionnaireResponse",
                 "questionnaire": "http://example.org/Questionnaire/nested|1",
                 "status": "completed",
                 "item": [
                  {"linkId": "1", "text": "Bakgrund", "item": [
                    {"linkId": "1.1", "text": "Är du chef?", "answer": [{"valueBoolean": true}]},
                    {"linkId": "1.2", "text": "Hur många leder du?", "answer": [{"valueInteger": 30}]},
                    {"linkId": "1.3", "text": "Stöd för stora grupper", "item": [
                      {"linkId": "1.3.1", "text": "Har du tillräckligt stöd?",
                       "answer": [{"valueCoding": {"system": "urn:test", "code": "no", "display": "Nej"}}]},
                      {"linkId": "1.3.2", "text": "Vad saknas?", "answer": [{"valueString": "Tid"}]}]}]},
                  {"linkId": "2", "text": "När började du?", "answer": [{"valueDate": "2019-05-01"}]}]}
                """));
    }

    @Test
    void questionsBelowAQuestionGoWithItsAnswer() throws IOException {
        Map<String, Object> answers =
                Map.of("a", List.of("x", "z"), "b", Map.of("other", "Drill"), "c", 2, "e", "Much", "e1", "2024-01-31");

        JsonNode response = read(form("choices")).response(answers, false);

        assertThat(response.at("/item/0/answer")).hasSize(2);
        assertThat(response.at("/item/1/answer/0/valueString").asText()).isEqualTo("Drill");
        assertThat(response.at("/item/2/answer/0/valueInteger").asInt()).isEqualTo(2);
        assertThat(response.at("/item/3/answer/0/item/0/answer/0/valueDate").asText())
                .isEqualTo("2024-01-31");
        assertThat(response.path("status").asText()).isEqualTo("in-progress");
    }

    private static List<Invalid.Error> errors(JsonNode document) {
        @Nullable Invalid invalid = catchThrowableOfType(Invalid.class, () -> read(document));
        return Objects.requireNonNull(invalid).errors();
    }
}
