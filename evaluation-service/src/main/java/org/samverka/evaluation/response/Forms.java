package org.samverka.evaluation.response;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.evaluation.instrument.Instrument;
import org.samverka.evaluation.instrument.Instruments;
import org.samverka.evaluation.questionnaire.Questionnaire;
import org.samverka.evaluation.questionnaire.QuestionnaireView;
import org.samverka.evaluation.questionnaire.Questionnaires;
import org.samverka.evaluation.scoring.Form;

/** All that a survey can put to people: instruments and questionnaires, whose keys are of one kind. Within a session. */
@ApplicationScoped
public class Forms {
    private final Instruments instruments;
    private final Questionnaires questionnaires;

    Forms(Instruments instruments, Questionnaires questionnaires) {
        this.instruments = instruments;
        this.questionnaires = questionnaires;
    }

    /** Its newest version, or null; a questionnaire only of the program. */
    public Uni<@Nullable Form> newest(String key, String program) {
        return instruments
                .find(key)
                .chain(instrument -> instrument == null
                        ? questionnaires.newest(key, program).map(found -> (Form) found)
                        : Uni.createFrom().item((Form) instrument));
    }

    public Uni<Form> get(String key, int version) {
        return instruments
                .find(key, version)
                .chain(instrument -> instrument == null
                        ? questionnaires.find(key, version).map(found -> (Form) found)
                        : Uni.createFrom().item((Form) instrument))
                .onItem()
                .ifNull()
                .failWith(() -> new NotKnown("There is no such instrument or questionnaire any more"));
    }

    static Questionnaire questionnaire(Form form) {
        return form instanceof Questionnaire questionnaire ? questionnaire : QuestionnaireView.of((Instrument) form);
    }
}
