package org.samverka.evaluation.response;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.delivery.Writes;
import org.samverka.contracts.rest.ETags;

/** Answers that are not given yet, under the survey's pseudonym; within a transaction. */
@ApplicationScoped
class Drafts {
    private final Clock clock;
    private final int days;

    Drafts(Clock clock, @ConfigProperty(name = "samverka.drafts.days", defaultValue = "30") int days) {
        this.clock = clock;
        this.days = days;
    }

    /** @param version 0 where there is none yet */
    record Draft(int version, String answers) {
        static final Draft NONE = new Draft(0, "{}");
    }

    Uni<Draft> get(UUID survey, UUID respondent) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select version, cast(answers as text) from draft
                                where survey_id = :survey and respondent = :respondent for update
                                """, Object[].class)
                        .setParameter("survey", survey)
                        .setParameter("respondent", respondent)
                        .getSingleResultOrNull())
                .map(row -> row == null ? Draft.NONE : new Draft((Integer) row[0], (String) row[1]));
    }

    /** @param ifMatch what the respondent has seen; needed once there is a draft */
    Uni<Draft> save(UUID survey, UUID respondent, String answers, @Nullable String ifMatch) {
        return get(survey, respondent).chain(before -> {
            if (before.version() > 0) {
                ETags.require(ifMatch, before.version());
            }
            return write(survey, respondent, answers);
        });
    }

    private Uni<Draft> write(UUID survey, UUID respondent, String answers) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                insert into draft (survey_id, respondent, answers, version, changed_on)
                                values (:survey, :respondent, cast(cast(:answers as text) as jsonb), 1, :today)
                                on conflict (survey_id, respondent) do update
                                    set answers = excluded.answers, version = draft.version + 1,
                                        changed_on = excluded.changed_on
                                returning version
                                """, Integer.class)
                        .setParameter("survey", survey)
                        .setParameter("respondent", respondent)
                        .setParameter("answers", answers)
                        .setParameter("today", today())
                        .getSingleResult())
                .map(version -> new Draft(version, answers));
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    /** What was saved of answers that are given. */
    static void forget(List<Response> given, Writes writes) {
        writes.add(
                """
                given as (
                    delete from draft where (survey_id, respondent) in
                        (select * from unnest(cast(:draftSurveys as uuid[]), cast(:draftRespondents as uuid[]))))""",
                Map.of(
                        "draftSurveys",
                        given.stream()
                                .map(response -> response.about().surveyId())
                                .toArray(UUID[]::new),
                        "draftRespondents",
                        given.stream().map(Response::respondent).toArray(UUID[]::new)));
    }

    /** Thrown away. */
    Uni<Void> forget(UUID survey, UUID respondent) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "delete from draft where survey_id = :survey and respondent = :respondent")
                        .setParameter("survey", survey)
                        .setParameter("respondent", respondent)
                        .executeUpdate())
                .replaceWithVoid();
    }

    @Scheduled(every = "6h", delayed = "7m", skipExecutionIf = ApplicationNotRunning.class)
    Uni<Void> forgetOld() {
        return Panache.withTransaction(() -> Panache.getSession()
                .chain(session -> session.createNativeQuery("delete from draft where changed_on < :day")
                        .setParameter("day", today().minusDays(days))
                        .executeUpdate())
                .replaceWithVoid());
    }
}
