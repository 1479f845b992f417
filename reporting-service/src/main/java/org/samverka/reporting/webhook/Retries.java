package org.samverka.reporting.webhook;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What becomes of a delivery after an attempt: taken, tried again after growing pauses over three days, or given up. */
record Retries(List<Duration> pauses) {
    static final Retries OVER_DAYS = new Retries(List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24)));

    /** So often an attempt holds up what came after it; then the others pass. */
    static final int HOLDS_UP_OTHERS = 3;

    private static final int GONE = 410;
    private static final double MOST_LATER = 0.1;
    private static final Duration LONGEST_ASKED_FOR = Duration.ofHours(24);

    /**
     * How the receiver answered.
     *
     * @param status of HTTP; none: it did not answer, and {@code reason} says why
     * @param retryAfter what it asks for
     */
    record Answer(
            @Nullable Integer status,
            @Nullable String reason,
            @Nullable Duration retryAfter) {
        static Answer none(String reason) {
            return new Answer(null, reason, null);
        }

        boolean isTaken() {
            return status != null && status >= 200 && status < 300;
        }

        boolean isGone() {
            return status != null && status == GONE;
        }
    }

    /**
     * How long to wait after an attempt that failed; none: no more. Somewhat longer for some than for others, so that not
     * all come back at once.
     *
     * @param tries so many there were, with this one
     * @param chance from 0 to 1
     */
    @Nullable
    Duration pauseAfter(int tries, Answer answer, double chance) {
        if (tries > pauses.size()) {
            return null;
        }
        Duration pause = pauses.get(tries - 1);
        Duration later = pause.plusMillis((long) (pause.toMillis() * MOST_LATER * chance));
        Duration asked = answer.retryAfter();
        if (asked == null || asked.compareTo(later) < 0) {
            return later;
        }
        return asked.compareTo(LONGEST_ASKED_FOR) > 0 ? LONGEST_ASKED_FOR : asked;
    }
}
