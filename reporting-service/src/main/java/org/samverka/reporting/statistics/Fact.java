package org.samverka.reporting.statistics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNullElse;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.EvaluationEvent.EvaluationCompleted;
import org.samverka.contracts.EvaluationEvent.EvaluationRequested;
import org.samverka.contracts.Gender;
import org.samverka.contracts.ScreeningEvent.ScreeningCompleted;
import org.samverka.contracts.ScreeningEvent.SupportOfferChanged;
import org.samverka.contracts.SessionEvent.AttendanceRecorded;
import org.samverka.contracts.SessionEvent.SessionBooked;
import org.samverka.contracts.SessionEvent.SessionHeld;
import org.samverka.reporting.statistics.FactChanges.Place;

/**
 * One thing that counts. Its id follows from what it is about, so whoever hears of it again finds it there; of two
 * versions the higher holds.
 *
 * @param session by whose month it is counted
 * @param labels what it can be split by; those of a person or a session come from there
 * @param n 0 keeps a version in mind without counting
 */
record Fact(
        UUID id,
        String program,
        Measure measure,
        @Nullable UUID pseudonym,
        @Nullable UUID session,
        Labels labels,
        int n,
        BigDecimal amount,
        int version) {
    private static final String NONE = "";
    private static final int AGREES = 4;
    private static final int WHOLLY = 5;

    /**
     * Empty is none, null is a dimension that does not apply.
     *
     * @param organization where a person's facts are concerned, only until the person is known
     */
    record Labels(
            String targetGroup,
            String gender,
            String organization,
            String item,
            @Nullable String month,
            @Nullable String wave,
            @Nullable String state) {
        static final Labels NOTHING = new Labels(NONE, NONE, NONE, NONE, null, null, null);

        static Labels of(@Nullable String targetGroup, @Nullable Gender gender, @Nullable String organization) {
            return new Labels(
                    requireNonNullElse(targetGroup, NONE),
                    gender == null ? NONE : gender.name(),
                    requireNonNullElse(organization, NONE),
                    NONE,
                    null,
                    null,
                    null);
        }

        Labels item(String item) {
            return new Labels(targetGroup, gender, organization, item, month, wave, state);
        }

        Labels organization(String organization) {
            return new Labels(targetGroup, gender, organization, item, month, wave, state);
        }

        Labels month(String month) {
            return new Labels(targetGroup, gender, organization, item, month, wave, state);
        }

        Labels wave(@Nullable String wave) {
            return new Labels(targetGroup, gender, organization, item, month, requireNonNullElse(wave, NONE), state);
        }

        Labels state(@Nullable String state) {
            return new Labels(targetGroup, gender, organization, item, month, wave, state);
        }
    }

    static UUID enrollment(UUID enrollmentId) {
        return id("enrollment", enrollmentId);
    }

    static Fact place(Place place, Measure measure) {
        return of(enrollment(place.enrollmentId()), place.program(), measure)
                .about(place.pseudonym())
                .labeled(Labels.of(place.targetGroup(), null, place.organization())
                        .month(place.month())
                        .state(measure == Measure.enrolled ? place.state().name() : null));
    }

    static UUID head(String program, UUID pseudonym) {
        return id("head", program + ' ' + pseudonym);
    }

    static Fact head(Place place) {
        return of(head(place.program(), place.pseudonym()), place.program(), Measure.headCount)
                .about(place.pseudonym())
                .labeled(Labels.of(null, null, place.organization()));
    }

    static Fact session(SessionHeld event) {
        return of(id("session", event.sessionId()), event.program(), Measure.sessions)
                .in(event.sessionId())
                .labeled(Labels.of(event.targetGroup(), null, null));
    }

    static UUID booking(UUID bookingId) {
        return id("booking", bookingId);
    }

    static Fact booking(SessionBooked event) {
        return of(booking(event.bookingId()), event.program(), Measure.bookings)
                .about(event.pseudonym())
                .in(event.sessionId())
                .labeled(Labels.of(event.targetGroup(), null, null));
    }

    static Fact attendance(AttendanceRecorded event) {
        return of(id("attendance", event.sessionId() + " " + event.pseudonym()), event.program(), Measure.attendances)
                .about(event.pseudonym())
                .in(event.sessionId())
                .labeled(Labels.of(event.targetGroup(), null, null))
                .counting(event.hours().signum() > 0 ? 1 : 0, event.hours(), event.version());
    }

    static Fact asked(EvaluationRequested event) {
        return of(id("asked", event.assignmentId()), event.program(), Measure.responseRate)
                .labeled(Labels.of(null, requireNonNullElse(event.gender(), Gender.unknown), event.organization())
                        .item(event.survey()));
    }

    static Fact answer(EvaluationCompleted event) {
        return of(id("answer", event.responseId()), event.program(), Measure.answers)
                .labeled(labels(event).item(event.survey()));
    }

    /** What the items say of which agreement can be told. */
    static Stream<Fact> agreements(EvaluationCompleted event, AgreementItems items) {
        return event.scores().entrySet().stream()
                .filter(score -> items.contain(score.getKey()) && score.getValue() >= 1 && score.getValue() <= WHOLLY)
                .map(score -> of(
                                id("agreement", event.responseId() + " " + score.getKey()),
                                event.program(),
                                Measure.agreement)
                        .labeled(labels(event).item(score.getKey()))
                        .counting(1, BigDecimal.valueOf(score.getValue() >= AGREES ? 1 : 0), 0));
    }

    /** What the answers come to, per scale. */
    static Stream<Fact> scores(EvaluationCompleted event) {
        return requireNonNullElse(event.measures(), Map.<String, BigDecimal>of()).entrySet().stream()
                .map(scale -> of(id("score", event.responseId() + " " + scale.getKey()), event.program(), Measure.score)
                        .labeled(labels(event).item(scale.getKey()))
                        .counting(1, Objects.requireNonNull(scale.getValue()), 0));
    }

    private static Labels labels(EvaluationCompleted event) {
        return Labels.of(event.targetGroup(), event.gender(), event.organization())
                .wave(event.wave());
    }

    static Stream<UUID> screening(String survey, UUID subject) {
        return Stream.of(id("screened", survey + " " + subject), id("risk", survey + " " + subject));
    }

    /** A second round counts instead of the first. */
    static Stream<Fact> screening(ScreeningCompleted event) {
        Labels labels = Labels.of(event.targetGroup(), event.gender(), event.organization());
        BigDecimal risk = BigDecimal.valueOf(event.inRiskZone() ? 1 : 0);
        String about = event.survey() + " " + event.subject();
        return Stream.of(
                of(id("screened", about), event.program(), Measure.screened)
                        .labeled(labels)
                        .counting(1, BigDecimal.ZERO, event.round()),
                of(id("risk", about), event.program(), Measure.inRiskZone)
                        .labeled(labels)
                        .counting(1, risk, event.round()));
    }

    static Fact offer(SupportOfferChanged event) {
        return of(id("offer", event.offerId()), event.program(), Measure.offers)
                .labeled(Labels.of(event.targetGroup(), event.gender(), event.organization())
                        .state(event.state().name()))
                .counting(1, BigDecimal.ZERO, event.version());
    }

    private static Fact of(UUID id, String program, Measure measure) {
        return new Fact(id, program, measure, null, null, Labels.NOTHING, 1, BigDecimal.ZERO, 0);
    }

    private Fact about(UUID pseudonym) {
        return new Fact(id, program, measure, pseudonym, session, labels, n, amount, version);
    }

    private Fact in(UUID session) {
        return new Fact(id, program, measure, pseudonym, session, labels, n, amount, version);
    }

    private Fact labeled(Labels labels) {
        return new Fact(id, program, measure, pseudonym, session, labels, n, amount, version);
    }

    private Fact counting(int n, BigDecimal amount, int version) {
        return new Fact(id, program, measure, pseudonym, session, labels, n, amount, version);
    }

    /** What is known after it: who leaves is not said to be anywhere. */
    Fact then(Fact later) {
        if (later.version < version) {
            return this;
        }
        return later.labels.organization().isEmpty()
                ? later.labeled(later.labels.organization(labels.organization()))
                : later;
    }

    private static UUID id(String kind, Object about) {
        return UUID.nameUUIDFromBytes((kind + ' ' + about).getBytes(UTF_8));
    }
}
