package org.samverka.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Test;

class StackKindTest {
    @Test
    void containersAreTakenWhereDockerAnswers() {
        assertThat(StackKind.of("auto", () -> true)).isEqualTo(StackKind.CONTAINERS);
    }

    @Test
    void theBinariesAreTakenWhereDockerDoesNotAnswer() {
        assertThat(StackKind.of("auto", () -> false)).isEqualTo(StackKind.EMBEDDED);
    }

    @Test
    void theSwitchDecidesWithoutAskingDocker() {
        assertThat(StackKind.of("embedded", () -> fail("asked Docker"))).isEqualTo(StackKind.EMBEDDED);
        assertThat(StackKind.of("containers", () -> fail("asked Docker"))).isEqualTo(StackKind.CONTAINERS);
    }

    @Test
    void anUnknownSwitchSaysWhatItMayBe() {
        assertThatThrownBy(() -> StackKind.of("docker", () -> true))
                .hasMessage("samverka.test.stack must be auto, embedded or containers, not \"docker\"");
    }
}
