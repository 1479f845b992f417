package org.samverka.participants.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.samverka.participants.progress.Progress.Reached;

class ProgressTest {
    @Test
    void aboutFiftyFiveIsNearlyMetWithFifty() {
        assertThat(Progress.judge(55, new BigDecimal("0.1"), 55)).isEqualTo(Reached.met);
        assertThat(Progress.judge(55, new BigDecimal("0.1"), 50)).isEqualTo(Reached.within_tolerance);
        assertThat(Progress.judge(55, new BigDecimal("0.1"), 49)).isEqualTo(Reached.below);
        assertThat(Progress.judge(55, null, 54)).isEqualTo(Reached.below);
    }
}
