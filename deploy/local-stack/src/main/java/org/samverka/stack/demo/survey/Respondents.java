package org.samverka.stack.demo.survey;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.samverka.stack.Listener;
import org.samverka.stack.StackFailure;
import org.samverka.stack.demo.api.Accounts;
import org.samverka.stack.demo.api.Accounts.Account;
import org.samverka.stack.demo.api.Answer;
import org.samverka.stack.demo.api.Api;
import org.samverka.stack.demo.api.Clients;
import org.samverka.stack.demo.api.Platform;
import org.samverka.stack.demo.check.Patience;

/** People who answer a survey for themselves, each with an account and a token of their own. */
public final class Respondents {
    private static final int CLIENTS = 6;

    private final Platform platform;
    private final String survey;

    public Respondents(Platform platform, String survey) {
        this.platform = platform;
        this.survey = survey;
    }

    /**
     * Somebody who is asked.
     *
     * @param id the person's
     * @param assignment what they are asked, as it was found
     */
    public record Respondent(String id, String token, Api evaluation, JsonNode assignment) {
        public boolean hasAnswered() {
            return assignment.path("state").asText().equals("answered");
        }

        /** Where the assignment is. */
        public String path() {
            return "/assignments/" + assignment.path("id").asText();
        }

        public Answer answer(Map<String, ?> answers) {
            return evaluation.post(path() + "/response", path(), Map.of("answers", answers));
        }
    }

    /** In the order of the people; that they are asked may still be on its way. */
    public List<Respondent> of(Collection<String> people) {
        return new Clients(CLIENTS).each(people, this::of);
    }

    private Respondent of(String person) {
        String token = token(platform, person);
        Api evaluation = platform.with(token, Listener.EVALUATION);
        JsonNode assignment = Patience.MOMENTS
                .until(() -> assignment(evaluation), Optional::isPresent)
                .orElseThrow(() -> new StackFailure("Somebody who should be is not asked in " + survey));
        return new Respondent(person, token, evaluation, assignment);
    }

    /** Of a person's own account, which is opened if there is none. */
    public static String token(Platform platform, String person) {
        String user = "person-" + person;
        Accounts accounts = platform.accounts();
        accounts.open(Account.ofParticipant(user, person, "Test", "Person", user + "@samverka.example"));
        return platform.realm().token(user);
    }

    private Optional<JsonNode> assignment(Api evaluation) {
        return evaluation.all("/me/assignments").stream()
                .filter(each -> each.path("survey").asText().equals(survey))
                .findFirst();
    }
}
