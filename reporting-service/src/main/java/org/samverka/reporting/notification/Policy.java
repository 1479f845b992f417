package org.samverka.reporting.notification;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which of the pending may be sent now, one batch at a time.
 *
 * @param oldest what is older is no news
 * @param perDay how many letters somebody gets within a day, urgent ones apart
 */
record Policy(Instant now, Duration oldest, int perDay, Map<UUID, Integer> alsoNow) {
    private static final Duration GATHERED_FOR = Duration.ofDays(8);
    private static final Duration REST = Duration.ofHours(1);

    static Policy of(Instant now, Duration oldest, int perDay) {
        return new Policy(now, oldest, perDay, new HashMap<>());
    }

    /** Why one is not sent now; none: send it. */
    @Nullable
    Outcome against(Pending pending) {
        Outcome never = never(pending);
        if (never != null) {
            return never;
        }
        Manners manners = pending.manners();
        if (manners.gathers(pending.kind()) && pending.meeting() == null) {
            return Outcome.gathered(pending, Duration.between(now, manners.nextGathering(now)));
        }
        if (pending.causedAt().isBefore(now.minus(oldest))) {
            return Outcome.ended(pending, State.expired, null);
        }
        Instant start = manners.notBefore(pending.kind(), now);
        if (start.isAfter(now)) {
            return Outcome.later(pending, "quiet-hours", Duration.between(now, start));
        }
        return pending.kind().isUrgent() || countsAmongTheAllowed(pending)
                ? null
                : Outcome.later(pending, "too-many", REST);
    }

    private boolean countsAmongTheAllowed(Pending pending) {
        return pending.sentLately() + alsoNow.merge(pending.person(), 1, Integer::sum) <= perDay;
    }

    /** Why one of those that were gathered is left out; none: it goes with the others. */
    @Nullable
    Outcome againstGathered(Pending pending) {
        Outcome never = never(pending);
        if (never != null) {
            return never;
        }
        return pending.causedAt().isBefore(now.minus(oldest).minus(GATHERED_FOR))
                ? Outcome.ended(pending, State.expired, null)
                : null;
    }

    private static @Nullable Outcome never(Pending pending) {
        if (pending.protectedIdentity()) {
            return Outcome.ended(pending, State.withheld, "protected-identity");
        }
        if (pending.email() == null) {
            return Outcome.ended(pending, State.withheld, "no-address");
        }
        if (pending.bounced()) {
            return Outcome.ended(pending, State.withheld, "address-bounced");
        }
        return pending.manners().wants(pending.kind()) ? null : Outcome.ended(pending, State.withheld, "unsubscribed");
    }
}
