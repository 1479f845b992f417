package org.samverka.evaluation.response;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.evaluation.questionnaire.PortableForm;

/** What was answered, for whoever answered it and nobody else, as long as the survey's key leads to it. */
@ApplicationScoped
class OwnAnswers {
    private final Questions questions;
    private final ObjectMapper json;

    OwnAnswers(Questions questions, ObjectMapper json) {
        this.questions = questions;
        this.json = json;
    }

    /**
     * The latest as a FHIR R4 QuestionnaireResponse, whose subject is the survey's pseudonym. An organization's free text is
     * left out: another of its contacts may have written it.
     */
    @WithSession
    Uni<JsonNode> fhir(UUID assignment, Asker asker) {
        return questions.one(assignment, asker).chain(question -> kept(question).map(row -> fhir(question, row)));
    }

    private static Uni<Object[]> kept(Question question) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select cast(r.scores as text), cast(r.answers as text),
                                    (select cast(coalesce(jsonb_object_agg(t.item, t.words), '{}') as text)
                                        from response_text t where t.response_id = r.id)
                                from response r where r.survey_id = :survey and r.respondent = :respondent
                                order by r.round desc limit 1
                                """, Object[].class)
                        .setParameter("survey", question.surveyId())
                        .setParameter("respondent", question.respondent())
                        .getSingleResultOrNull())
                .onItem()
                .ifNull()
                .failWith(() -> new NotKnown("You have not answered, or it is not known any more that it was you"));
    }

    private JsonNode fhir(Question question, Object[] row) {
        boolean ownWords = question.asked().person() != null;
        return PortableForm.of(question.form())
                .response(
                        read((String) row[0]),
                        read((String) row[1]),
                        ownWords ? read((String) row[2]) : Map.of(),
                        new PortableForm.Subject(question.about().survey(), question.respondent()));
    }

    private Map<String, @Nullable Object> read(String column) {
        try {
            return json.readValue(column, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
