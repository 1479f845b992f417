package org.samverka.contracts;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What evaluation-service tells on {@code samverka.screening.v1}, for participants and reporting only, and not for long:
 * who must still answer, risk, offers of support. {@code subject} is a pseudonym of one screening survey (or series), made
 * for this topic: it is nobody's name elsewhere, not even the respondent's. Counts of it are shown from ten persons on.
 */
public sealed interface ScreeningEvent extends Event {
    String program();

    @Override
    default Topic topic() {
        return Topic.SCREENING;
    }

    /**
     * A person who was asked has not answered yet, or is to answer once more; which of the two is not said. {@code number}
     * counts from 1 within the survey, {@code link} is a personal address to answer at without signing in.
     */
    @EventType("org.samverka.evaluation.evaluation-due.v1")
    record EvaluationDue(
            UUID assignmentId,
            String survey,
            String program,
            UUID personId,
            int number,
            @Nullable LocalDate dueOn,
            @Nullable String link)
            implements ScreeningEvent {
        @Override
        public String key() {
            return assignmentId.toString();
        }
    }

    /**
     * Somebody was screened. {@code inRiskZone} says that it holds: where the instrument asks for a second result, only
     * after that one, which has {@code round} 2 and counts instead of the first. No answers, and no score.
     */
    @EventType("org.samverka.evaluation.screening-completed.v1")
    record ScreeningCompleted(
            UUID screeningId,
            String survey,
            String program,
            UUID subject,
            String instrument,
            int instrumentVersion,
            int round,
            boolean inRiskZone,
            Gender gender,
            @Nullable String organization,
            @Nullable String targetGroup)
            implements ScreeningEvent {
        @Override
        public String key() {
            return subject.toString();
        }
    }

    /** A screening was taken back by who answered it: it counts no more, in no round. */
    @EventType("org.samverka.evaluation.screening-withdrawn.v1")
    record ScreeningWithdrawn(UUID screeningId, String survey, String program, UUID subject) implements ScreeningEvent {
        @Override
        public String key() {
            return subject.toString();
        }
    }

    /** An offer of support, full state: of one offer the higher {@code version} wins. */
    @EventType("org.samverka.evaluation.support-offer-changed.v1")
    record SupportOfferChanged(
            UUID offerId,
            String survey,
            String program,
            UUID subject,
            OfferState state,
            Gender gender,
            @Nullable String organization,
            @Nullable String targetGroup,
            int version)
            implements ScreeningEvent {
        @Override
        public String key() {
            return subject.toString();
        }
    }

    /**
     * A person has accepted support and is to be enrolled in the support group {@code targetGroup}. {@code pseudonym} is the
     * person's in statistics, which participants-service knows; it is not said whose offer it was.
     */
    @EventType("org.samverka.evaluation.support-accepted.v1")
    record SupportAccepted(UUID acceptanceId, String program, String targetGroup, UUID pseudonym)
            implements ScreeningEvent {
        @Override
        public String key() {
            return pseudonym.toString();
        }
    }

    /** {@code expired}: not answered in time; {@code closed}: the screening was taken back. */
    enum OfferState {
        offered,
        accepted,
        declined,
        expired,
        closed,
        completed
    }
}
