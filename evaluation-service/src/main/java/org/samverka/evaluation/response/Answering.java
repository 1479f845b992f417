package org.samverka.evaluation.response;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Invalid;
import org.samverka.evaluation.questionnaire.QuestionnaireView.ProgressView;
import org.samverka.evaluation.response.DraftResource.DraftView;
import org.samverka.evaluation.response.Drafts.Draft;
import org.samverka.evaluation.response.Response.AlreadyAnswered;

/** Answering one thing after another: what is saved is the respondent's alone until it is given. */
@ApplicationScoped
class Answering {
    private static final int LONGEST_DRAFT = 256 * 1024;

    private final Questions questions;
    private final Responses responses;
    private final Drafts drafts;
    private final ObjectMapper json;

    Answering(Questions questions, Responses responses, Drafts drafts, ObjectMapper json) {
        this.questions = questions;
        this.responses = responses;
        this.drafts = drafts;
        this.json = json;
    }

    @WithTransaction
    Uni<DraftView> draft(UUID assignment, Asker asker) {
        return open(assignment, asker)
                .chain(question ->
                        drafts.get(question.surveyId(), question.respondent()).map(draft -> view(question, draft)));
    }

    @WithTransaction
    Uni<JsonNode> fhir(UUID assignment, Asker asker) {
        return open(assignment, asker)
                .chain(question -> drafts.get(question.surveyId(), question.respondent())
                        .map(draft -> Forms.questionnaire(question.form()).response(read(draft), false)));
    }

    @WithTransaction
    Uni<DraftView> save(UUID assignment, Asker asker, Map<String, @Nullable Object> answers, @Nullable String ifMatch) {
        String text = write(answers);
        if (text.length() > LONGEST_DRAFT || text.contains("\\u0000")) {
            throw new Invalid("/answers", "unreadable-value", "The answers are too long, or have a character NUL");
        }
        return open(assignment, asker)
                .chain(question -> drafts.save(question.surveyId(), question.respondent(), text, ifMatch)
                        .map(draft -> view(question, draft)));
    }

    @WithTransaction
    Uni<Void> discard(UUID assignment, Asker asker) {
        return open(assignment, asker).chain(question -> drafts.forget(question.surveyId(), question.respondent()));
    }

    /** Who has answered has no draft, and makes none; unless they are to answer once more. */
    private Uni<Question> open(UUID assignment, Asker asker) {
        return questions
                .one(assignment, asker)
                .chain(questions::inItsRound)
                .invoke(Question::requireTaken)
                .call(question -> responses
                        .states(List.of(question.asked()))
                        .invoke(states -> requireOpen(states.get(question.asked()))));
    }

    private static void requireOpen(@Nullable AnswerState state) {
        if (state == AnswerState.answered) {
            throw new AlreadyAnswered();
        }
    }

    private DraftView view(Question question, Draft draft) {
        Map<String, @Nullable Object> answers = read(draft);
        return new DraftView(draft.version(), answers, ProgressView.of(Forms.questionnaire(question.form()), answers));
    }

    private Map<String, @Nullable Object> read(Draft draft) {
        try {
            return json.readValue(draft.answers(), new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String write(Map<String, @Nullable Object> answers) {
        try {
            return json.writeValueAsString(answers);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
