package org.samverka.evaluation.response;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Gender;
import org.samverka.contracts.delivery.Outbox;
import org.samverka.contracts.delivery.Trace;
import org.samverka.contracts.rest.Idempotency;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.evaluation.scoring.Form;

/** What was answered, by respondents whom only their survey's key connects to a person. */
@ApplicationScoped
public class Responses {
    private final Forms forms;
    private final SurveyKeys keys;
    private final Drafts drafts;
    private final Outbox outbox;
    private final ObjectMapper json;

    Responses(Forms forms, SurveyKeys keys, Drafts drafts, Outbox outbox, ObjectMapper json) {
        this.forms = forms;
        this.keys = keys;
        this.drafts = drafts;
        this.outbox = outbox;
        this.json = json;
    }

    /** Answers a person's own assignment, once. */
    @WithTransaction
    Uni<Void> answer(
            UUID assignment,
            UUID person,
            Map<String, ? extends @Nullable Object> answers,
            Idempotency.@Nullable Key request) {
        return question(assignment, person)
                .map(question -> question.answer(answers, request))
                .chain(response -> keep(response).chain(kept -> kept ? finish(response) : compare(response)));
    }

    /** What a person is asked, in their own assignment; within a session. */
    Uni<Question> question(UUID assignment, UUID person) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select s.id, s.key, s.program, s.instrument, s.instrument_version, k.locked,
                                    a.person_id, a.target_group, p.gender, p.organization
                                from assignment a join survey s on s.id = a.survey_id
                                    left join survey_key k on k.survey_id = s.id
                                    left join person p on p.id = a.person_id
                                where a.id = :assignment and a.person_id = :person
                                """, Object[].class)
                        .setParameter("assignment", assignment)
                        .setParameter("person", person)
                        .getSingleResultOrNull())
                .onItem()
                .ifNull()
                .failWith(() -> new NotKnown("No such assignment among yours"))
                .chain(row -> forms.get((String) row[3], (Integer) row[4]).map(form -> question(row, form)));
    }

    private Question question(Object[] row, Form form) {
        UUID survey = (UUID) row[0];
        String locked = (String) row[5];
        String gender = (String) row[8];
        return new Question(
                survey,
                (String) row[1],
                (String) row[2],
                form,
                locked == null ? null : keys.unlock(survey, locked),
                (UUID) row[6],
                (String) row[7],
                gender == null ? Gender.unknown : Gender.valueOf(gender),
                (String) row[9]);
    }

    /** Says whether the respondent had not answered before. */
    private Uni<Boolean> keep(Response response) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                insert into response
                                    (id, survey_id, respondent, request, target_group, gender, organization, scores,
                                        results, answers)
                                values (:id, :survey, :respondent, :request, :group, :gender, :organization,
                                    cast(cast(:scores as text) as jsonb), cast(cast(:results as text) as jsonb), cast(cast(:answers as text) as jsonb))
                                on conflict (survey_id, respondent) do nothing
                                """)
                        .setParameter("id", response.id())
                        .setParameter("survey", response.surveyId())
                        .setParameter("respondent", response.respondent())
                        .setParameter("request", response.request())
                        .setParameter("group", response.targetGroup())
                        .setParameter("gender", response.gender().name())
                        .setParameter("organization", response.organization())
                        .setParameter("scores", write(response.scores()))
                        .setParameter("results", write(response.results()))
                        .setParameter("answers", write(response.answers()))
                        .executeUpdate())
                .map(rows -> rows == 1);
    }

    private Uni<Void> finish(Response response) {
        return keepTexts(response)
                .chain(() -> drafts.forget(response.surveyId(), response.respondent()))
                .chain(() -> tell(response));
    }

    private Uni<Void> keepTexts(Response response) {
        if (response.texts().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                insert into response_text (response_id, item, words)
                                select :response, item, words
                                from unnest(cast(:items as text[]), cast(:words as text[])) as t (item, words)
                                """)
                        .setParameter("response", response.id())
                        .setParameter("items", response.texts().keySet().toArray(String[]::new))
                        .setParameter("words", response.texts().values().toArray(String[]::new))
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** Under a trace of its own: the request's would lead back to whoever sent it. */
    private Uni<Void> tell(Response response) {
        return outbox.appendEntries(List.of(new Outbox.Entry(response.completed(), Trace.continued(null))));
    }

    private Uni<Void> compare(Response response) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select request, scores = cast(cast(:scores as text) as jsonb)
                                    and answers = cast(cast(:answers as text) as jsonb)
                                    and cast(cast(:texts as text) as jsonb) =
                                        (select coalesce(jsonb_object_agg(item, words), '{}') from response_text
                                            where response_id = id)
                                from response
                                where survey_id = :survey and respondent = :respondent
                                """, Object[].class)
                        .setParameter("scores", write(response.scores()))
                        .setParameter("answers", write(response.answers()))
                        .setParameter("texts", write(response.texts()))
                        .setParameter("survey", response.surveyId())
                        .setParameter("respondent", response.respondent())
                        .getSingleResult())
                .invoke(earlier -> response.requireRepetitionOf((UUID) earlier[0], (Boolean) earlier[1]))
                .replaceWithVoid();
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where a person stands with each of the surveys; within a session. */
    public Uni<Map<UUID, AnswerState>> states(UUID person, Collection<UUID> surveys) {
        return keys.of(surveys)
                .chain(found -> Panache.getSession()
                        .chain(session -> answered(session, person, found))
                        .map(answered -> surveys.stream()
                                .collect(toMap(survey -> survey, survey -> state(survey, found, answered)))));
    }

    private static AnswerState state(UUID survey, Map<UUID, SurveyKey> keys, Set<UUID> answered) {
        if (!keys.containsKey(survey)) {
            return AnswerState.closed;
        }
        return answered.contains(survey) ? AnswerState.answered : AnswerState.open;
    }

    private static Uni<Set<UUID>> answered(Mutiny.Session session, UUID person, Map<UUID, SurveyKey> keys) {
        List<Map.Entry<UUID, SurveyKey>> entries = List.copyOf(keys.entrySet());
        return session.createNativeQuery("""
                        select survey_id from response
                        where (survey_id, respondent) in
                            (select * from unnest(cast(:surveys as uuid[]), cast(:respondents as uuid[])))
                        """, UUID.class)
                .setParameter("surveys", entries.stream().map(Map.Entry::getKey).toArray(UUID[]::new))
                .setParameter(
                        "respondents",
                        entries.stream()
                                .map(entry -> entry.getValue().respondent(person))
                                .toArray(UUID[]::new))
                .getResultList()
                .map(Set::copyOf);
    }
}
