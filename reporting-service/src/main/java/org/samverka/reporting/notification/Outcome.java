package org.samverka.reporting.notification;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of a notification this time.
 *
 * @param tried whether it was handed to the mail server, or would have been
 * @param pause until it is looked at again
 * @param gathered whether it waits for others that go into the same letter
 */
record Outcome(
        UUID id, Kind kind, State state, @Nullable String reason, boolean tried, Duration pause, boolean gathered) {
    private static final Duration FIRST_WAIT = Duration.ofSeconds(2);
    private static final int LONGEST_WAIT_DOUBLINGS = 8;

    static Outcome ended(Pending of, State state, @Nullable String reason) {
        return new Outcome(of.id(), of.kind(), state, reason, true, Duration.ZERO, false);
    }

    /** It is sent later, which is nobody's fault. */
    static Outcome later(Pending of, String reason, Duration pause) {
        return new Outcome(of.id(), of.kind(), State.pending, reason, false, pause, false);
    }

    static Outcome gathered(Pending of, Duration pause) {
        return new Outcome(of.id(), of.kind(), State.pending, "gathered", false, pause, true);
    }

    /** The mail server does not take it now: after each attempt it is left alone twice as long, up to nine minutes. */
    static Outcome putOff(Pending of, boolean gathered) {
        Duration pause = FIRST_WAIT.multipliedBy(1L << Math.min(of.attempts(), LONGEST_WAIT_DOUBLINGS));
        return new Outcome(of.id(), of.kind(), State.pending, "mail-server-away", true, pause, gathered);
    }

    boolean isPutOff() {
        return state == State.pending;
    }
}
