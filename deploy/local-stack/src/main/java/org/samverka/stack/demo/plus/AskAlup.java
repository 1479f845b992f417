package org.samverka.stack.demo.plus;

import static org.samverka.stack.demo.plus.Plus.ALUP;
import static org.samverka.stack.demo.plus.Plus.PROGRAM;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.samverka.stack.Listener;
import org.samverka.stack.demo.api.Api;
import org.samverka.stack.demo.api.Platform;
import org.samverka.stack.demo.api.Statistics;
import org.samverka.stack.demo.api.Watch;
import org.samverka.stack.demo.check.Checks;
import org.samverka.stack.demo.check.Patience;
import org.samverka.stack.demo.survey.PaperForms;
import org.samverka.stack.demo.survey.Respondents;
import org.samverka.stack.demo.survey.Respondents.Respondent;
import org.samverka.stack.demo.survey.Statement;

/** Who has completed ALUP is asked by that, and answers with an account of their own. */
final class AskAlup {
    private static final int COMPLETED = 46;
    private static final int STEP = 7;

    private static final Statement STATEMENT = new Statement(
            "self-esteem",
            "plus-self-esteem",
            wordings(
                    "self-esteem", "Min självkänsla har stärkts",
                    "own-responsibility", "Jag ser klarare mitt eget ansvar för min hälsa"),
            COMPLETED,
            40,
            0.8);

    private final Platform platform;
    private final Checks checks;
    private final PaperForms surveys;
    private final Api participants;
    private final Statistics statistics;

    AskAlup(Platform platform, Checks checks) {
        this.platform = platform;
        this.checks = checks;
        this.surveys = new PaperForms(platform, checks, PROGRAM);
        this.participants = platform.as("coordinator", Listener.PARTICIPANTS);
        this.statistics = platform.statistics("coordinator", PROGRAM);
    }

    /** In this order. */
    static Map<String, String> wordings(String... itemsAndWords) {
        Map<String, String> wordings = new LinkedHashMap<>();
        for (int i = 0; i < itemsAndWords.length; i += 2) {
            wordings.put(itemsAndWords[i], itemsAndWords[i + 1]);
        }
        return wordings;
    }

    /** Returns how the goal is to stand. */
    Map<String, String> play() {
        checks.step("Evaluate ALUP: who has completed it answers");
        List<String> completed = Patience.MOMENTS.until(this::completed, found -> found.size() >= COMPLETED);
        checks.equal("have completed ALUP: four meetings of five", COMPLETED, completed.size());
        surveys.write(STATEMENT.survey(), STATEMENT.spreadsheet());
        surveys.open(STATEMENT.survey(), Map.of("targetGroup", ALUP, "occasion", "completed"));
        List<Respondent> respondents = new Respondents(platform, STATEMENT.survey()).of(completed);
        if (respondents.stream().allMatch(Respondent::hasAnswered)) {
            checks.note("they have answered already");
        } else {
            answer(respondents);
        }
        checks.equal(
                "answers to ALUP's evaluation, as the coordinator is told",
                COMPLETED - STEP - (COMPLETED - STEP) % STEP + "",
                platform.as("coordinator", Listener.EVALUATION)
                        .get("/surveys/%s/assignments".formatted(STATEMENT.survey()))
                        .require(200)
                        .text("answered"));
        return Map.of(STATEMENT.goal(), STATEMENT.state());
    }

    private List<String> completed() {
        return participants
                .all("/programs/%s/enrollments?targetGroup=%s&state=completed".formatted(PROGRAM, ALUP))
                .stream()
                .map(enrollment -> enrollment.path("personId").asText())
                .toList();
    }

    /** Answers are shown in steps: with every seventh the figure moves. */
    private void answer(List<Respondent> respondents) {
        Watch watch = new Watch(statistics, "answers");
        for (int n = 0; n < respondents.size(); n++) {
            Respondent respondent = respondents.get(n);
            Map<String, String> answers = STATEMENT.answersOf(n);
            if ((n + 1) % STEP == 0) {
                watch.see(1, () -> respondent.answer(answers).require(201));
            } else {
                respondent.answer(answers).require(201);
            }
        }
        checks.holds(
                "from each seventh answer to the figure that moves",
                !watch.delays().isEmpty(),
                watch.delays());
    }
}
