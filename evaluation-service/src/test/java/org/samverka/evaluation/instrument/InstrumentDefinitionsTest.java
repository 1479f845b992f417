package org.samverka.evaluation.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.samverka.contracts.Language;
import org.samverka.contracts.rest.Invalid;
import org.samverka.evaluation.scoring.Scorings;
import org.samverka.evaluation.scoring.ScoringsForTests;

class InstrumentDefinitionsTest {
    private static final YAMLMapper YAML = new YAMLMapper();

    private final Scorings scorings = ScoringsForTests.all();
    private final InstrumentDefinitions definitions = new InstrumentDefinitions(scorings);

    @ParameterizedTest
    @ValueSource(strings = {"session-evaluation", "recommendation", "goal-statement"})
    void whatComesWithTheServiceKeepsItsOwnSchema(String file) throws IOException {
        JsonNode document = YAML.readTree(Objects.requireNonNull(
                InstrumentDefinitionsTest.class.getResourceAsStream("/instruments/" + file + ".yaml")));

        assertThat(definitions.read(document).languages()).containsExactly(Language.sv, Language.da, Language.en);
    }

    @Test
    void anOrganizationsOwnWordsNameAScoringAndMayBeInOneLanguage() throws IOException {
        Instrument workAbility = definitions.read(workAbility());

        assertThat(workAbility.languages()).containsExactly(Language.sv);
        assertThat(workAbility.results(Map.of("was-1", 7)).get(0).bandKey()).isEqualTo("moderate");
    }

    @Test
    void withoutALicenseRecordNothingIsLoaded() throws IOException {
        assertThat(errors(without(workAbility(), "license")))
                .extracting(Invalid.Error::pointer, Invalid.Error::code)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("/license", "required"));
        ObjectNode noHolder = workAbility();
        ((ObjectNode) noHolder.path("license")).remove("holder");
        assertThat(errors(noHolder)).extracting(Invalid.Error::pointer).containsExactly("/license/holder");
    }

    @Test
    void everythingThatIsWrongIsNamedByItsPointer() throws IOException {
        ObjectNode wrong = workAbility();
        wrong.put("version", 0).put("color", "red");
        ((ObjectNode) wrong.path("items").path(0)).put("key", "Was 1");
        ((ObjectNode) wrong.path("review")).put("sv", "perfect");

        assertThat(errors(wrong))
                .extracting(Invalid.Error::pointer)
                .containsExactlyInAnyOrder("/version", "/color", "/items/0/key", "/review/sv");
    }

    @Test
    void aScoringThatThereIsNotIsNamed() throws IOException {
        ObjectNode wrong = workAbility();
        ((ObjectNode) wrong.path("scoring")).put("key", "horoscope");

        assertThat(errors(wrong)).extracting(Invalid.Error::code).containsExactly("unknown-scoring");
    }

    @Test
    void aScoringThatCountsAnotherScaleOrAMissingItemIsNotUsed() throws IOException {
        ObjectNode otherScale = workAbility();
        ((ObjectNode) otherScale.path("scale")).put("from", 0).put("to", 11);
        ((ObjectNode) otherScale.path("scale").path("labels")).putObject("11").put("sv", "Mest");
        ObjectNode otherItem = workAbility();
        ((ObjectNode) otherItem.path("items").path(0)).put("key", "ability");

        assertThat(errors(otherScale)).extracting(Invalid.Error::code).containsExactly("other-scale");
        assertThat(errors(otherItem)).extracting(Invalid.Error::code).containsExactly("missing-item");
    }

    @Test
    void anOwnScoringIsProvenByItsVectors() throws IOException {
        ObjectNode own = workAbility();
        own.set("scoring", YAML.readTree("""
                key: own
                version: 1
                source: Own
                sensitivity: ordinary
                items: [{ key: was-1, from: 0, to: 10 }]
                measures: [{ key: twice, method: sum, factor: 2, terms: [{ item: was-1 }] }]
                vectors: [{ answers: [3], value: 6 }, { answers: [10], value: 21 }]
                """));

        assertThat(errors(own)).extracting(Invalid.Error::pointer).containsExactly("/scoring/vectors/1");

        ((ObjectNode) own.path("scoring").path("vectors").path(1)).put("value", 20);
        assertThat(definitions.read(own).results(Map.of("was-1", 4)).get(0).value())
                .isEqualByComparingTo("8");
    }

    @Test
    void aRuleThatIsBrokenInsideOfAMeasureIsSaidWhereItIs() throws IOException {
        ObjectNode own = workAbility();
        own.set("scoring", YAML.readTree("""
                key: own
                version: 1
                source: Own
                sensitivity: ordinary
                items: [{ key: was-1, from: 0, to: 10 }]
                measures: [{ key: none, method: rule, terms: [{ item: was-1 }] }]
                vectors: [{ answers: [3], value: 6 }]
                """));

        assertThat(errors(own))
                .extracting(Invalid.Error::pointer, Invalid.Error::code)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("/scoring/measures/0", "broken-rule"));
    }

    @Test
    void theSameDefinitionIsRecognizedWhateverItsOrderAndNumbers() {
        assertThat(definitions.sameDocument("{\"a\":1,\"b\":[2.0]}", "{\"b\":[2],\"a\":1}"))
                .isTrue();
        assertThat(definitions.sameDocument("{\"a\":1}", "{\"a\":2}")).isFalse();
        assertThat(definitions.sameDocument("{\"a\":\"x\"}", "{\"a\":\"y\"}")).isFalse();
    }

    private List<Invalid.Error> errors(JsonNode document) {
        return catchThrowableOfType(Invalid.class, () -> definitions.read(document))
                .errors();
    }

    private static ObjectNode without(ObjectNode document, String property) {
        document.remove(property);
        return document;
    }

    static ObjectNode workAbility() throws IOException {
        return (ObjectNode) YAML.readTree("""
                key: our-work-ability
                version: 1
                license: { spdx: LicenseRef-agreement, holder: A publisher, source: Synthetic words for a test, agreement: '1' }
                review: { sv: written }
                title: { sv: Din arbetsförmåga }
                introduction: { sv: Frivilligt. }
                scale:
                  from: 0
                  to: 10
                  labels:
                    '0': { sv: Minst }
                    '10': { sv: Mest }
                items:
                  - { key: was-1, required: true, text: { sv: En påhittad fråga. } }
                scoring: { key: was, version: 1 }
                """);
    }
}
