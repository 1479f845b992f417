package org.samverka.participants.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.samverka.contracts.rest.Invalid;

class ProgramDefinitionsTest {
    private static final Path FILES = Path.of("../deploy/programs");

    private static final String PROGRAM = """
            key: health
            name: Health
            period: { from: 2026-01-01, to: 2026-12-31 }
            zone: Europe/Stockholm
            languages: [sv]
            organizations:
              - { key: olofstrom, role: owner }
            targetGroups:
              - { key: everybody, name: Everybody }
              - { key: coaches, name: Coaches, seats: 20 }
            """;

    private final ProgramDefinitions definitions = new ProgramDefinitions();

    @Test
    void theFiveProgramsAreValidAndKeepTheirFacts() throws IOException {
        List<String> keys;
        try (Stream<Path> files = Files.list(FILES)) {
            keys = files.map(file -> file.getFileName().toString().replace(".yaml", ""))
                    .sorted()
                    .toList();
        }
        assertThat(keys)
                .containsExactly("heja-halsan", "mobilisation", "plus", "recovery-days", "recruitment-workshop");
        for (String key : keys) {
            assertThat(file(key)).startsWith("# yaml-language-server: $schema=../../participants-service/src/main/");
            assertThat(definitions.read(key, file(key)).definition().key()).isEqualTo(key);
        }
        ProgramDefinition plus = definition("plus");
        assertThat(plus.takingPart()).hasSize(10).doesNotContain("lessebo");
        assertThat(plus.goals()).hasSize(14);
        assertThat(definition("recruitment-workshop").rounds())
                .extracting(ProgramDefinition.Round::closes, ProgramDefinition.Round::seatsPerOrganization)
                .containsExactly(tuple(java.time.LocalDate.of(2022, 8, 17), 15));
        assertThat(definition("recovery-days").takingPart()).hasSize(24);
        assertThat(definition("mobilisation").targetGroups())
                .filteredOn(group -> Boolean.TRUE.equals(group.support()))
                .hasSize(1);
    }

    @Test
    void grantRateAndCoFinancingAreComputed() throws IOException {
        Financing financing = Objects.requireNonNull(Financing.of(definition("heja-halsan")));
        assertThat(financing.coFinancing()).isEqualTo(new Financing.Amount("1277798", "SEK"));
        assertThat(financing.grantRate().value()).isEqualByComparingTo("0.749882");
        assertThat(Objects.requireNonNull(Financing.of(definition("plus")))
                        .grantRate()
                        .value())
                .isEqualByComparingTo(BigDecimal.ONE);
        assertThat(Financing.of(definition("mobilisation"))).isNull();
    }

    @Test
    void everythingWrongIsSaidAtOnceWithPointerLineAndColumn() {
        String text = """
                key: health
                name: ''
                period: { from: 2026-01-01, to: 2025-12-31 }
                zone: Mars/Base
                languages: [sv, fi]
                color: red
                organizations:
                  - { key: olofstrom, role: owner }
                targetGroups:
                  - { key: everybody, name: Everybody, plannedSize: 10, plannedWomen: 9, plannedMen: 2 }
                  - key: everybody
                    name: Again
                    notTogetherWith: [nobody]
                """;

        assertThat(errors(text))
                .extracting(
                        Invalid.Error::pointer,
                        Invalid.Error::code,
                        error -> error.detail().replaceAll(":.*", ""))
                .containsExactly(
                        tuple("/name", "min-length", "line 2, column 1"),
                        tuple("/period/to", "before-start", "line 3, column 29"),
                        tuple("/zone", "unknown-zone", "line 4, column 1"),
                        tuple("/languages/1", "enum", "line 5, column 17"),
                        tuple("/color", "unknown-property", "line 6, column 1"),
                        tuple("/targetGroups/0/plannedSize", "less-than-parts", "line 10, column 40"),
                        tuple("/targetGroups/1/key", "twice", "line 11, column 5"),
                        tuple("/targetGroups/1/notTogetherWith/0", "unknown-target-group", "line 13, column 23"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    tracks: [{key: a, name: A, targetGroups: [nobody]}] | /tracks/0/targetGroups/0 | unknown-target-group
                    rounds: [{key: r, opens: 2026-02-02, closes: 2026-02-01, targetGroup: coaches, seatsPerOrganization: 2}] | /rounds/0/closes | before-start
                    rounds: [{key: r, opens: 2026-02-01, closes: 2026-02-02, targetGroup: coaches, seatsPerOrganization: 21}] | /rounds/0/seatsPerOrganization | more-than-seats
                    rounds: [{key: r, opens: 2026-02-01, closes: 2026-02-02, targetGroup: coaches, seatsPerOrganization: 2, releaseUnusedOn: 2026-02-02}] | /rounds/0/releaseUnusedOn | before-close
                    funding: {funder: F, total: {amount: '10', currency: SEK}, granted: {amount: '11', currency: SEK}} | /funding/granted/amount | more-than-total
                    funding: {funder: F, total: {amount: '10', currency: SEK}, granted: {amount: '1', currency: DKK}} | /funding/granted/currency | other-currency
                    funding: {funder: F, total: {amount: 10, currency: SEK}} | /funding/total/amount | type
                    goals: [{key: g, wording: W, metric: share, measure: agreement, threshold: 1.2}] | /goals/0/threshold | out-of-range
                    goals: [{key: g, wording: W, threshold: 1}] | /goals/0/metric | required
                    planned: [{key: p, name: P, measure: headCount, count: 5, tolerance: 1.5}] | /planned/0/tolerance | maximum
                    planned: [{key: p, name: P, measure: headCount, count: 5, track: a}] | /planned/0/track | unknown-track
                    effectiveFrom: 2027-01-01 | /effectiveFrom | after-end
                    effectiveFrom: 2026-02-30 | /effectiveFrom | format
                    """)
    void whatDoesNotFitIsNamed(String line, String pointer, String code) {
        assertThat(errors(PROGRAM + line))
                .extracting(Invalid.Error::pointer, Invalid.Error::code)
                .contains(tuple(pointer, code));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    completion: {sessions: 5, ofSessions: 4} | /targetGroups/0/completion/sessions | more-than-held
                    completion: {} | /targetGroups/0/completion | required
                    roleMix: {leaders: 2, employees: 1}, seatsPerOrganization: 2 | /targetGroups/0/roleMix | more-than-seats
                    prerequisites: [{kind: completed, targetGroup: nobody}] | /targetGroups/0/prerequisites/0/targetGroup | unknown-target-group
                    prerequisites: [{kind: completed, targetGroup: everybody}] | /targetGroups/0/prerequisites | circle
                    eligibility: {organizations: [elsewhere]} | /targetGroups/0/eligibility/organizations/0 | not-taking-part
                    seats: 1, seatsPerOrganization: 2 | /targetGroups/0/seatsPerOrganization | more-than-seats
                    """)
    void whatDoesNotFitInAGroupIsNamed(String properties, String pointer, String code) {
        String text = PROGRAM.replace("name: Everybody", "name: Everybody, " + properties);
        assertThat(errors(text))
                .extracting(Invalid.Error::pointer, Invalid.Error::code)
                .contains(tuple(pointer, code));
    }

    @Test
    void anotherProgramsGroupIsNotLookedFor() {
        String text = PROGRAM.replace(
                "name: Everybody",
                "name: Everybody, prerequisites: [{kind: completed, program: other, targetGroup: x}]");
        assertThat(definitions.read("health", text).definition().targetGroups()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]",
                "key: [unclosed",
                "key: \"\\0\"",
                "key: a\nkey: b",
                "key: a\n---\nkey: b",
                "key: !!java.net.URL [x]\n...\n]",
                "\u0001"
            })
    void whatIsNoPlainDocumentIsRefused(String text) {
        assertThat(errors(text)).extracting(Invalid.Error::code).contains("unreadable-document");
    }

    @Test
    void aDocumentThatIsNestedDeeplyIsRefused() {
        assertThat(errors("[".repeat(100_000))).extracting(Invalid.Error::code).containsExactly("unreadable-document");
    }

    @Test
    void anEmptyOrOddDocumentLacksEverything() {
        for (String text : List.of("", "just text", "[1, 2]", "~", "12", "1e999999999")) {
            assertThat(errors(text)).as(text).isNotEmpty();
        }
    }

    @Test
    void aLongListOfErrorsIsCutAndNothingOverflows() {
        String groups = IntStream.range(0, 5000)
                .mapToObj(i -> "  - { key: '" + "a-".repeat(100) + "', seats: 1e400 }")
                .collect(Collectors.joining("\n"));
        assertThat(errors(PROGRAM.replaceAll("(?s)targetGroups:.*", "targetGroups:\n" + groups)))
                .hasSizeLessThanOrEqualTo(200);
    }

    private List<Invalid.Error> errors(String text) {
        var found = new java.util.ArrayList<Invalid.Error>();
        assertThatThrownBy(() -> definitions.read("health", text))
                .isInstanceOfSatisfying(Invalid.class, invalid -> found.addAll(invalid.errors()));
        return found;
    }

    private ProgramDefinition definition(String key) throws IOException {
        return definitions.read(key, file(key)).definition();
    }

    private static String file(String key) throws IOException {
        return Files.readString(FILES.resolve(key + ".yaml"));
    }
}
