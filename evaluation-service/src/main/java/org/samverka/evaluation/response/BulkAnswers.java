package org.samverka.evaluation.response;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Gender;
import org.samverka.contracts.delivery.Outbox;
import org.samverka.contracts.delivery.Trace;
import org.samverka.evaluation.response.Question.About;
import org.samverka.evaluation.scoring.Form;

/** Answers that come many at a time; each has the same effect as one that comes by itself. */
@ApplicationScoped
public class BulkAnswers {
    private final Outbox outbox;
    private final ObjectMapper json;

    BulkAnswers(Outbox outbox, ObjectMapper json) {
        this.outbox = outbox;
        this.json = json;
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
        return new Prepared(
                responses,
                texts(responses, response -> write(response.scores())),
                texts(responses, response -> write(response.results())),
                texts(responses, response -> write(response.answers())));
    }

    /** Answers that are ready to be kept. */
    public static final class Prepared {
        private final List<Response> responses;
        private final String[] scores;
        private final String[] results;
        private final String[] answers;

        private Prepared(List<Response> responses, String[] scores, String[] results, String[] answers) {
            this.responses = responses;
            this.scores = scores;
            this.results = results;
            this.answers = answers;
        }
    }

    /** Within a transaction. Who had answered before keeps that answer; it is not said who that was. */
    public Uni<Void> keep(Prepared prepared) {
        return prepared.responses.isEmpty()
                ? Uni.createFrom().voidItem()
                : Panache.getSession()
                        .chain(session -> insert(session, prepared))
                        .map(Set::copyOf)
                        .map(kept -> prepared.responses.stream()
                                .filter(response -> kept.contains(response.id()))
                                .toList())
                        .call(BulkAnswers::keepTexts)
                        .chain(this::tell);
    }

    private static Uni<List<UUID>> insert(Mutiny.Session session, Prepared prepared) {
        List<Response> responses = prepared.responses;
        return session.createNativeQuery("""
                        insert into response
                            (id, survey_id, respondent, target_group, gender, organization, scores, results, answers)
                        select id, :survey, respondent, target_group, gender, organization, cast(scores as jsonb),
                            cast(results as jsonb), cast(answers as jsonb)
                        from unnest(cast(:ids as uuid[]), cast(:respondents as uuid[]), cast(:groups as text[]),
                                cast(:genders as text[]), cast(:organizations as text[]), cast(:scores as text[]),
                                cast(:results as text[]), cast(:answers as text[]))
                            as r (id, respondent, target_group, gender, organization, scores, results, answers)
                        on conflict (survey_id, respondent, round) do nothing returning id
                        """, UUID.class)
                .setParameter("survey", responses.get(0).about().surveyId())
                .setParameter("ids", responses.stream().map(Response::id).toArray(UUID[]::new))
                .setParameter(
                        "respondents",
                        responses.stream().map(Response::respondent).toArray(UUID[]::new))
                .setParameter("groups", texts(responses, Response::targetGroup))
                .setParameter(
                        "genders",
                        texts(responses, response -> response.gender().name()))
                .setParameter("organizations", texts(responses, Response::organization))
                .setParameter("scores", prepared.scores)
                .setParameter("results", prepared.results)
                .setParameter("answers", prepared.answers)
                .getResultList();
    }

    private static String[] texts(List<Response> responses, Function<Response, @Nullable String> text) {
        return responses.stream().map(text).toArray(String[]::new);
    }

    private static Uni<Void> keepTexts(List<Response> responses) {
        List<Text> texts = responses.stream()
                .flatMap(response -> response.texts().entrySet().stream()
                        .map(text -> new Text(response.id(), text.getKey(), text.getValue())))
                .toList();
        return texts.isEmpty()
                ? Uni.createFrom().voidItem()
                : Panache.getSession()
                        .chain(session -> session.createNativeQuery("""
                                insert into response_text (response_id, item, words)
                                select * from unnest(cast(:responses as uuid[]), cast(:items as text[]),
                                    cast(:words as text[]))
                                """)
                                .setParameter(
                                        "responses",
                                        texts.stream().map(Text::response).toArray(UUID[]::new))
                                .setParameter(
                                        "items", texts.stream().map(Text::item).toArray(String[]::new))
                                .setParameter(
                                        "words", texts.stream().map(Text::words).toArray(String[]::new))
                                .executeUpdate()
                                .replaceWithVoid());
    }

    private record Text(UUID response, String item, String words) {}

    private Uni<Void> tell(List<Response> responses) {
        String trace = Trace.continued(null);
        return outbox.appendEntries(responses.stream()
                .map(response -> new Outbox.Entry(response.completed(), trace))
                .toList());
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
