package org.samverka.evaluation.survey;

import java.util.ArrayList;
import java.util.List;
import org.samverka.contracts.rest.Invalid;
import org.samverka.evaluation.instrument.Instrument;
import org.samverka.evaluation.participant.Programs.KnownProgram;
import org.samverka.evaluation.scoring.Band;
import org.samverka.evaluation.scoring.Form;

/**
 * That a survey screens: whoever is in the risk zone is offered a place in a support group.
 *
 * @param offerDays how long an offer can be answered, at least
 */
record Screening(String supportGroup, int offerDays) {

    void check(KnownProgram program, Form form, Occasion occasion) {
        List<Invalid.Error> errors = new ArrayList<>();
        if (!program.supportGroups().contains(supportGroup)) {
            errors.add(new Invalid.Error(
                    "/screening/supportGroup",
                    "not-a-support-group",
                    "The program's support groups are: " + String.join(", ", program.supportGroups())));
        }
        if (!tellsRisk(form)) {
            errors.add(new Invalid.Error(
                    "/instrument", "no-risk-zone", "The instrument has no band that is reason to offer support"));
        }
        if (!occasion.asksPeople()) {
            errors.add(new Invalid.Error("/occasion", "asks-organizations", "Only people are screened"));
        }
        if (!errors.isEmpty()) {
            throw new Invalid(errors);
        }
    }

    private static boolean tellsRisk(Form form) {
        return form instanceof Instrument instrument
                && instrument.scoring() != null
                && instrument.scoring().measures().get(0).bands().stream().anyMatch(Band::risk);
    }
}
