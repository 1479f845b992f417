package org.samverka.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps a stack from being started is said in one line, before anything is started. */
class StackTest {
    @TempDir
    Path home;

    @Test
    void aTakenPortIsNamedWithThePartAndTheVariable() throws IOException {
        Settings settings = Settings.onFreePorts(home);
        int port = settings.port(Listener.POSTGRES);
        try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                Stack stack = new Stack(settings, Console.quiet())) {
            assertThatExceptionOfType(StackFailure.class)
                    .isThrownBy(() -> stack.start("postgres"))
                    .withMessageContainingAll(
                            Integer.toString(other.getLocalPort()), "postgres", "SAMVERKA_POSTGRES_PORT");
            assertThat(stack.pid("postgres")).isZero();
        }
    }

    @Test
    void aMissingBuildIsNamedWithTheCommandThatMakesIt() {
        Settings settings = Settings.of(home, Map.of());
        try (Stack stack = new Stack(settings, Console.quiet())) {
            assertThatExceptionOfType(StackFailure.class)
                    .isThrownBy(() -> stack.start("participants"))
                    .withMessageContaining("not built");
        }
    }

    @Test
    void aSecondLauncherOnTheSameFolderIsRefused() throws IOException {
        try (HomeLock first = HomeLock.tryHold(home).orElseThrow();
                Stack second = new Stack(Settings.onFreePorts(home), Console.quiet())) {
            assertThat(first).isNotNull();
            assertThatExceptionOfType(StackFailure.class)
                    .isThrownBy(() -> second.start("postgres"))
                    .withMessageContaining("already runs in " + home);
        }
    }

    @Test
    void anUnknownPartIsAnsweredWithThoseThereAre() {
        try (Stack stack = new Stack(Settings.onFreePorts(home), Console.quiet())) {
            assertThatExceptionOfType(StackFailure.class)
                    .isThrownBy(() -> stack.start("postgress"))
                    .withMessageContainingAll("postgress", "postgres, kafka, keycloak, mail, participants");
        }
    }

    @Test
    void tooLittleMemoryIsSaidWithWhatIsNeeded() {
        assertThatExceptionOfType(StackFailure.class)
                .isThrownBy(() -> Memory.require(1800, 700))
                .withMessageContainingAll("1800 MB", "700 MB", "SAMVERKA_MIN_MEMORY_MB");
    }

    @Test
    void eachPlatformHasItsPostgres() {
        assertThat(Postgres.archive("Linux", "amd64")).isEqualTo("postgres-linux-x86_64.txz");
        assertThat(Postgres.archive("Linux", "aarch64")).isEqualTo("postgres-linux-arm_64.txz");
        assertThat(Postgres.archive("Mac OS X", "x86_64")).isEqualTo("postgres-darwin-x86_64.txz");
        assertThat(Postgres.archive("Mac OS X", "aarch64")).isEqualTo("postgres-darwin-arm_64.txz");
    }
}
