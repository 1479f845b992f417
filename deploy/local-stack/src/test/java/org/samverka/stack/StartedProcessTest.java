package org.samverka.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartedProcessTest {
    @TempDir
    Path home;

    private Process process;

    @BeforeEach
    void start() throws IOException {
        // The folder's name in the command line marks it as this stack's.
        process = new ProcessBuilder("sh", "-c", "sleep 60; : " + home).start();
    }

    @AfterEach
    void end() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
    }

    @Test
    void aProcessIsFoundAgainByItsRecord() throws IOException {
        recorded(startedAt()).write(home);

        assertThat(StartedProcess.in(home))
                .singleElement()
                .satisfies(found -> assertThat(found.running(home)).contains(process.toHandle()));
    }

    @Test
    void aProcessThatGotTheSamePidLaterIsAnother() {
        assertThat(recorded(startedAt() - 60_000).running(home)).isEmpty();
    }

    @Test
    void aProcessOfAnotherStackIsAnother() {
        assertThat(recorded(startedAt()).running(Path.of("/another/stack"))).isEmpty();
    }

    @Test
    void whatHasEndedIsNotRunning() throws InterruptedException {
        StartedProcess recorded = recorded(startedAt());
        process.destroyForcibly().waitFor();

        assertThat(recorded.running(home)).isEmpty();
    }

    @Test
    void anUnreadableRecordIsNone() throws IOException {
        Files.writeString(home.resolve("kafka.pid"), "what?");

        assertThat(StartedProcess.in(home)).isEmpty();
    }

    @Test
    void aLeftoverIsStoppedAndItsRecordForgotten() throws IOException {
        Settings settings = Settings.onFreePorts(home);
        recorded(startedAt()).write(settings.records());

        Leftovers.stop(settings, Console.quiet());

        assertThat(process.isAlive()).isFalse();
        assertThat(StartedProcess.in(settings.records())).isEmpty();
    }

    private StartedProcess recorded(long startedAt) {
        return new StartedProcess("kafka", process.pid(), startedAt, "TERM");
    }

    private long startedAt() {
        return process.toHandle()
                .info()
                .startInstant()
                .map(Instant::toEpochMilli)
                .orElseThrow();
    }
}
