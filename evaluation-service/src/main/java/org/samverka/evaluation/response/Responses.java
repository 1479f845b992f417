package org.samverka.evaluation.response;

import static java.util.stream.Collectors.toMap;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.EvaluationEvent.AnswerWithdrawn;
import org.samverka.contracts.delivery.Gathering;
import org.samverka.contracts.delivery.Outbox;
import org.samverka.contracts.delivery.Trace;
import org.samverka.contracts.rest.DomainException;
import org.samverka.contracts.rest.Idempotency;
import org.samverka.contracts.rest.Refused;
import org.samverka.evaluation.questionnaire.Questionnaire;
import org.samverka.evaluation.response.Question.About;
import org.samverka.evaluation.response.Questions.Wanted;
import org.samverka.evaluation.response.Screenings.Answered;

/** What was answered, by respondents whom only their survey's key connects to a person. */
@ApplicationScoped
public class Responses {
    /** All answers share one lane. */
    private static final String LANE = "answers";

    private final Questions questions;
    private final Answers answers;
    private final SurveyKeys keys;
    private final Screenings screenings;
    private final Outbox outbox;
    private final Clock clock;
    private final Gathering<String, Attempt, Taken> attempts;

    Responses(
            Questions questions,
            Answers answers,
            SurveyKeys keys,
            Screenings screenings,
            Outbox outbox,
            Clock clock,
            Vertx vertx) {
        this.questions = questions;
        this.answers = answers;
        this.keys = keys;
        this.screenings = screenings;
        this.outbox = outbox;
        this.clock = clock;
        this.attempts = new Gathering<>(vertx, (lane, together) -> takeTogether(together));
    }

    /** @param id that of the response, if it is taken */
    private record Attempt(
            UUID id,
            Wanted wanted,
            Map<String, ? extends @Nullable Object> answers,
            Idempotency.@Nullable Key request) {}

    /** That an answer was taken, or why not. */
    private record Taken(@Nullable DomainException refusal) {
        private static final Taken AS_IT_IS = new Taken(null);

        void orThrow() {
            if (refusal != null) {
                throw refusal;
            }
        }
    }

    /**
     * Answers an assignment of the asker's own, once; or once more, where a second answer was asked for. Answers that arrive
     * together share one transaction, in which each is judged by itself.
     */
    public Uni<Void> answer(
            UUID assignment,
            Asker asker,
            Map<String, ? extends @Nullable Object> answers,
            Idempotency.@Nullable Key request) {
        return attempts.add(LANE, new Attempt(UUID.randomUUID(), new Wanted(assignment, asker), answers, request))
                .invoke(Taken::orThrow)
                .replaceWithVoid();
    }

    private Uni<List<Taken>> takeTogether(List<Attempt> together) {
        return Panache.withTransaction(() -> questions
                .all(together.stream().map(Attempt::wanted).toList())
                .chain(this::inTheirRounds)
                .map(asked -> judged(together, asked))
                .chain(this::keep));
    }

    private Uni<List<@Nullable Question>> inTheirRounds(List<@Nullable Question> asked) {
        return asked.stream().noneMatch(question -> question != null && question.isScreening())
                ? Uni.createFrom().item(asked)
                : Multi.createFrom()
                        .iterable(asked.stream().map(Optional::ofNullable).toList())
                        .onItem()
                        .transformToUniAndConcatenate(this::inItsRound)
                        .collect()
                        .asList()
                        .map(all -> all.stream()
                                .<@Nullable Question>map(question -> question.orElse(null))
                                .toList());
    }

    private Uni<Optional<Question>> inItsRound(Optional<Question> question) {
        return question.isEmpty()
                ? Uni.createFrom().item(question)
                : questions.inItsRound(question.get()).map(Optional::of);
    }

    /** An answer that fits what is asked, or why there is none. */
    private record Judged(
            @Nullable Question question,
            @Nullable Response response,
            @Nullable DomainException refusal) {}

    private static List<Judged> judged(List<Attempt> together, List<@Nullable Question> asked) {
        return IntStream.range(0, together.size())
                .mapToObj(i -> judged(together.get(i), asked.get(i)))
                .toList();
    }

    private static Judged judged(Attempt attempt, @Nullable Question question) {
        try {
            if (question == null) {
                throw Questions.unknown();
            }
            return new Judged(question, question.answer(attempt.id(), attempt.answers(), attempt.request()), null);
        } catch (DomainException refusal) {
            return new Judged(question, null, refusal);
        }
    }

    private Uni<List<Taken>> keep(List<Judged> judged) {
        List<Response> responses = judged.stream()
                .flatMap(each -> Stream.ofNullable(each.response()))
                .toList();
        return responses.isEmpty()
                ? Uni.createFrom().item(taken(judged, Map.of()))
                : answers.keep(answers.rows(responses))
                        .call(kept -> follow(judged, kept))
                        .chain(kept -> answers.refusals(responses.stream()
                                .filter(response -> !kept.contains(response.id()))
                                .toList()))
                        .map(refusals -> taken(judged, refusals));
    }

    private static List<Taken> taken(List<Judged> judged, Map<UUID, Refused> refusals) {
        return judged.stream()
                .map(each -> each.response() == null
                        ? new Taken(each.refusal())
                        : refusals.containsKey(each.response().id())
                                ? new Taken(refusals.get(each.response().id()))
                                : Taken.AS_IT_IS)
                .toList();
    }

    /** Of a screening others are told what it comes to, and no answer. */
    private Uni<Void> follow(List<Judged> judged, Set<UUID> kept) {
        var told = new ArrayList<Response>();
        var screened = new ArrayList<Response>();
        var results = new ArrayList<Answered>();
        for (Judged each : judged) {
            Question question = each.question();
            Response response = each.response();
            if (question != null && response != null && kept.contains(response.id())) {
                if (question.isScreening()) {
                    screened.add(response);
                    results.add(question.answered(response));
                } else {
                    told.add(response);
                }
            }
        }
        return (told.isEmpty() ? nothing() : answers.followingAndTold(told).execute())
                .chain(() -> screened.isEmpty()
                        ? nothing()
                        : answers.following(screened).execute().chain(() -> screen(results)));
    }

    private static Uni<Void> nothing() {
        return Uni.createFrom().voidItem();
    }

    private Uni<Void> screen(List<Answered> results) {
        return Multi.createFrom()
                .iterable(results)
                .onItem()
                .transformToUniAndConcatenate(screenings::answered)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** What is asked in one of the asker's own assignments. */
    @WithSession
    public Uni<Questionnaire> form(UUID assignment, Asker asker) {
        return questions.one(assignment, asker).map(question -> Forms.questionnaire(question.form()));
    }

    /** Takes back what was answered; as long as the survey has its key, which finds it. */
    @WithTransaction
    public Uni<Void> withdraw(UUID assignment, Asker asker) {
        return questions.one(assignment, asker).chain(this::withdraw);
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
