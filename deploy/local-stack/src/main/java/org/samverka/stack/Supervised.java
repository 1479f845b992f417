package org.samverka.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps a part running: starts it when what it needs is ready, and again, after a pause, whenever it dies. */
final class Supervised {
    /** Where a part is between being wanted and being of use. */
    enum State {
        DOWN,
        WAITING,
        STARTING,
        READY,
        FAILED
    }

    private static final long STOP_PATIENCE_SECONDS = 20;
    /** One that is only starting has nothing to finish. */
    private static final long UNREADY_STOP_PATIENCE_SECONDS = 3;

    private static final int FIRST_START_ATTEMPTS = 3;
    private static final long LOOK_EVERY_MILLIS = 50;
    private static final long SELDOM_MILLIS = 500;
    private static final long SHORTEST_PAUSE_MILLIS = 200;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;
    private static final Duration STABLE = Duration.ofSeconds(30);

    private final Part part;
    private final Settings settings;
    private final Console console;
    private final List<Supervised> needs;

    private State state = State.DOWN;
    private boolean wanted;
    private boolean settled;
    private boolean announced;
    private @Nullable Process process;
    private @Nullable StackFailure failure;
    private @Nullable Thread keeper;

    Supervised(Part part, Settings settings, Console console, List<Supervised> needs) {
        this.part = part;
        this.settings = settings;
        this.console = console;
        this.needs = List.copyOf(needs);
    }

    Part part() {
        return part;
    }

    List<Supervised> needs() {
        return needs;
    }

    synchronized boolean isReady() {
        return state == State.READY;
    }

    synchronized long pid() {
        return process == null ? 0 : process.pid();
    }

    synchronized void start() {
        if (keeper == null) {
            wanted = true;
            failure = null;
            become(State.WAITING);
            keeper = new Thread(this::keep, "keeping " + part.name());
            keeper.setDaemon(true);
            keeper.start();
        }
    }

    /** Waits until it is ready; fails when it gave up or takes longer than that. */
    synchronized void awaitReady(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (state != State.READY) {
            if (failure != null) {
                throw failure;
            }
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new StackFailure(part.name() + " is not ready after " + patience.toSeconds() + " s: "
                        + LastLine.of(settings.log(part.name())));
            }
            wait(left);
        }
    }

    /** Ends it with a signal it cannot handle, as a crash would; it comes back by itself. */
    void kill() throws InterruptedException {
        Process victim;
        synchronized (this) {
            victim = process;
        }
        if (victim != null) {
            victim.destroyForcibly().waitFor();
            awaitNoticed(victim);
        }
    }

    private synchronized void awaitNoticed(Process victim) throws InterruptedException {
        while (process == victim && state == State.READY) {
            wait(LOOK_EVERY_MILLIS);
        }
    }

    /** Ends it in order and keeps it down. */
    void stop() {
        Thread waitingFor;
        Process running;
        long patience;
        synchronized (this) {
            wanted = false;
            patience = state == State.READY ? STOP_PATIENCE_SECONDS : UNREADY_STOP_PATIENCE_SECONDS;
            waitingFor = keeper;
            running = process;
            notifyAll();
        }
        if (running != null) {
            StartedProcess.of(part, running.toHandle()).stop(running.toHandle(), patience);
        }
        if (waitingFor != null) {
            waitingFor.interrupt();
            joined(waitingFor);
        }
        synchronized (this) {
            keeper = null;
            process = null;
            become(State.DOWN);
        }
    }

    private static void joined(Thread thread) {
        try {
            thread.join(TimeUnit.SECONDS.toMillis(STOP_PATIENCE_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void keep() {
        try {
            for (Supervised needed : needs) {
                needed.awaitReady(needed.part.patience());
            }
            part.prepare(console);
            int deaths = 0;
            while (isWanted()) {
                long began = System.nanoTime();
                Process running = spawn();
                if (becomesReady(running, began)) {
                    deaths = 0;
                    running.waitFor();
                }
                if (isWanted()) {
                    deaths = stable(began) ? 1 : deaths + 1;
                    died(running, deaths);
                }
            }
        } catch (InterruptedException stopped) {
            // The end that was asked for.
        } catch (StackFailure e) {
            fail(e);
        } catch (Exception | LinkageError e) {
            fail(new StackFailure(part.name() + " cannot be started: " + e, e));
        }
    }

    private synchronized boolean isWanted() {
        return wanted;
    }

    private static boolean stable(long began) {
        return System.nanoTime() - began > STABLE.toNanos();
    }

    private Process spawn() throws IOException, InterruptedException {
        Path log = settings.log(part.name());
        Files.createDirectories(log.getParent());
        ProcessBuilder builder = part.process();
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        synchronized (this) {
            if (!wanted) {
                throw new InterruptedException("stopped before it was started");
            }
            Process running = builder.start();
            running.getOutputStream().close();
            process = running;
            StartedProcess.of(part, running.toHandle()).write(settings.records());
            become(State.STARTING);
            return running;
        }
    }

    /** Asks until it answers; false when it has died before. */
    private boolean becomesReady(Process running, long began) throws Exception {
        String last = "";
        while (!running.waitFor(untilNextLook(began), TimeUnit.MILLISECONDS)) {
            last = whatIsMissing();
            if (last.isEmpty()) {
                ready(began, running);
                return true;
            }
            if (!announced && System.nanoTime() - began > part.patience().toNanos()) {
                throw new StackFailure(
                        part.name() + " does not get ready (" + last + "): " + LastLine.of(settings.log(part.name())));
            }
        }
        return false;
    }

    private static long untilNextLook(long began) {
        long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        return Math.min(SELDOM_MILLIS, LOOK_EVERY_MILLIS + waited / 100);
    }

    private String whatIsMissing() throws InterruptedException {
        try {
            return part.ready() ? "" : "not yet";
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception notYet) {
            return String.valueOf(notYet.getMessage());
        }
    }

    private void ready(long began, Process running) throws Exception {
        if (!settled) {
            part.settle();
            settled = true;
        }
        announced = true;
        console.progress(part.name(), "ready in " + Console.seconds(began) + " (pid " + running.pid() + ")");
        synchronized (this) {
            become(State.READY);
        }
    }

    private void died(Process dead, int deaths) throws InterruptedException {
        synchronized (this) {
            become(State.STARTING);
        }
        String how = "ended with status " + dead.exitValue();
        if (!announced && deaths >= FIRST_START_ATTEMPTS) {
            throw new StackFailure(
                    part.name() + " " + how + " before it was ready: " + LastLine.of(settings.log(part.name())));
        }
        long pause = Math.min(LONGEST_PAUSE_MILLIS, SHORTEST_PAUSE_MILLIS << Math.min(deaths - 1, 10));
        console.progress(part.name(), how + ", is started again in " + pause + " ms");
        Thread.sleep(pause);
    }

    private synchronized void fail(StackFailure why) {
        failure = why;
        become(State.FAILED);
    }

    private synchronized void become(State next) {
        state = next;
        notifyAll();
    }
}
