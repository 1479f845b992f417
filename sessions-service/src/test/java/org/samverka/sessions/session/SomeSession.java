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
        return new Session(description("2018-03-01T09:00", "3", capacity, targetGroup), Session.State.open);
    }

    public static Session lasting(String hours) {
        return new Session(description("2018-03-01T09:00", hours, 20, null), Session.State.open);
    }

    public static Session held() {
        Session session = withSeats(10);
        session.attendanceChanged();
        return session;
    }

    static Description description(String startsAt, String hours, int capacity, @Nullable String targetGroup) {
        return new Description(
                "heja-halsan",
                "Inspiration",
                targetGroup,
                Timing.of(LocalDateTime.parse(startsAt), "Europe/Stockholm", new BigDecimal(hours)),
                capacity,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
