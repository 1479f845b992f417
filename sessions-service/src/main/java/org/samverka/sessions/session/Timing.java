package org.samverka.sessions.session;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.samverka.contracts.rest.Invalid;

/** When a session takes place: its parts in order, none overlapping another, each at a time that there is. */
public record Timing(String zone, List<Part> parts) {
    public static Timing of(LocalDateTime startsAt, String zone, BigDecimal hours) {
        LocalStart start = LocalStart.of(startsAt, zone);
        return new Timing(start.zone(), List.of(new Part(null, start.at(), hours)));
    }

    /** @param parts in any order */
    public static Timing of(String zone, List<Part> parts) {
        var errors = new ArrayList<Invalid.Error>();
        for (int i = 0; i < parts.size(); i++) {
            try {
                LocalStart.of(parts.get(i).startsAt(), zone);
            } catch (Invalid e) {
                Invalid.Error error = e.errors().get(0);
                errors.add(new Invalid.Error(
                        error.pointer().equals("/zone") ? "/zone" : "/parts/" + i + error.pointer(),
                        error.code(),
                        error.detail()));
            }
        }
        if (!errors.isEmpty()) {
            throw new Invalid(errors);
        }
        List<Part> ordered = parts.stream()
                .sorted(java.util.Comparator.comparing(Part::startsAt))
                .toList();
        for (int i = 1; i < ordered.size(); i++) {
            if (ordered.get(i).from(zone).isBefore(ordered.get(i - 1).until(zone))) {
                throw new Invalid(
                        "/parts",
                        "parts-overlap",
                        "The part at %s begins before the one at %s has ended"
                                .formatted(
                                        ordered.get(i).startsAt(),
                                        ordered.get(i - 1).startsAt()));
            }
        }
        return new Timing(zone, ordered);
    }

    public LocalDateTime startsAt() {
        return parts.get(0).startsAt();
    }

    public BigDecimal hours() {
        return parts.stream().map(Part::hours).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    LocalDate lastDay() {
        return parts.get(parts.size() - 1)
                .until(zone)
                .minusNanos(1)
                .atZone(ZoneId.of(zone))
                .toLocalDate();
    }
}
