package org.samverka.sessions.blocked;

import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Zones by the names that calendars give them. What a calendar says of its own about a zone is not believed. */
final class CalendarZones {
    private static final Set<String> KNOWN = Set.copyOf(ZoneId.getAvailableZoneIds());

    /** Those in which people who use this may live. */
    private static final Map<String, String> WINDOWS = Map.of(
            "W. Europe Standard Time", "Europe/Berlin",
            "Central Europe Standard Time", "Europe/Budapest",
            "Central European Standard Time", "Europe/Warsaw",
            "Romance Standard Time", "Europe/Paris",
            "FLE Standard Time", "Europe/Helsinki",
            "GMT Standard Time", "Europe/London",
            "Greenwich Standard Time", "Atlantic/Reykjavik",
            "UTC", "UTC");

    private CalendarZones() {}

    /** Some programs put their own name before the zone's. */
    static Optional<ZoneId> named(String name) {
        String zone = WINDOWS.getOrDefault(name, name);
        String[] parts = zone.split("/", -1);
        String tail = parts.length > 2 ? parts[parts.length - 2] + '/' + parts[parts.length - 1] : zone;
        return Optional.of(zone)
                .filter(KNOWN::contains)
                .or(() -> Optional.of(tail).filter(KNOWN::contains))
                .map(ZoneId::of);
    }
}
