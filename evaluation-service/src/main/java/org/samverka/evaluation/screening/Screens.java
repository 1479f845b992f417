package org.samverka.evaluation.screening;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.ScreeningEvent;
import org.samverka.contracts.ScreeningEvent.ScreeningCompleted;
import org.samverka.contracts.ScreeningEvent.ScreeningWithdrawn;
import org.samverka.contracts.delivery.Outbox;
import org.samverka.contracts.delivery.Trace;
import org.samverka.evaluation.response.Repetitions;
import org.samverka.evaluation.response.Screenings;
import org.samverka.evaluation.scoring.Score;
import org.samverka.evaluation.scoring.Scoring;

/**
 * Says what a screening comes to and does what follows: nothing, asking once more, or offering support. The respondent is
 * shown it; others learn of a pseudonym that it was screened, and whether it is in the risk zone.
 */
@ApplicationScoped
class Screens implements Screenings {
    private final Repetitions repetitions;
    private final Offers offers;
    private final Outbox outbox;
    private final Retained retained;

    Screens(Repetitions repetitions, Offers offers, Outbox outbox, Retained retained) {
        this.repetitions = repetitions;
        this.offers = offers;
        this.outbox = outbox;
        this.retained = retained;
    }

    @Override
    public Uni<Void> answered(Answered screening) {
        Scoring scoring = Objects.requireNonNull(screening.instrument().scoring());
        Score score = scoring.score(screening.scores());
        Outcome outcome = Outcome.of(score, scoring, screening.round());
        UUID screeningId = UUID.randomUUID();
        return keep(screening, screeningId, score, outcome)
                .chain(() -> switch (outcome) {
                    case REPEAT ->
                        repetitions
                                .require(
                                        screening.of(),
                                        Weeks.mondayAfter(
                                                screening.today(),
                                                Objects.requireNonNull(scoring.repeat())
                                                        .days()))
                                .replaceWith(List.<ScreeningEvent>of());
                    case RISK_ZONE -> offers.make(screening);
                    case CLEAR, INDETERMINATE -> Uni.createFrom().item(List.<ScreeningEvent>of());
                })
                .chain(offered -> tell(completed(screening, screeningId, outcome), offered));
    }

    private Uni<Void> keep(Answered screening, UUID screeningId, Score score, Outcome outcome) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                insert into screening_result
                                    (survey_id, respondent, round, screening_id, measure, value, band, outcome, keep_until)
                                values (:survey, :respondent, :round, :id, :measure, cast(:value as numeric), :band, :outcome,
                                    :until)
                                """)
                        .setParameter("survey", screening.of().surveyId())
                        .setParameter("respondent", screening.of().respondent())
                        .setParameter("round", screening.round())
                        .setParameter("id", screeningId)
                        .setParameter("measure", score.measure())
                        .setParameter("value", score.value())
                        .setParameter("band", score.bandKey())
                        .setParameter("outcome", outcome.wire)
                        .setParameter("until", Weeks.sundayAfter(screening.today(), retained.answersDays()))
                        .executeUpdate())
                .replaceWithVoid();
    }

    private static ScreeningCompleted completed(Answered screening, UUID screeningId, Outcome outcome) {
        return new ScreeningCompleted(
                screeningId,
                screening.of().survey(),
                screening.of().program(),
                screening.of().subject(),
                screening.instrument().key(),
                screening.instrument().version(),
                screening.round(),
                outcome == Outcome.RISK_ZONE,
                screening.gender(),
                screening.organization(),
                screening.targetGroup());
    }

    private Uni<Void> tell(ScreeningEvent first, List<? extends ScreeningEvent> others) {
        var events = new ArrayList<ScreeningEvent>();
        events.add(first);
        events.addAll(others);
        return tell(outbox, events);
    }

    /** Each under a trace of its own: the request's would lead back to whoever sent it. */
    static Uni<Void> tell(Outbox outbox, List<? extends ScreeningEvent> events) {
        return outbox.appendEntries(events.stream()
                .map(event -> new Outbox.Entry(event, Trace.continued(null)))
                .toList());
    }

    /** Support that was accepted stays accepted; an offer that nobody answered is closed. */
    @Override
    public Uni<Void> withdrawn(Screened screening) {
        return forget(screening)
                .chain(last -> offers.close(screening)
                        .chain(closed -> last == null
                                ? tell(outbox, closed)
                                : tell(
                                        new ScreeningWithdrawn(
                                                last, screening.survey(), screening.program(), screening.subject()),
                                        closed)));
    }

    private static Uni<@Nullable UUID> forget(Screened screening) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "delete from repetition where survey_id = :survey and respondent = :respondent")
                        .setParameter("survey", screening.surveyId())
                        .setParameter("respondent", screening.respondent())
                        .executeUpdate()
                        .chain(() -> session.createNativeQuery("""
                                        with gone as (
                                            delete from screening_result
                                            where survey_id = :survey and respondent = :respondent
                                            returning round, screening_id)
                                        select screening_id from gone order by round desc limit 1
                                        """, UUID.class)
                                .setParameter("survey", screening.surveyId())
                                .setParameter("respondent", screening.respondent())
                                .getSingleResultOrNull()));
    }
}
