package org.samverka.stack.demo.plus;

import static org.samverka.stack.demo.plus.Plus.PROGRAM;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.samverka.stack.Listener;
import org.samverka.stack.StackFailure;
import org.samverka.stack.demo.api.Accounts.Account;
import org.samverka.stack.demo.api.Api;
import org.samverka.stack.demo.api.Clients;
import org.samverka.stack.demo.api.Platform;
import org.samverka.stack.demo.check.Checks;
import org.samverka.stack.demo.check.Patience;
import org.samverka.stack.demo.survey.PaperForms;
import org.samverka.stack.demo.survey.Statement;

/** Each participating organization is asked once, and answers by its contact. */
final class AskOrganizations {
    private static final List<String> PARTICIPATING = List.of(
            "borgholm",
            "emmaboda",
            "hogsby",
            "kalmar",
            "morbylanga",
            "nybro",
            "torsas",
            "uppvidinge",
            "landstinget-kalmar");

    private static final Statement STATEMENT = new Statement(
            "organizations",
            "plus-organizations",
            Map.of("strengthened", "Organisationen har stärkts"),
            PARTICIPATING.size(),
            PARTICIPATING.size(),
            1);

    private static final int CLIENTS = 3;

    private final Platform platform;
    private final Checks checks;
    private final PaperForms surveys;

    AskOrganizations(Platform platform, Checks checks) {
        this.platform = platform;
        this.checks = checks;
        this.surveys = new PaperForms(platform, checks, PROGRAM);
    }

    /** Returns how the goal is to stand. */
    Map<String, String> play() {
        checks.step("The participating organizations say whether they were strengthened");
        surveys.write(STATEMENT.survey(), STATEMENT.spreadsheet());
        surveys.open(STATEMENT.survey(), Map.of("occasion", "organization"));
        List<Boolean> answered = new Clients(CLIENTS).each(PARTICIPATING, this::answer);
        checks.equal(
                "organizations that have answered, by their contacts",
                (long) PARTICIPATING.size(),
                answered.stream().filter(done -> done).count());
        return Map.of(STATEMENT.goal(), STATEMENT.state());
    }

    private boolean answer(String organization) {
        String user = "contact-" + organization;
        platform.accounts().open(Account.ofContact(user, organization, PROGRAM));
        Api contact = platform.as(user, Listener.EVALUATION);
        JsonNode assignment = Patience.MOMENTS
                .until(() -> assignment(contact), Optional::isPresent)
                .orElseThrow(() -> new StackFailure(organization + " is not asked"));
        if (assignment.path("state").asText().equals("answered")) {
            return true;
        }
        String path = "/assignments/" + assignment.path("id").asText();
        return contact.post(path + "/response", path, Map.of("answers", STATEMENT.answersOf(0)))
                .is(201);
    }

    private static Optional<JsonNode> assignment(Api contact) {
        return contact.all("/me/assignments").stream()
                .filter(each -> each.path("survey").asText().equals(STATEMENT.survey()))
                .findFirst();
    }
}
