package org.samverka.reporting.statistics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNullElse;

import java.math.BigDecimal;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.EvaluationEvent.EvaluationCompleted;
import org.samverka.contracts.SessionEvent.AttendanceRecorded;
import org.samverka.contracts.SessionEvent.SessionBooked;
import org.samverka.contracts.SessionEvent.SessionHeld;
import org.samverka.reporting.statistics.FactChanges.Place;

/**
 * One thing that counts. Its id follows from what it is about, so whoever hears of it again finds it there; of two
 * versions the higher holds.
 *
 * @param organization where a person's facts are concerned, only until the person is known
 * @param n 0 keeps a version in mind without counting
 */
record Fact(
        UUID id,
        String program,
        Measure measure,
        @Nullable UUID pseudonym,
        String targetGroup,
        String gender,
        String organization,
        String item,
        int n,
        BigDecimal amount,
        int version) {
    private static final String NONE = "";
    private static final int AGREES = 4;
    private static final int WHOLLY = 5;

    static UUID enrollment(UUID enrollmentId) {
        return id("enrollment", enrollmentId);
    }

    static Fact place(Place place, Measure measure) {
        return ofPerson(
                enrollment(place.enrollmentId()),
                place.program(),
                measure,
                place.pseudonym(),
                place.targetGroup(),
                place.organization());
    }

    static UUID head(String program, UUID pseudonym) {
        return id("head", program + ' ' + pseudonym);
    }

    static Fact head(Place place) {
        return ofPerson(
                head(place.program(), place.pseudonym()),
                place.program(),
                Measure.headCount,
                place.pseudonym(),
                null,
                place.organization());
    }

    static Fact session(SessionHeld event) {
        return new Fact(
                id("session", event.sessionId()),
                event.program(),
                Measure.sessions,
                null,
                requireNonNullElse(event.targetGroup(), NONE),
                NONE,
                NONE,
                NONE,
                1,
                BigDecimal.ZERO,
                0);
    }

    static UUID booking(UUID bookingId) {
        return id("booking", bookingId);
    }

    static Fact booking(SessionBooked event) {
        return ofPerson(
                booking(event.bookingId()),
                event.program(),
                Measure.bookings,
                event.pseudonym(),
                event.targetGroup(),
                NONE);
    }

    static Fact attendance(AttendanceRecorded event) {
        return new Fact(
                id("attendance", event.sessionId() + " " + event.pseudonym()),
                event.program(),
                Measure.attendances,
                event.pseudonym(),
                requireNonNullElse(event.targetGroup(), NONE),
                NONE,
                NONE,
                NONE,
                event.hours().signum() > 0 ? 1 : 0,
                event.hours(),
                event.version());
    }

    static Fact answer(EvaluationCompleted event) {
        return ofAnswer(event, id("answer", event.responseId()), Measure.answers, event.survey(), 0);
    }

    /** What the items say of which agreement can be told. */
    static Stream<Fact> agreements(EvaluationCompleted event, AgreementItems items) {
        return event.scores().entrySet().stream()
                .filter(score -> items.contain(score.getKey()) && score.getValue() >= 1 && score.getValue() <= WHOLLY)
                .map(score -> ofAnswer(
                        event,
                        id("agreement", event.responseId() + " " + score.getKey()),
                        Measure.agreement,
                        score.getKey(),
                        score.getValue() >= AGREES ? 1 : 0));
    }

    private static Fact ofPerson(
            UUID id,
            String program,
            Measure measure,
            UUID pseudonym,
            @Nullable String targetGroup,
            String organization) {
        return new Fact(
                id,
                program,
                measure,
                pseudonym,
                requireNonNullElse(targetGroup, NONE),
                NONE,
                organization,
                NONE,
                1,
                BigDecimal.ZERO,
                0);
    }

    private static Fact ofAnswer(EvaluationCompleted event, UUID id, Measure measure, String item, int yes) {
        return new Fact(
                id,
                event.program(),
                measure,
                null,
                requireNonNullElse(event.targetGroup(), NONE),
                event.gender().name(),
                requireNonNullElse(event.organization(), NONE),
                item,
                1,
                BigDecimal.valueOf(yes),
                0);
    }

    private static UUID id(String kind, Object about) {
        return UUID.nameUUIDFromBytes((kind + ' ' + about).getBytes(UTF_8));
    }
}
