package org.samverka.sessions.attendance;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.samverka.contracts.rest.Invalid;
import org.samverka.sessions.attendance.Mark.PartHours;
import org.samverka.sessions.session.Part;

/** Who was there, as it is filled in: for those who had a seat, up to the hours of each part of the session. */
final class AttendanceSheet {
    private static final BigDecimal NONE = BigDecimal.ZERO.setScale(2);

    private final List<Part> parts;
    private final Map<UUID, UUID> pseudonyms;
    private final Map<UUID, Attendance> recorded;
    private final Instant now;
    private final BigDecimal all;

    /**
     * @param parts of the session, in their order
     * @param pseudonyms of those who have a seat
     * @param recorded what the sheet says already, by person
     */
    AttendanceSheet(List<Part> parts, Map<UUID, UUID> pseudonyms, Map<UUID, Attendance> recorded, Instant now) {
        this.parts = parts;
        this.pseudonyms = pseudonyms;
        this.recorded = recorded;
        this.now = now;
        this.all = parts.stream().map(Part::hours).reduce(NONE, BigDecimal::add);
    }

    /** What was taken from a list: what changes, how many said what was known, and what is wrong with the others. */
    record Taken(List<Attendance> changed, int unchanged, List<Invalid.Error> errors) {}

    /** What the marks change: all of a list or nothing. */
    List<Attendance> changedBy(List<Mark> marks) {
        Taken taken = take(marks, "/attended");
        if (!taken.errors().isEmpty()) {
            throw new Invalid(taken.errors());
        }
        return taken.changed();
    }

    /** Takes what can be taken. */
    Taken take(List<Mark> marks, String pointer) {
        var changed = new ArrayList<Attendance>();
        var errors = new ArrayList<Invalid.Error>();
        Set<UUID> seen = new HashSet<>();
        int unchanged = 0;
        for (int i = 0; i < marks.size(); i++) {
            Mark mark = marks.get(i);
            List<Invalid.Error> wrong = wrongWith(mark, seen, pointer + "/" + i);
            errors.addAll(wrong);
            if (wrong.isEmpty() && isNew(mark)) {
                changed.add(before(mark).corrected(after(mark), at(mark)));
            } else if (wrong.isEmpty()) {
                unchanged++;
            }
        }
        return new Taken(changed, unchanged, errors);
    }

    private List<Invalid.Error> wrongWith(Mark mark, Set<UUID> seen, String at) {
        var errors = new ArrayList<Invalid.Error>();
        if (!seen.add(mark.personId())) {
            errors.add(new Invalid.Error(at + "/personId", "twice", "Name each person once"));
        } else if (!pseudonyms.containsKey(mark.personId())) {
            errors.add(new Invalid.Error(
                    at + "/personId", "not-booked", "The person has no seat in this session; book one first"));
        }
        checkHours(mark, at, errors);
        if (errors.isEmpty() && isNew(mark)) {
            checkCorrection(mark, at, errors);
        }
        return errors;
    }

    private void checkHours(Mark mark, String at, List<Invalid.Error> errors) {
        if ((mark.hours() == null) == mark.parts().isEmpty()) {
            errors.add(new Invalid.Error(
                    at + "/hours", "hours-or-parts", "Give the hours of the whole session, or of its parts"));
        } else if (mark.hours() != null) {
            checkRange(mark.hours(), all, at + "/hours", errors);
            if (errors.isEmpty() && parts.size() > 1 && !isNoneOrAll(mark.hours())) {
                errors.add(new Invalid.Error(
                        at + "/hours",
                        "parts-needed",
                        "The session has %d parts; give the hours of each".formatted(parts.size())));
            }
        }
        checkParts(mark, at, errors);
    }

    private boolean isNoneOrAll(BigDecimal hours) {
        return hours.signum() == 0 || hours.compareTo(all) == 0;
    }

    private void checkParts(Mark mark, String at, List<Invalid.Error> errors) {
        var numbers = new HashSet<Integer>();
        for (int i = 0; i < mark.parts().size(); i++) {
            PartHours part = mark.parts().get(i);
            String place = at + "/parts/" + i;
            if (part.part() < 1 || part.part() > parts.size()) {
                errors.add(new Invalid.Error(
                        place + "/part", "unknown-part", "The session has the parts 1 to " + parts.size()));
            } else if (!numbers.add(part.part())) {
                errors.add(new Invalid.Error(place + "/part", "twice", "Name each part once"));
            } else {
                checkRange(part.hours(), parts.get(part.part() - 1).hours(), place + "/hours", errors);
            }
        }
    }

    private static void checkRange(BigDecimal hours, BigDecimal most, String at, List<Invalid.Error> errors) {
        if (hours.signum() < 0 || hours.compareTo(most) > 0) {
            errors.add(new Invalid.Error(at, "hours-out-of-range", "Give 0 to %s hours".formatted(most)));
        }
    }

    private void checkCorrection(Mark mark, String at, List<Invalid.Error> errors) {
        Attendance before = before(mark);
        if (mark.at() != null && mark.at().isAfter(now)) {
            errors.add(new Invalid.Error(at + "/at", "in-the-future", "Set the clock of what it was noted with"));
        } else if (before.version() > 0 && mark.at() != null && mark.at().isBefore(before.at())) {
            errors.add(new Invalid.Error(
                    at + "/at", "outdated", "Something else was recorded later; correct that if it is wrong"));
        } else if (before.isAttestedByAny() && mark.reason() == null) {
            errors.add(new Invalid.Error(
                    at + "/reason", "reason-required", "These hours are attested; say why they are corrected"));
        }
    }

    private Attendance before(Mark mark) {
        Attendance before = recorded.get(mark.personId());
        return before == null
                ? Attendance.none(mark.personId(), Objects.requireNonNull(pseudonyms.get(mark.personId())))
                : before;
    }

    private boolean isNew(Mark mark) {
        Attendance before = before(mark);
        return before.version() == 0 || !before.parts().equals(after(mark));
    }

    private SortedMap<Integer, BigDecimal> after(Mark mark) {
        var after = new TreeMap<>(before(mark).parts());
        if (mark.hours() != null) {
            for (int n = 1; n <= parts.size(); n++) {
                BigDecimal most = parts.get(n - 1).hours();
                after.put(
                        n,
                        parts.size() == 1
                                ? mark.hours().setScale(2)
                                : mark.hours().signum() == 0 ? NONE : most);
            }
        }
        mark.parts().forEach(part -> after.put(part.part(), part.hours().setScale(2)));
        return after;
    }

    private Instant at(Mark mark) {
        return mark.at() == null ? now : mark.at();
    }
}
