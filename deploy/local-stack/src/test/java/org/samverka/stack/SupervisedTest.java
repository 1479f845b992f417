package org.samverka.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisedTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path home;

    private Supervised supervised = running("exit 0");

    @AfterEach
    void stop() {
        supervised.stop();
    }

    @Test
    void aPartThatDiesIsStartedAgain() throws Exception {
        supervised = running("touch started; sleep 60");
        supervised.start();
        supervised.awaitReady(SOON);
        long first = supervised.pid();

        supervised.kill();
        supervised.awaitReady(SOON);

        assertThat(supervised.pid()).isNotEqualTo(first);
        assertThat(ProcessHandle.of(first)).isEmpty();
    }

    @Test
    void aStoppedPartStaysDownAndLeavesNoProcess() throws Exception {
        supervised = running("touch started; exec sleep 60");
        supervised.start();
        supervised.awaitReady(SOON);
        ProcessHandle process = ProcessHandle.of(supervised.pid()).orElseThrow();

        supervised.stop();

        assertThat(process.isAlive()).isFalse();
        assertThat(supervised.isReady()).isFalse();
        assertThat(supervised.pid()).isZero();
    }

    @Test
    void aPartThatCannotStartSaysWhyWithItsLastLine() {
        supervised = running("echo no such key; exit 3");
        supervised.start();

        assertThatExceptionOfType(StackFailure.class)
                .isThrownBy(() -> supervised.awaitReady(SOON))
                .withMessageContainingAll("sample ended with status 3", "no such key", "sample.log");
    }

    @Test
    void aPartIsStartedOnceWhatItNeedsIsReady() throws Exception {
        Supervised needed = running("while [ ! -e go ]; do sleep 0.05; done; touch started; exec sleep 60");
        supervised = new Supervised(new Sample("exec sleep 60"), settings(), Console.quiet(), List.of(needed));
        needed.start();
        supervised.start();
        await().until(() -> needed.pid() != 0);
        assertThat(supervised.pid()).isZero();

        Files.createFile(home.resolve("go"));

        supervised.awaitReady(SOON);
        assertThat(needed.isReady()).isTrue();
        needed.stop();
    }

    private Supervised running(String script) {
        return new Supervised(new Sample(script), settings(), Console.quiet(), List.of());
    }

    private Settings settings() {
        return Settings.onFreePorts(home == null ? Path.of("/unused") : home);
    }

    /** A shell script in place of a server; it is ready when it has made a file. */
    private final class Sample implements Part {
        private final String script;

        Sample(String script) {
            this.script = script;
        }

        @Override
        public String name() {
            return "sample";
        }

        @Override
        public List<Listener> listeners() {
            return List.of();
        }

        @Override
        public ProcessBuilder process() {
            return settings().process(List.of("sh", "-c", script + " # " + home));
        }

        @Override
        public boolean ready() {
            return Files.exists(home.resolve("started"));
        }
    }
}
