package org.samverka.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.samverka.stack.StackFailure;

class BenchTest {
    @Test
    void withoutNamesEverythingIsMeasured() {
        assertThat(names(Plan.of()))
                .containsExactly(
                        "start",
                        "memory",
                        "enrollments",
                        "bookings",
                        "live",
                        "cpu",
                        "replay",
                        "import",
                        "hr-feed",
                        "absences",
                        "search",
                        "seats",
                        "planning",
                        "calendar",
                        "invitations");
    }

    @Test
    void onlyWhatIsNamedIsMeasured() {
        assertThat(names(Plan.of("replay", "--rounds", "5", "live"))).containsExactly("live", "replay");
    }

    @Test
    void roundsAndSecondsCanBeSet() {
        Plan plan = Plan.of("--seconds", "20", "--rounds", "1");

        assertThat(plan.seconds()).isEqualTo(20);
        assertThat(plan.rounds()).isEqualTo(1);
    }

    @Test
    void whatCannotBeMeasuredIsRefusedInOneLineThatSaysWhatCan() {
        assertThatThrownBy(() -> Bench.wanted(Plan.of("lives")))
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("\"lives\"")
                .hasMessageContaining("enrollments");
    }

    @Test
    void anOptionWithoutItsNumberIsRefused() {
        assertThatThrownBy(() -> Plan.of("--rounds"))
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("--rounds");
        assertThatThrownBy(() -> Plan.of("--rounds", "0")).isInstanceOf(StackFailure.class);
    }

    @Test
    void eachRoundBeginsWithAnotherVariant() {
        List<String> variants = List.of("a", "b", "c");

        assertThat(Rounds.rotated(variants, 1)).containsExactly("a", "b", "c");
        assertThat(Rounds.rotated(variants, 2)).containsExactly("b", "c", "a");
        assertThat(Rounds.rotated(variants, 4)).containsExactly("a", "b", "c");
    }

    private static List<String> names(Plan plan) {
        return Bench.wanted(plan).stream().map(Measure::name).toList();
    }
}
