package org.samverka.benchmarks.figures;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private final Figure enrollments = Figure.of("enrollments/s", "1/s", List.of(1000.0, 1200.0, 1100.0))
            .beside("pgbench", List.of(2000.0, 2000.0, 2000.0));

    @Test
    void theFileKeepsValueAnchorRatioSpreadSettingsMachineAndDate(@TempDir Path folder) throws IOException {
        Path file = report(enrollments.aiming(Aim.ratioAtLeast(0.4))).writeInto(folder.resolve("results"));

        JsonNode kept = new ObjectMapper().readTree(file.toFile());
        assertThat(file).hasFileName("some-measure.json");
        assertThat(kept.path("date").asText()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(kept.at("/settings/rounds").asInt()).isEqualTo(3);
        assertThat(kept.at("/machine/cores").asInt()).isPositive();
        assertThat(kept.at("/machine/jdk").asText()).isNotBlank();
        assertThat(kept.at("/figures/0/value/median").asDouble()).isEqualTo(1100);
        assertThat(kept.at("/figures/0/value/min").asDouble()).isEqualTo(1000);
        assertThat(kept.at("/figures/0/value/max").asDouble()).isEqualTo(1200);
        assertThat(kept.at("/figures/0/anchors/0/what").asText()).isEqualTo("pgbench");
        assertThat(kept.at("/figures/0/anchors/0/ratio/median").asDouble()).isEqualTo(0.55);
        assertThat(kept.at("/figures/0/reached").asBoolean()).isTrue();
    }

    @Test
    void theTableSaysWhatIsMissed() {
        List<String> table = report(enrollments.aiming(Aim.ratioAtLeast(0.6))).table();

        assertThat(table).hasSize(3);
        assertThat(table.get(1)).contains("enrollments/s", "1100", "1000 - 1200 1/s", "ratio >= 0.6", "MISSED");
        assertThat(table.get(2)).contains("beside pgbench", "2000", "0.55");
    }

    @Test
    void anAimOfTheValueIsMeasuredByTheMedian() {
        Figure delay = Figure.of("p50", "ms", List.of(24.0, 26.0, 80.0));

        assertThat(delay.aiming(Aim.atMost(26)).reached()).isTrue();
        assertThat(delay.aiming(Aim.atMost(25)).reached()).isFalse();
        assertThat(delay.aiming(Aim.atLeast(26)).reached()).isTrue();
        assertThat(delay.reached()).isNull();
    }

    @Test
    void numbersAreToldWithTheDigitsThatMatter() {
        assertThat(List.of(1234.5, 12.34, 1.234, -0.5).stream().map(Report::number))
                .containsExactly("1235", "12.3", "1.23", "-0.50");
    }

    private static Report report(Figure figure) {
        return new Report("some-measure", "2026-01-01T00:00:00Z", Machine.now(), Map.of("rounds", 3), List.of(figure));
    }
}
