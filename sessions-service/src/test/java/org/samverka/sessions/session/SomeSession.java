package org.samverka.sessions.session;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/** Sessions for tests of the rules: 3 hours, of the program heja-halsan. */
public final class SomeSession {
    private SomeSession() {}

    public static Session withSeats(int capacity) {
        return withSeats(capacity, null);
    }

    public static Session withSeats(int capacity, @Nullable String targetGroup) {
        return new Session(
                "heja-halsan",
                "Inspiration",
                targetGroup,
                LocalStart.of(LocalDateTime.parse("2018-03-01T09:00"), "Europe/Stockholm"),
                new BigDecimal("3"),
                capacity,
                null);
    }

    public static Session forGroup(String targetGroup) {
        return new Session(
                "heja-halsan",
                "Workshop",
                targetGroup,
                LocalStart.of(LocalDateTime.parse("2018-03-01T09:00"), "Europe/Stockholm"),
                new BigDecimal("3"),
                20,
                null);
    }

    public static Session lasting(String hours) {
        return new Session(
                "heja-halsan",
                "Workshop",
                null,
                LocalStart.of(LocalDateTime.parse("2018-03-01T09:00"), "Europe/Stockholm"),
                new BigDecimal(hours),
                20,
                null);
    }

    public static Session held() {
        Session session = withSeats(10);
        session.attendanceChanged();
        return session;
    }
}
