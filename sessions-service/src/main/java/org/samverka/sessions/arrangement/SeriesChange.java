package org.samverka.sessions.arrangement;

import java.math.BigDecimal;
import java.time.LocalTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Invalid;
import org.samverka.sessions.session.Description;
import org.samverka.sessions.session.Part;
import org.samverka.sessions.session.Session;
import org.samverka.sessions.session.Timing;

/**
 * What becomes other for each session of a series alike; none of it stays as it is.
 *
 * @param daysLater that each is moved by; earlier when negative
 */
record SeriesChange(
        int daysLater,
        @Nullable LocalTime startTime,
        @Nullable BigDecimal hours,
        @Nullable UUID roomId,
        @Nullable String venue,
        @Nullable UUID supplierId,
        @Nullable UUID leaderId) {

    boolean isNone() {
        return daysLater == 0
                && startTime == null
                && hours == null
                && roomId == null
                && venue == null
                && supplierId == null
                && leaderId == null;
    }

    /** @param parts of the session as it is */
    Description of(Session session, List<Part> parts) {
        Description before = session.at(timing(session, parts));
        return new Description(
                before.program(),
                before.title(),
                before.targetGroup(),
                before.timing(),
                before.capacity(),
                venue == null && roomId == null ? before.venue() : venue,
                roomId == null ? before.roomId() : roomId,
                supplierId == null ? before.supplierId() : supplierId,
                leaderId == null ? before.leaderId() : leaderId,
                before.link(),
                before.follows());
    }

    private Timing timing(Session session, List<Part> parts) {
        if (parts.size() > 1 && (startTime != null || hours != null)) {
            throw new Invalid(
                    startTime == null ? "/hours" : "/startTime",
                    "has-parts",
                    "The one on %s has several parts; change it by itself first".formatted(session.startsAt()));
        }
        return Timing.of(session.zone(), parts.stream().map(this::moved).toList());
    }

    private Part moved(Part part) {
        LocalTime time = startTime == null ? part.startsAt().toLocalTime() : startTime;
        return new Part(
                part.title(),
                part.startsAt().toLocalDate().plusDays(daysLater).atTime(time),
                hours == null ? part.hours() : hours);
    }
}
