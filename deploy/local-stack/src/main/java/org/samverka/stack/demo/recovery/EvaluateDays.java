package org.samverka.stack.demo.recovery;

import static org.samverka.stack.demo.recovery.RecoveryDays.EMPLOYEES;
import static org.samverka.stack.demo.recovery.RecoveryDays.PROGRAM;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.samverka.stack.demo.api.Platform;
import org.samverka.stack.demo.api.Statistics;
import org.samverka.stack.demo.api.Statistics.Cell;
import org.samverka.stack.demo.check.Checks;
import org.samverka.stack.demo.programs.Roster;
import org.samverka.stack.demo.programs.Roster.Member;
import org.samverka.stack.demo.survey.PaperForms;

/** What the participants thought of their day, on paper: every fourth form, with what was strong and could be better. */
final class EvaluateDays {
    private static final String SURVEY = "recovery-days-evaluation";
    private static final int EVERY = 4;
    private static final int AGREE_OF_TEN = 9;
    private static final int STEP = 7;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final String QUESTIONNAIRE = """
            type;name;label;required
            title;;Din återhämtningsdag;
            scale 1 5;usefulness;Dagen var till nytta för mig (1 stämmer inte alls, 5 stämmer helt);yes
            text;strength;Vad var bra?;
            text;improvement;Vad kan bli bättre?;
            """;

    private final Checks checks;
    private final Roster roster;
    private final PaperForms forms;
    private final Statistics statistics;

    EvaluateDays(Platform platform, Checks checks, Roster roster) {
        this.checks = checks;
        this.roster = roster;
        this.forms = new PaperForms(platform, checks, PROGRAM);
        this.statistics = platform.statistics("coordinator", PROGRAM);
    }

    void play() {
        checks.step("Evaluate the days on paper");
        List<String> filled = filled();
        forms.write(SURVEY, QUESTIONNAIRE);
        if (forms.open(SURVEY, Map.of("targetGroup", EMPLOYEES, "occasion", "date", "closesOn", "2022-12-31"))) {
            forms.handIn(SURVEY, "organization,gender,targetGroup,usefulness,strength,improvement", filled);
        } else {
            checks.note("the forms are in already");
        }
        check(filled.size());
    }

    private List<String> filled() {
        List<Member> people = roster.in(EMPLOYEES);
        List<String> filled = new ArrayList<>();
        for (int i = 0; i < people.size(); i += EVERY) {
            Member member = people.get(i);
            int n = filled.size();
            boolean agrees = n % 10 < AGREE_OF_TEN;
            filled.add("%s,%s,%s,%d,%s,%s"
                    .formatted(
                            member.organization(),
                            member.gender(),
                            EMPLOYEES,
                            (agrees ? 4 : 2) + n % 2,
                            n % 50 == 0 ? "Pauserna" : "",
                            n % 60 == 0 ? "Mer tid utomhus" : ""));
        }
        return filled;
    }

    private void check(int given) {
        long shown = given / STEP * (long) STEP;
        statistics.await("answers", count -> count >= shown, PATIENCE);
        checks.equal("answers, shown in steps of " + STEP, shown, statistics.total("answers"));
        Cell useful = statistics.table("agreement").get(Map.of("item", "usefulness"));
        checks.holds(
                "of use, about 9 of 10",
                useful != null
                        && useful.value() != null
                        && Math.abs(useful.value().doubleValue() - AGREE_OF_TEN / 10.0) < 0.02,
                useful == null
                        ? "not there"
                        : "%s (%s of %s)".formatted(useful, useful.numerator(), useful.denominator()));
    }
}
