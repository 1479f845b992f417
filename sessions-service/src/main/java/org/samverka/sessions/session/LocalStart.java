package org.samverka.sessions.session;

import static java.time.temporal.ChronoUnit.MINUTES;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.Set;
import org.samverka.contracts.rest.Invalid;

/**
 * When a session starts, as the clock on the wall says: stays so when a zone's rules change. An hour that comes twice,
 * when clocks go back, means its first time.
 */
record LocalStart(LocalDateTime at, String zone) {
    private static final Set<String> ZONES = Set.copyOf(ZoneId.getAvailableZoneIds());
    private static final LocalDate EARLIEST = LocalDate.of(2000, 1, 1);
    private static final LocalDate LATEST = LocalDate.of(2099, 12, 31);

    static LocalStart of(LocalDateTime at, String zone) {
        if (!ZONES.contains(zone)) {
            throw new Invalid("/zone", "unknown-zone", "Name a zone of the IANA database, such as Europe/Stockholm");
        }
        if (at.toLocalDate().isBefore(EARLIEST) || at.toLocalDate().isAfter(LATEST)) {
            throw invalid("date-out-of-range", "Give a date from %s to %s".formatted(EARLIEST, LATEST));
        }
        if (!at.equals(at.truncatedTo(MINUTES))) {
            throw invalid("not-a-full-minute", "Sessions start on a full minute");
        }
        ZoneOffsetTransition change = ZoneId.of(zone).getRules().getTransition(at);
        if (change != null && change.isGap()) {
            throw invalid("no-such-time", explain(change, zone));
        }
        return new LocalStart(at, zone);
    }

    private static String explain(ZoneOffsetTransition change, String zone) {
        LocalTime before = change.getDateTimeBefore().toLocalTime();
        LocalTime after = change.getDateTimeAfter().toLocalTime();
        return "There is no such time on %s in %s, where clocks go from %s to %s; choose a time before %s or from %s on"
                .formatted(change.getDateTimeBefore().toLocalDate(), zone, before, after, before, after);
    }

    private static Invalid invalid(String code, String detail) {
        return new Invalid("/startsAt", code, detail);
    }
}
