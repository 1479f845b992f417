package org.samverka.evaluation.response;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.delivery.Outbox;
import org.samverka.contracts.delivery.Trace;
import org.samverka.contracts.delivery.Writes;
import org.samverka.contracts.rest.Refused;
import org.samverka.evaluation.response.Response.AlreadyAnswered;

/** Keeps answers, some at a time, and tells of them in the same transaction. A respondent has one in each round. */
@ApplicationScoped
class Answers {
    private final Outbox outbox;
    private final ObjectMapper json;

    Answers(Outbox outbox, ObjectMapper json) {
        this.outbox = outbox;
        this.json = json;
    }

    /** Answers with their columns. */
    static final class Rows {
        private final List<Response> responses;
        private final String[] scores;
        private final String[] results;
        private final String[] answers;

        private Rows(List<Response> responses, String[] scores, String[] results, String[] answers) {
            this.responses = responses;
            this.scores = scores;
            this.results = results;
            this.answers = answers;
        }

        List<Response> responses() {
            return responses;
        }
    }

    /** Computes only, on whichever thread. */
    Rows rows(List<Response> responses) {
        return new Rows(
                responses,
                texts(responses, response -> write(response.scores())),
                texts(responses, response -> write(response.results())),
                texts(responses, response -> write(response.answers())));
    }

    /** Says which are new, by id; the other respondents had answered before. In order, so that no two writers block each other. */
    Uni<Set<UUID>> keep(Rows rows) {
        List<Response> responses = rows.responses;
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                insert into response (id, survey_id, respondent, request, target_group, gender, organization,
                                    round, scores, results, answers)
                                select id, survey_id, respondent, request, target_group, gender, organization, round,
                                    cast(scores as jsonb), cast(results as jsonb), cast(answers as jsonb)
                                from unnest(cast(:ids as uuid[]), cast(:surveys as uuid[]), cast(:respondents as uuid[]),
                                    cast(:requests as uuid[]), cast(:groups as text[]), cast(:genders as text[]),
                                    cast(:organizations as text[]), cast(:rounds as int[]), cast(:scores as text[]),
                                    cast(:results as text[]), cast(:answers as text[]))
                                    as r (id, survey_id, respondent, request, target_group, gender, organization, round,
                                        scores, results, answers)
                                order by survey_id, respondent, round
                                on conflict (survey_id, respondent, round) do nothing returning id
                                """, UUID.class)
                        .setParameter("ids", ids(responses, Response::id))
                        .setParameter(
                                "surveys",
                                ids(responses, response -> response.about().surveyId()))
                        .setParameter("respondents", ids(responses, Response::respondent))
                        .setParameter("requests", ids(responses, Response::request))
                        .setParameter("groups", texts(responses, Response::targetGroup))
                        .setParameter(
                                "genders",
                                texts(responses, response -> response.gender().name()))
                        .setParameter("organizations", texts(responses, Response::organization))
                        .setParameter(
                                "rounds",
                                responses.stream().map(Response::round).toArray(Integer[]::new))
                        .setParameter("scores", rows.scores)
                        .setParameter("results", rows.results)
                        .setParameter("answers", rows.answers)
                        .getResultList())
                .map(Set::copyOf);
    }

    /** What follows from answers that are new: own words lie apart, and what was saved for later goes. */
    Writes following(List<Response> kept) {
        var writes = new Writes();
        keepTexts(kept, writes);
        Drafts.forget(kept, writes);
        return writes;
    }

    /** The same, and the events. Under a trace of their own: a request's would lead back to whoever sent it. */
    Writes followingAndTold(List<Response> kept) {
        Writes writes = following(kept);
        String trace = Trace.continued(null);
        outbox.appendEntries(
                kept.stream()
                        .map(response -> new Outbox.Entry(response.completed(), trace))
                        .toList(),
                writes);
        return writes;
    }

    private static void keepTexts(List<Response> kept, Writes writes) {
        List<Text> texts = kept.stream()
                .flatMap(response -> response.texts().entrySet().stream()
                        .map(text -> new Text(response.id(), text.getKey(), text.getValue())))
                .toList();
        if (!texts.isEmpty()) {
            writes.add(
                    """
                    written as (
                        insert into response_text (response_id, item, words)
                        select * from unnest(cast(:textResponses as uuid[]), cast(:textItems as text[]), cast(:textWords as text[])))""",
                    Map.of(
                            "textResponses", texts.stream().map(Text::response).toArray(UUID[]::new),
                            "textItems", texts.stream().map(Text::item).toArray(String[]::new),
                            "textWords", texts.stream().map(Text::words).toArray(String[]::new)));
        }
    }

    private record Text(UUID response, String item, String words) {}

    /**
     * Why answers that are not new are refused, by id; one that an earlier attempt at the same thing has kept, or the same
     * request, is not.
     */
    Uni<Map<UUID, Refused>> refusals(List<Response> notNew) {
        return notNew.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : earlier(notNew).map(earlier -> refusals(notNew, earlier));
    }

    private record Earlier(UUID id, @Nullable UUID request, boolean same) {}

    private Uni<Map<Integer, Earlier>> earlier(List<Response> responses) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select g.n, r.id, r.request,
                                    r.scores = cast(g.scores as jsonb) and r.answers = cast(g.answers as jsonb)
                                    and cast(g.texts as jsonb) = (select coalesce(jsonb_object_agg(t.item, t.words), '{}')
                                        from response_text t where t.response_id = r.id)
                                from unnest(cast(:surveys as uuid[]), cast(:respondents as uuid[]), cast(:rounds as int[]),
                                        cast(:scores as text[]), cast(:answers as text[]), cast(:texts as text[]))
                                    with ordinality as g (survey_id, respondent, round, scores, answers, texts, n)
                                join response r on r.survey_id = g.survey_id and r.respondent = g.respondent
                                    and r.round = g.round
                                """, Object[].class)
                        .setParameter(
                                "surveys",
                                ids(responses, response -> response.about().surveyId()))
                        .setParameter("respondents", ids(responses, Response::respondent))
                        .setParameter(
                                "rounds",
                                responses.stream().map(Response::round).toArray(Integer[]::new))
                        .setParameter("scores", texts(responses, response -> write(response.scores())))
                        .setParameter("answers", texts(responses, response -> write(response.answers())))
                        .setParameter("texts", texts(responses, response -> write(response.texts())))
                        .getResultList())
                .map(rows -> rows.stream()
                        .collect(toMap(
                                row -> ((Number) row[0]).intValue() - 1,
                                row -> new Earlier((UUID) row[1], (UUID) row[2], (Boolean) row[3]))));
    }

    private static Map<UUID, Refused> refusals(List<Response> responses, Map<Integer, Earlier> earlier) {
        return IntStream.range(0, responses.size())
                .boxed()
                .filter(n -> refusal(responses.get(n), earlier.get(n)) != null)
                .collect(toMap(
                        n -> responses.get(n).id(),
                        n -> Objects.requireNonNull(refusal(responses.get(n), earlier.get(n)))));
    }

    private static @Nullable Refused refusal(Response response, @Nullable Earlier earlier) {
        if (earlier == null) {
            return new AlreadyAnswered();
        }
        return earlier.id().equals(response.id()) ? null : response.refusal(earlier.request(), earlier.same());
    }

    private static UUID[] ids(List<Response> responses, Function<Response, @Nullable UUID> id) {
        return responses.stream().map(id).toArray(UUID[]::new);
    }

    private static String[] texts(List<Response> responses, Function<Response, @Nullable String> text) {
        return responses.stream().map(text).toArray(String[]::new);
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
