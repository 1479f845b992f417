package org.samverka.sessions.attendance;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.samverka.contracts.rest.Invalid;
import org.samverka.sessions.session.Session;

/** Who was there, as it is filled in: for those who had a seat, up to the session's hours, all of a list or nothing. */
final class AttendanceSheet {
    private final Session session;
    private final Map<UUID, UUID> pseudonyms;
    private final Map<UUID, Attendance> recorded;

    /** What is filled in for one person. */
    record Mark(UUID personId, BigDecimal hours) {}

    /**
     * @param pseudonyms of those who have a seat
     * @param recorded what the sheet says already, by person
     */
    AttendanceSheet(Session session, Map<UUID, UUID> pseudonyms, Map<UUID, Attendance> recorded) {
        this.session = session;
        this.pseudonyms = pseudonyms;
        this.recorded = recorded;
    }

    /** What the marks change. */
    List<Attendance> changedBy(List<Mark> marks) {
        check(marks);
        return marks.stream().filter(this::isNew).map(this::attendance).toList();
    }

    private void check(List<Mark> marks) {
        var errors = new ArrayList<Invalid.Error>();
        Set<UUID> seen = new HashSet<>();
        for (int i = 0; i < marks.size(); i++) {
            Mark mark = marks.get(i);
            String pointer = "/attended/" + i;
            if (!seen.add(mark.personId())) {
                errors.add(new Invalid.Error(pointer + "/personId", "twice", "Name each person once"));
            } else if (!pseudonyms.containsKey(mark.personId())) {
                errors.add(new Invalid.Error(
                        pointer + "/personId", "not-booked", "The person has no seat in this session; book one first"));
            }
            if (mark.hours().signum() < 0 || mark.hours().compareTo(session.hours()) > 0) {
                errors.add(new Invalid.Error(
                        pointer + "/hours", "hours-out-of-range", "Give 0 to %s hours".formatted(session.hours())));
            }
        }
        if (!errors.isEmpty()) {
            throw new Invalid(errors);
        }
    }

    private boolean isNew(Mark mark) {
        Attendance before = recorded.get(mark.personId());
        return before == null || before.hours().compareTo(mark.hours()) != 0;
    }

    private Attendance attendance(Mark mark) {
        Attendance before = recorded.get(mark.personId());
        return new Attendance(
                mark.personId(),
                Objects.requireNonNull(pseudonyms.get(mark.personId())),
                mark.hours().setScale(2),
                before == null ? 1 : before.version() + 1);
    }
}
