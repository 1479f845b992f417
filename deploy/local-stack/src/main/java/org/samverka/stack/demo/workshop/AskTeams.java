package org.samverka.stack.demo.workshop;

import static org.samverka.stack.demo.workshop.RecruitmentWorkshop.PROGRAM;
import static org.samverka.stack.demo.workshop.RecruitmentWorkshop.TEAMS;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.samverka.stack.demo.api.Platform;
import org.samverka.stack.demo.check.Checks;
import org.samverka.stack.demo.survey.PaperForms;
import org.samverka.stack.demo.survey.Statement;

/** Whether the workshop put recruitment into focus, on paper. */
final class AskTeams {
    private static final Statement FOCUS = new Statement(
            "focus",
            "recruitment-workshop-focus",
            Map.of("focus", "Værkstedet satte fokus på rekruttering"),
            15,
            12,
            0.8);

    private final Checks checks;
    private final PaperForms forms;

    AskTeams(Platform platform, Checks checks) {
        this.checks = checks;
        this.forms = new PaperForms(platform, checks, PROGRAM);
    }

    /** Returns how the goal is to stand. */
    String play() {
        checks.step("Ask the teams whether recruitment came into focus");
        forms.write(FOCUS.survey(), FOCUS.spreadsheet());
        if (forms.open(FOCUS.survey(), Map.of("targetGroup", TEAMS, "occasion", "date", "closesOn", "2022-12-31"))) {
            List<String> filled = IntStream.range(0, FOCUS.answers())
                    .mapToObj(respondent -> "demo-kommune,woman,%s,%s".formatted(TEAMS, FOCUS.form(respondent)))
                    .toList();
            forms.handIn(FOCUS.survey(), "organization,gender,targetGroup," + FOCUS.items(), filled);
        } else {
            checks.note("the forms are in already");
        }
        return FOCUS.state();
    }
}
