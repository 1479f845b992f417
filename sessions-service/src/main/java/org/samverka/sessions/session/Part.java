package org.samverka.sessions.session;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.samverka.sessions.calendar.Stretch;

/** A stretch of a session without a break overnight: all of it, or a day of a workshop. */
public record Part(@Nullable String title, LocalDateTime startsAt, BigDecimal hours) {
    public Part {
        hours = hours.setScale(2);
    }

    Instant from(String zone) {
        return startsAt.atZone(ZoneId.of(zone)).toInstant();
    }

    public Instant until(String zone) {
        return from(zone).plus(length());
    }

    private Duration length() {
        return Duration.ofSeconds(hours.movePointRight(2).longValueExact() * 36);
    }

    /** As calendars show it. */
    public Stretch stretch() {
        return new Stretch(title, startsAt, length());
    }
}
