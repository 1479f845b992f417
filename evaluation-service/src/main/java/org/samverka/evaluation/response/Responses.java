package org.samverka.evaluation.response;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.EvaluationEvent.AnswerWithdrawn;
import org.samverka.contracts.Gender;
import org.samverka.contracts.delivery.Outbox;
import org.samverka.contracts.delivery.Trace;
import org.samverka.contracts.rest.Idempotency;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.contracts.rest.Refused;
import org.samverka.evaluation.response.Question.About;
import org.samverka.evaluation.scoring.Form;

/** What was answered, by respondents whom only their survey's key connects to a person. */
@ApplicationScoped
public class Responses {
    private final Forms forms;
    private final SurveyKeys keys;
    private final Drafts drafts;
    private final Repetitions repetitions;
    private final Screenings screenings;
    private final Outbox outbox;
    private final ObjectMapper json;
    private final Clock clock;

    Responses(
            Forms forms,
            SurveyKeys keys,
            Drafts drafts,
            Repetitions repetitions,
            Screenings screenings,
            Outbox outbox,
            ObjectMapper json,
            Clock clock) {
        this.forms = forms;
        this.keys = keys;
        this.drafts = drafts;
        this.repetitions = repetitions;
        this.screenings = screenings;
        this.outbox = outbox;
        this.json = json;
        this.clock = clock;
    }

    /** Answers an assignment of the asker's own, once; or once more, where a second answer was asked for. */
    @WithTransaction
    public Uni<Void> answer(
            UUID assignment,
            Asker asker,
            Map<String, ? extends @Nullable Object> answers,
            Idempotency.@Nullable Key request) {
        return question(assignment, asker)
                .chain(this::inItsRound)
                .chain(question -> answer(question, question.answer(answers, request)));
    }

    private Uni<Void> answer(Question question, Response response) {
        return keep(response).chain(kept -> kept ? finish(question, response) : compare(response));
    }

    private Uni<Void> finish(Question question, Response response) {
        return keepTexts(response)
                .chain(() -> drafts.forget(question.surveyId(), response.respondent()))
                .chain(() ->
                        question.isScreening() ? screenings.answered(question.answered(response)) : tell(response));
    }

    /** Takes back what was answered; as long as the survey has its key, which finds it. */
    @WithTransaction
    public Uni<Void> withdraw(UUID assignment, Asker asker) {
        return question(assignment, asker).chain(this::withdraw);
    }

    private Uni<Void> withdraw(Question question) {
        UUID respondent = question.respondent();
        return delete(question.about().surveyId(), respondent)
                .chain(responses -> question.isScreening()
                        ? screenings.withdrawn(question.screened())
                        : tellWithdrawn(question.about(), respondent, responses));
    }

    private static Uni<List<UUID>> delete(UUID survey, UUID respondent) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "delete from response where survey_id = :survey and respondent = :respondent returning id",
                                UUID.class)
                        .setParameter("survey", survey)
                        .setParameter("respondent", respondent)
                        .getResultList())
                .invoke(deleted -> {
                    if (deleted.isEmpty()) {
                        throw new NotAnswered();
                    }
                });
    }

    static final class NotAnswered extends Refused {
        NotAnswered() {
            super("There is no answer of yours to take back");
        }
    }

    /** Under a trace of its own, as the answer was. */
    private Uni<Void> tellWithdrawn(About about, UUID respondent, List<UUID> responses) {
        return outbox.appendEntries(responses.stream()
                .map(id -> new Outbox.Entry(
                        new AnswerWithdrawn(id, about.survey(), about.program(), respondent), Trace.continued(null)))
                .toList());
    }

    /** What is asked in one of the asker's own assignments; within a session. */
    Uni<Question> question(UUID assignment, Asker asker) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select s.id, s.key, s.program, s.instrument, s.instrument_version, s.key_of, k.locked,
                                    a.person_id, a.organization, a.target_group, p.gender, p.organization as employer,
                                    s.series, s.wave, s.offer_days, d.today,
                                    (s.closes_on is null or s.closes_on >= d.today)
                                        and (a.due_on is null or a.due_on >= d.today) as taken
                                from assignment a join survey s on s.id = a.survey_id
                                    left join survey_key k on k.survey_id = s.key_of
                                    left join person p on p.id = a.person_id
                                    left join program g on g.key = s.program
                                    cross join lateral (select cast(cast(:now as timestamptz)
                                        at time zone coalesce(g.zone, 'Europe/Stockholm') as date) as today) d
                                where a.id = :assignment and (a.person_id = cast(:person as uuid)
                                    or a.organization = any(cast(:organizations as text[])))
                                """, Object[].class)
                        .setParameter("now", clock.instant().atOffset(ZoneOffset.UTC))
                        .setParameter("assignment", assignment)
                        .setParameter("person", asker.person())
                        .setParameter("organizations", asker.organizations().toArray(String[]::new))
                        .getSingleResultOrNull())
                .onItem()
                .ifNull()
                .failWith(() -> new NotKnown("No such assignment among yours"))
                .chain(row -> forms.get((String) row[3], (Integer) row[4]).map(form -> question(row, form)));
    }

    private Question question(Object[] row, Form form) {
        UUID survey = (UUID) row[0];
        String locked = (String) row[6];
        String gender = (String) row[10];
        String answersFor = (String) row[8];
        return new Question(
                new About(survey, (String) row[1], (String) row[2], (String) row[12], (String) row[13]),
                form,
                locked == null ? null : keys.unlock((UUID) row[5], locked),
                new Asked(survey, (UUID) row[7], answersFor),
                (String) row[9],
                gender == null ? Gender.unknown : Gender.valueOf(gender),
                answersFor == null ? (String) row[11] : answersFor,
                (Boolean) row[16],
                (Integer) row[14],
                (LocalDate) row[15],
                1);
    }

    /** Only a screening asks twice. */
    Uni<Question> inItsRound(Question question) {
        return question.isScreening() && question.key() != null
                ? repetitions
                        .isDue(question.about().surveyId(), question.respondent(), question.today())
                        .map(due -> due ? question.inRound(2) : question)
                : Uni.createFrom().item(question);
    }

    /** Says whether the respondent had not answered before. */
    private Uni<Boolean> keep(Response response) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                insert into response
                                    (id, survey_id, respondent, request, target_group, gender, organization, round,
                                        scores, results, answers)
                                values (:id, :survey, :respondent, :request, :group, :gender, :organization, :round,
                                    cast(cast(:scores as text) as jsonb), cast(cast(:results as text) as jsonb),
                                    cast(cast(:answers as text) as jsonb))
                                on conflict (survey_id, respondent, round) do nothing
                                """)
                        .setParameter("id", response.id())
                        .setParameter("survey", response.about().surveyId())
                        .setParameter("respondent", response.respondent())
                        .setParameter("request", response.request())
                        .setParameter("group", response.targetGroup())
                        .setParameter("gender", response.gender().name())
                        .setParameter("organization", response.organization())
                        .setParameter("round", response.round())
                        .setParameter("scores", write(response.scores()))
                        .setParameter("results", write(response.results()))
                        .setParameter("answers", write(response.answers()))
                        .executeUpdate())
                .map(rows -> rows == 1);
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
                                            where response_id = response.id)
                                from response
                                where survey_id = :survey and respondent = :respondent and round = :round
                                """, Object[].class)
                        .setParameter("round", response.round())
                        .setParameter("scores", write(response.scores()))
                        .setParameter("answers", write(response.answers()))
                        .setParameter("texts", write(response.texts()))
                        .setParameter("survey", response.about().surveyId())
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

    /** Where those who are asked stand with their surveys, whatever the date; within a session. */
    public Uni<Map<Asked, AnswerState>> states(Collection<Asked> asked) {
        return keys.of(asked.stream().map(Asked::survey).distinct().toList())
                .chain(found -> Panache.getSession()
                        .chain(session -> given(session, asked, found))
                        .map(answered -> asked.stream()
                                .distinct()
                                .collect(toMap(each -> each, each -> state(each, found, answered)))));
    }

    private record Answer(UUID survey, UUID respondent) {}

    private static AnswerState state(Asked asked, Map<UUID, SurveyKey> keys, Map<Answer, Boolean> given) {
        SurveyKey key = keys.get(asked.survey());
        if (key == null) {
            return AnswerState.closed;
        }
        Boolean again = given.get(new Answer(asked.survey(), key.respondent(asked)));
        return again == null ? AnswerState.open : again ? AnswerState.again : AnswerState.answered;
    }

    /** Who has answered, and whether they are to answer once more. */
    private Uni<Map<Answer, Boolean>> given(
            Mutiny.Session session, Collection<Asked> asked, Map<UUID, SurveyKey> keys) {
        List<Answer> possible = asked.stream()
                .filter(each -> keys.containsKey(each.survey()))
                .map(each -> new Answer(
                        each.survey(),
                        Objects.requireNonNull(keys.get(each.survey())).respondent(each)))
                .toList();
        return session.createNativeQuery("""
                        select r.survey_id, r.respondent, count(n.survey_id) > 0 and max(r.round) = 1
                        from response r
                        left join repetition n on n.survey_id = r.survey_id and n.respondent = r.respondent
                            and n.from_on <= :today
                        where (r.survey_id, r.respondent) in
                            (select * from unnest(cast(:surveys as uuid[]), cast(:respondents as uuid[])))
                        group by r.survey_id, r.respondent
                        """, Object[].class)
                .setParameter("today", LocalDate.now(clock))
                .setParameter("surveys", possible.stream().map(Answer::survey).toArray(UUID[]::new))
                .setParameter(
                        "respondents", possible.stream().map(Answer::respondent).toArray(UUID[]::new))
                .getResultList()
                .map(rows -> rows.stream().collect(toMap(row -> new Answer((UUID) row[0], (UUID) row[1]), row ->
                        (Boolean) row[2])));
    }
}
