package org.samverka.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    private static final Path CHECKOUT = Path.of("/checkout");

    @Test
    void withoutVariablesTheUsualPortsAreUsed() {
        Settings settings = Settings.of(CHECKOUT, Map.of());

        assertThat(settings.port(Listener.PARTICIPANTS)).isEqualTo(8081);
        assertThat(settings.port(Listener.REPORTING)).isEqualTo(8084);
        assertThat(settings.address(Listener.KEYCLOAK)).isEqualTo("127.0.0.1:8180");
        assertThat(settings.address(Listener.KAFKA)).isEqualTo("127.0.0.1:19092");
        assertThat(settings.port(Listener.POSTGRES)).isEqualTo(15432);
        assertThat(settings.port(Listener.SMTP)).isEqualTo(1025);
        assertThat(settings.port(Listener.MAIL_WEB)).isEqualTo(8025);
    }

    @Test
    void aVariableSetsAnotherPort() {
        Settings settings = Settings.of(CHECKOUT, Map.of("SAMVERKA_POSTGRES_PORT", " 5433 "));

        assertThat(settings.port(Listener.POSTGRES)).isEqualTo(5433);
    }

    @Test
    void whatIsNoPortIsRefusedByTheVariablesName() {
        for (String wrong : new String[] {"eight", "0", "65536", "-1"}) {
            assertThatExceptionOfType(StackFailure.class)
                    .isThrownBy(() -> Settings.of(CHECKOUT, Map.of("SAMVERKA_KAFKA_PORT", wrong)))
                    .withMessageContainingAll("SAMVERKA_KAFKA_PORT", wrong);
        }
    }

    @Test
    void aPortGivenTwiceIsRefusedByBothNames() {
        assertThatExceptionOfType(StackFailure.class)
                .isThrownBy(() -> Settings.of(CHECKOUT, Map.of("SAMVERKA_KAFKA_PORT", "8180")))
                .withMessageContainingAll("8180", "SAMVERKA_KAFKA_PORT", "SAMVERKA_KEYCLOAK_PORT");
    }

    @Test
    void dataIsKeptInTheCheckoutUnlessAVariableSaysWhere() {
        assertThat(Settings.of(CHECKOUT, Map.of()).home()).isEqualTo(Path.of("/checkout/.samverka"));
        assertThat(Settings.of(CHECKOUT, Map.of("SAMVERKA_HOME", "/data")).home())
                .isEqualTo(Path.of("/data"));
    }

    @Test
    void aStackOnFreePortsHasItsOwnFolderAndDistinctPorts(@TempDir Path home) {
        Settings settings = Settings.onFreePorts(home);

        assertThat(settings.home()).isEqualTo(home);
        assertThat(Arrays.stream(Listener.values()).map(settings::port))
                .doesNotHaveDuplicates()
                .allMatch(Settings::isFree);
    }
}
