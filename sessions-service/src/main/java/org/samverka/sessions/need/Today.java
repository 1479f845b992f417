package org.samverka.sessions.need;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;

/** The day it is where the programs are; Sweden and Denmark share their midnights. */
@ApplicationScoped
public class Today {
    private static final ZoneId ZONE = ZoneId.of("Europe/Stockholm");

    private final Clock clock;

    Today(Clock clock) {
        this.clock = clock;
    }

    public LocalDate date() {
        return LocalDate.now(clock.withZone(ZONE));
    }
}
