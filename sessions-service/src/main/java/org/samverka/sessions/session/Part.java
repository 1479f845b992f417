package org.samverka.sessions.session;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** A stretch of a session without a break overnight: all of it, or a day of a workshop. */
public record Part(@Nullable String title, LocalDateTime startsAt, BigDecimal hours) {
    public Part {
        hours = hours.setScale(2);
    }

    Instant from(String zone) {
        return startsAt.atZone(ZoneId.of(zone)).toInstant();
    }

    Instant until(String zone) {
        return from(zone).plusSeconds(hours.movePointRight(2).longValueExact() * 36);
    }
}
