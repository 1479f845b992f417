package org.samverka.evaluation.response;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Gender;
import org.samverka.contracts.delivery.Writes;
import org.samverka.evaluation.response.Answers.Rows;
import org.samverka.evaluation.response.Question.About;
import org.samverka.evaluation.scoring.Form;

/** Answers that come many at a time; each has the same effect as one that comes by itself. */
@ApplicationScoped
public class BulkAnswers {
    private final Answers answers;

    BulkAnswers(Answers answers) {
        this.answers = answers;
    }

    /** The survey that the answers are to, which is no screening. */
    public record Survey(
            UUID id,
            String key,
            String program,
            @Nullable String series,
            @Nullable String wave,
            Form form,
            SurveyKey surveyKey) {}

    /**
     * What somebody answered.
     *
     * @param person none: nobody knows who; such an answer cannot be recognized again
     */
    public record Given(
            @Nullable UUID person,
            Gender gender,
            @Nullable String organization,
            @Nullable String targetGroup,
            Form.Filled filled) {}

    /** Computes; for a worker thread. */
    public Prepared prepare(Survey survey, List<Given> given) {
        var about = new About(survey.id(), survey.key(), survey.program(), survey.series(), survey.wave());
        var respondents = new HashSet<UUID>();
        List<Response> responses = given.stream()
                .map(each -> Response.of(
                        UUID.randomUUID(),
                        about,
                        each.person() == null
                                ? UUID.randomUUID()
                                : survey.surveyKey().respondent(each.person()),
                        null,
                        each.targetGroup(),
                        each.gender(),
                        each.organization(),
                        1,
                        each.filled(),
                        survey.form()))
                .filter(response -> respondents.add(response.respondent()))
                .toList();
        return new Prepared(answers.rows(responses), answers.followingAndTold(responses));
    }

    /** Answers that are ready to be kept, and what follows when all of them are new. */
    public static final class Prepared {
        private final Rows rows;
        private final Writes following;

        private Prepared(Rows rows, Writes following) {
            this.rows = rows;
            this.following = following;
        }
    }

    /** Within a transaction. Who had answered before keeps that answer; it is not said who that was. */
    public Uni<Void> keep(Prepared prepared) {
        List<Response> responses = prepared.rows.responses();
        return responses.isEmpty()
                ? Uni.createFrom().voidItem()
                : answers.keep(prepared.rows)
                        .chain(kept -> kept.size() == responses.size()
                                ? prepared.following.execute()
                                : follow(responses, kept));
    }

    private Uni<Void> follow(List<Response> responses, Set<UUID> kept) {
        return kept.isEmpty()
                ? Uni.createFrom().voidItem()
                : answers.followingAndTold(responses.stream()
                                .filter(response -> kept.contains(response.id()))
                                .toList())
                        .execute();
    }
}
