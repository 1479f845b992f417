package org.samverka.stack.demo.plus;

import static org.samverka.stack.demo.plus.AskAlup.wordings;
import static org.samverka.stack.demo.plus.Plus.PROGRAM;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.samverka.stack.demo.api.Platform;
import org.samverka.stack.demo.check.Checks;
import org.samverka.stack.demo.programs.Roster;
import org.samverka.stack.demo.programs.Roster.Member;
import org.samverka.stack.demo.survey.PaperForms;
import org.samverka.stack.demo.survey.Statement;

/** The other goals' statements, on paper: four are reached, and of thirty in gender equality two do not agree to all. */
final class AskOnPaper {
    private static final Map<String, Statement> BY_GROUP = groups();

    private final Checks checks;
    private final Roster roster;
    private final PaperForms forms;

    AskOnPaper(Platform platform, Checks checks, Roster roster) {
        this.checks = checks;
        this.roster = roster;
        this.forms = new PaperForms(platform, checks, PROGRAM);
    }

    private static Map<String, Statement> groups() {
        Map<String, Statement> groups = new LinkedHashMap<>();
        groups.put(
                Plus.NETWORK,
                new Statement(
                        "network-equipped",
                        "plus-network-equipped",
                        wordings("better-equipped", "Jag är bättre rustad för ett hälsofrämjande ledarskap"),
                        55,
                        53,
                        0.95));
        groups.put(
                Plus.INSPIRERS,
                new Statement(
                        "inspirers-ground",
                        "plus-inspirers-ground",
                        wordings("good-ground", "Jag har fått en bra grund att stå på"),
                        55,
                        53,
                        0.95));
        groups.put(
                "bemanna-ratt",
                new Statement(
                        "bemanna-ratt",
                        "plus-bemanna-ratt",
                        wordings(
                                "overall-view", "Jag har bättre helhetssyn",
                                "security", "Jag är tryggare",
                                "participation", "Jag är mer delaktig",
                                "responsibility", "Jag tar mer eget ansvar"),
                        20,
                        16,
                        0.8));
        groups.put(
                "accessibility-training",
                new Statement(
                        "accessibility",
                        "plus-accessibility",
                        wordings("knowledge", "Mina kunskaper har ökat"),
                        30,
                        30,
                        1));
        groups.put(
                "gender-equality-training",
                new Statement(
                        "gender-equality",
                        "plus-gender-equality",
                        wordings(
                                "knowledge", "Mina kunskaper har ökat",
                                "insight", "Min insikt har ökat",
                                "understanding", "Min förståelse har ökat"),
                        30,
                        28,
                        1));
        return groups;
    }

    /** Returns how the goals are to stand. */
    Map<String, String> play() {
        checks.step("The funder's statements, answered on paper");
        Map<String, String> states = new LinkedHashMap<>();
        BY_GROUP.forEach((group, statement) -> {
            ask(group, statement);
            states.put(statement.goal(), statement.state());
        });
        return states;
    }

    private void ask(String group, Statement statement) {
        forms.write(statement.survey(), statement.spreadsheet());
        if (!forms.open(
                statement.survey(), Map.of("targetGroup", group, "occasion", "date", "closesOn", "2013-07-31"))) {
            checks.note(statement.survey() + ": the forms are in already");
            return;
        }
        List<Member> people = roster.in(group);
        List<String> filled = new ArrayList<>();
        for (int n = 0; n < statement.answers(); n++) {
            Member member = people.get(n);
            filled.add("%s,%s,%s,%s".formatted(member.organization(), member.gender(), group, statement.form(n)));
        }
        forms.handIn(statement.survey(), "organization,gender,targetGroup," + statement.items(), filled);
    }
}
