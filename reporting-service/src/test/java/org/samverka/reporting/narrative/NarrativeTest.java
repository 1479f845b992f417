package org.samverka.reporting.narrative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.rest.Invalid;
import org.samverka.reporting.release.Release.Full;
import org.samverka.reporting.release.ReportKind;
import org.samverka.reporting.release.Synthetic;

class NarrativeTest {
    private static final Full RELEASE = Synthetic.release("plus", ReportKind.final_report);

    @Test
    void figuresInTheTextAreThoseOfTheRelease() {
        var placeholders = new Placeholders(RELEASE.content());

        assertThat(placeholders.resolved(
                        "Met {{ statistics/sessions }} times; {{goals/network-meetings#needed}} were asked for. $1 {x}",
                        (figure, number, isPart) -> number + (isPart ? "!" : "")))
                .isEqualTo("Met 84 times; 50 were asked for. $1 {x}");
        assertThat(placeholders.resolved(
                        "{{statistics/agreement/item=relevance#denominator}}",
                        (figure, number, isPart) -> number + "!"))
                .isEqualTo("200!");
    }

    @Test
    void whatTheReleaseHasNotIsRefusedWhereItStands() {
        Invalid refused = catchThrowableOfType(
                Invalid.class,
                () -> Narrative.checked(
                        Map.of(
                                "summary", "We were {{statistics/headCount/gender=martian}}.",
                                "results", "{{statistics/sessions#median}}",
                                "poem", "Roses"),
                        RELEASE));

        assertThat(refused.errors())
                .extracting(Invalid.Error::pointer, Invalid.Error::code)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("/sections/summary", "unknown-figure"),
                        org.assertj.core.groups.Tuple.tuple("/sections/results", "unknown-field"),
                        org.assertj.core.groups.Tuple.tuple("/sections/poem", "unknown-section"));
    }

    @Test
    void textWithoutFiguresIsText() {
        Map<String, String> sections = Map.of("summary", "{{}} {a} }} {{");

        assertThat(Narrative.checked(sections, RELEASE)).isEqualTo(sections);
    }
}
