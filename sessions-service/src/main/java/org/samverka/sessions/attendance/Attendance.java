package org.samverka.sessions.attendance;

import java.math.BigDecimal;
import java.util.UUID;
import org.samverka.contracts.SessionEvent.AttendanceRecorded;
import org.samverka.sessions.session.Session;

/** How many hours of a session a person was there; each correction is a higher version. */
record Attendance(UUID personId, UUID pseudonym, BigDecimal hours, int version) {
    AttendanceRecorded recorded(Session session) {
        return new AttendanceRecorded(
                session.id(), session.program(), session.targetGroup(), personId, pseudonym, hours, version);
    }
}
