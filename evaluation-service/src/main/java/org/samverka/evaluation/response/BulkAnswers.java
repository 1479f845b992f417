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
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Gender;
import org.samverka.contracts.delivery.Outbox;
import org.samverka.contracts.delivery.Trace;
import org.samverka.evaluation.instrument.Instrument;
import org.samverka.evaluation.response.Question.About;

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
            Instrument instrument,
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
            SortedMap<String, Integer> scores) {}

    /** Computes; for a worker thread. */
    public Prepared prepare(Survey survey, List<Given> given) {
        var about = new About(survey.id(), survey.key(), survey.program(), survey.series(), survey.wave());
        var respondents = new HashSet<UUID>();
        List<Response> responses = given.stream()
                .map(each -> new Response(
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
                        each.scores(),
                        Response.resultsOf(survey.instrument(), each.scores())))
                .filter(response -> respondents.add(response.respondent()))
                .toList();
        return new Prepared(
                responses,
                texts(responses, response -> write(response.scores())),
                texts(responses, response -> write(response.results())));
    }

    /** Answers that are ready to be kept. */
    public static final class Prepared {
        private final List<Response> responses;
        private final String[] scores;
        private final String[] results;

        private Prepared(List<Response> responses, String[] scores, String[] results) {
            this.responses = responses;
            this.scores = scores;
            this.results = results;
        }
    }

    /** Within a transaction. Who had answered before keeps that answer; it is not said who that was. */
    public Uni<Void> keep(Prepared prepared) {
        return prepared.responses.isEmpty()
                ? Uni.createFrom().voidItem()
                : Panache.getSession()
                        .chain(session -> insert(session, prepared))
                        .chain(kept -> tell(prepared.responses, Set.copyOf(kept)));
    }

    private static Uni<List<UUID>> insert(Mutiny.Session session, Prepared prepared) {
        List<Response> responses = prepared.responses;
        return session.createNativeQuery("""
                        insert into response
                            (id, survey_id, respondent, target_group, gender, organization, scores, results)
                        select id, :survey, respondent, target_group, gender, organization, cast(scores as jsonb),
                            cast(results as jsonb)
                        from unnest(cast(:ids as uuid[]), cast(:respondents as uuid[]), cast(:groups as text[]),
                                cast(:genders as text[]), cast(:organizations as text[]), cast(:scores as text[]),
                                cast(:results as text[]))
                            as r (id, respondent, target_group, gender, organization, scores, results)
                        on conflict (survey_id, respondent, round) do nothing returning id
                        """, UUID.class)
                .setParameter("survey", responses.get(0).about().surveyId())
                .setParameter("ids", responses.stream().map(Response::id).toArray(UUID[]::new))
                .setParameter(
                        "respondents", responses.stream().map(Response::respondent).toArray(UUID[]::new))
                .setParameter("groups", texts(responses, Response::targetGroup))
                .setParameter("genders", texts(responses, response -> response.gender().name()))
                .setParameter("organizations", texts(responses, Response::organization))
                .setParameter("scores", prepared.scores)
                .setParameter("results", prepared.results)
                .getResultList();
    }

    private static String[] texts(List<Response> responses, Function<Response, @Nullable String> text) {
        return responses.stream().map(text).toArray(String[]::new);
    }

    private Uni<Void> tell(List<Response> responses, Set<UUID> kept) {
        String trace = Trace.continued(null);
        return outbox.appendEntries(responses.stream()
                .filter(response -> kept.contains(response.id()))
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
