package org.samverka.sessions.planning;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.sessions.session.Description;
import org.samverka.sessions.session.Timing;

/**
 * What is to be planned: so many days in each municipality, held by teams, within a period. Both ends are inclusive.
 *
 * @param hours of each day, from startTime on
 */
record Wish(
        String title,
        @Nullable String targetGroup,
        LocalDate from,
        LocalDate to,
        String zone,
        LocalTime startTime,
        BigDecimal hours,
        int capacity,
        List<Team> teams,
        List<Municipality> municipalities) {

    /** @param unavailable days on which it cannot come */
    record Team(UUID supplierId, Set<LocalDate> unavailable) {}

    /**
     * @param days how many are held there
     * @param parallel how many may be held there on the same day
     * @param roomId where, if it is known already
     * @param latitude in degrees north; with the longitude, in degrees east, distances are weighed
     */
    record Municipality(
            String key,
            int days,
            int parallel,
            @Nullable UUID roomId,
            @Nullable Double latitude,
            @Nullable Double longitude) {

        /** Along the surface, in kilometers; 0 where one of the two does not say where it is. */
        int kilometersTo(Municipality other) {
            if (latitude == null || longitude == null || other.latitude == null || other.longitude == null) {
                return 0;
            }
            double north = Math.toRadians(other.latitude - latitude);
            double east = Math.toRadians(other.longitude - longitude);
            double chord = Math.pow(Math.sin(north / 2), 2)
                    + Math.cos(Math.toRadians(latitude))
                            * Math.cos(Math.toRadians(other.latitude))
                            * Math.pow(Math.sin(east / 2), 2);
            return (int) Math.round(2 * 6371 * Math.asin(Math.sqrt(chord)));
        }
    }

    int days() {
        return municipalities.stream().mapToInt(Municipality::days).sum();
    }

    List<LocalDate> workdays() {
        Holidays holidays = Holidays.of(zone);
        return from.datesUntil(to.plusDays(1)).filter(holidays::isWorkday).toList();
    }

    Timing timing(LocalDate date) {
        return Timing.of(LocalDateTime.of(date, startTime), zone, hours);
    }

    Description description(
            String program, Municipality municipality, UUID team, LocalDate date, @Nullable String venue) {
        return new Description(
                program,
                title,
                targetGroup,
                timing(date),
                capacity,
                venue == null ? municipality.key() : venue,
                municipality.roomId(),
                team,
                null,
                null,
                null);
    }
}
