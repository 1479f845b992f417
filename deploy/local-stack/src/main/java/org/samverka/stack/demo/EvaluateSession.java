package org.samverka.stack.demo;

import static org.samverka.stack.demo.Demo.PROGRAM;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Gender;
import org.samverka.stack.Listener;
import org.samverka.stack.demo.api.Accounts;
import org.samverka.stack.demo.api.Accounts.Account;
import org.samverka.stack.demo.api.Answer;
import org.samverka.stack.demo.api.Api;
import org.samverka.stack.demo.api.Clients;
import org.samverka.stack.demo.api.Delays;
import org.samverka.stack.demo.api.Platform;
import org.samverka.stack.demo.api.Statistics;
import org.samverka.stack.demo.api.Statistics.Cell;
import org.samverka.stack.demo.check.Checks;
import org.samverka.stack.demo.check.Patience;
import org.samverka.stack.demo.hr.Employee;

/** Those who attended the inspirers' first day are asked what they think of it; most answer, each for themselves. */
final class EvaluateSession {
    private static final String SURVEY = "heja-halsan-inspirers-day-1";
    private static final int SILENT = 5;
    private static final int CLIENTS = 4;
    private static final int STEP = 7;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final double NEARLY = 0.03;

    private static final List<Item> ITEMS = List.of(
            new Item("relevance", 9),
            new Item("usefulness", 8),
            new Item("intent-to-apply", 7),
            new Item("accessibility", 9));

    private final Platform platform;
    private final Checks checks;
    private final List<Employee> inspirers;
    private final Map<String, String> people;
    private final String session;
    private final Api coordinator;
    private final Statistics statistics;

    /** @param agreeing of ten who answer, so many agree */
    private record Item(String key, int agreeing) {
        /** Spread evenly over those who answer, each item beginning with another. */
        int answerOf(int respondent) {
            boolean agrees = (respondent * 7 + key.length()) % 10 < agreeing;
            return (agrees ? 4 : 2) + respondent % 2;
        }

        double share() {
            return agreeing / 10.0;
        }
    }

    /** Somebody who is asked, with their own token. */
    private record Respondent(Employee person, Api api, JsonNode assignment) {
        boolean isAnswered() {
            return assignment.path("state").asText().equals("answered");
        }

        String path() {
            return "/assignments/" + assignment.path("id").asText();
        }
    }

    EvaluateSession(
            Platform platform, Checks checks, Cast cast, Map<String, String> people, Map<String, String> sessions) {
        this.platform = platform;
        this.checks = checks;
        this.inspirers = cast.in(Cast.INSPIRERS);
        this.people = people;
        this.session = sessions.getOrDefault(HoldSessions.INSPIRERS_DAY_1, "");
        this.coordinator = platform.as("coordinator", Listener.EVALUATION);
        this.statistics = platform.statistics("coordinator", PROGRAM);
    }

    /** Returns how many were asked in this play. */
    int play() {
        checks.step("Evaluate the inspirers' first day: participants answer with their own tokens");
        openAccounts();
        boolean fresh = open();
        List<Respondent> respondents = respondents();
        checks.equal(
                "who attended is asked, each in an account of their own",
                (long) inspirers.size(),
                respondents.stream()
                        .filter(asked -> !asked.assignment().isMissingNode())
                        .count());
        answer(answering(respondents));
        checkConfidentiality(respondents);
        checkFigures();
        return fresh ? inspirers.size() : 0;
    }

    private void openAccounts() {
        Accounts accounts = platform.accounts();
        long began = System.nanoTime();
        long opened = new Clients(CLIENTS)
                        .each(
                                inspirers,
                                person -> accounts.open(Account.ofParticipant(
                                        person.ref(),
                                        people.getOrDefault(person.ref(), ""),
                                        person.given(),
                                        person.family(),
                                        person.email())))
                        .stream()
                        .filter(isNew -> isNew)
                        .count();
        checks.note("%d accounts opened in %s, %d were there already"
                .formatted(opened, Checks.seconds(System.nanoTime() - began), inspirers.size() - opened));
    }

    /** The session may still be on its way to the service. Says whether the survey is new. */
    private boolean open() {
        if (coordinator.get("/surveys/" + SURVEY).require(200, 404).is(200)) {
            checks.note("the survey is open already");
            return false;
        }
        Answer opened = Patience.MOMENTS.until(
                () -> coordinator.post(
                        "/surveys",
                        "survey/" + SURVEY,
                        Map.of(
                                "key", SURVEY,
                                "program", PROGRAM,
                                "instrument", "session-evaluation",
                                "sessionId", session,
                                "targetGroup", Cast.INSPIRERS)),
                found -> !found.is(422) && !found.is(404));
        checks.equal("the coordinator opens a survey", 201, opened.status());
        return true;
    }

    private List<Respondent> respondents() {
        return new Clients(CLIENTS).each(inspirers, this::respondent);
    }

    private Respondent respondent(Employee person) {
        String token = platform.realm().token(person.ref());
        Api api = platform.with(token, Listener.EVALUATION);
        JsonNode assignment = Patience.MOMENTS
                .until(() -> assignment(api), Optional::isPresent)
                .orElse(MissingNode.getInstance());
        return new Respondent(person, api, assignment);
    }

    private static Optional<JsonNode> assignment(Api api) {
        return api.all("/me/assignments").stream()
                .filter(each -> each.path("survey").asText().equals(SURVEY))
                .findFirst();
    }

    /** All men, and all women but the last few. */
    private static List<Respondent> answering(List<Respondent> respondents) {
        List<Respondent> women = respondents.stream()
                .filter(each -> each.person().gender() == Gender.woman)
                .toList();
        List<Respondent> silent = women.subList(women.size() - SILENT, women.size());
        return respondents.stream().filter(each -> !silent.contains(each)).toList();
    }

    /** Answers are shown in steps: with every seventh the figure moves. */
    private void answer(List<Respondent> answering) {
        Delays delays = new Delays();
        int answered = (int) answering.stream().filter(Respondent::isAnswered).count();
        if (answered == answering.size()) {
            checks.note("they have answered already");
            return;
        }
        for (int i = 0; i < answering.size(); i++) {
            Respondent respondent = answering.get(i);
            if (respondent.isAnswered()) {
                continue;
            }
            Answer answer = respondent
                    .api()
                    .post(respondent.path() + "/response", SURVEY, Map.of("answers", answers(i)))
                    .require(201);
            answered++;
            if (answered % STEP == 0) {
                int shown = answered;
                OptionalLong seen = statistics.await("answers", count -> count >= shown, PATIENCE);
                seen.ifPresent(at -> delays.add(answer.at(), at));
            }
        }
        checks.equal("answers given", answering.size(), answered);
        checks.holds("from each seventh answer to the figure that moves", !delays.isEmpty(), delays);
    }

    private static Map<String, Integer> answers(int respondent) {
        Map<String, Integer> answers = new LinkedHashMap<>();
        ITEMS.forEach(item -> answers.put(item.key(), item.answerOf(respondent)));
        return answers;
    }

    private void checkConfidentiality(List<Respondent> respondents) {
        Respondent one = respondents.get(0);
        checks.equal(
                "a coordinator cannot look at anybody's assignment",
                403,
                coordinator.get(one.path()).status());
        checks.equal(
                "nor can another participant",
                404,
                respondents.get(1).api().get(one.path()).status());
        JsonNode rate = coordinator
                .get("/surveys/" + SURVEY + "/assignments")
                .require(200)
                .body();
        checks.equal(
                "a coordinator learns how many are asked, and in steps of 7 how many answered",
                "65, 56",
                rate.path("assigned").asText() + ", " + rate.path("answered").asText());
    }

    private void checkFigures() {
        Map<Map<String, String>, Cell> answers = statistics.table("answers", "gender");
        checks.equal("60 answers, shown in steps of 7", "56", answers.get(Map.of()));
        checks.equal(
                "the 3 men's answers are too few to be shown",
                "withheld (primary)",
                answers.get(Map.of("gender", "man")));
        checks.equal(
                "the women's would reveal them, to the coordinator too",
                "withheld (complementary)",
                answers.get(Map.of("gender", "woman")));
        Map<Map<String, String>, Cell> agreement = statistics.table("agreement");
        ITEMS.forEach(item -> checkAgreement(item, agreement.get(Map.of("item", item.key()))));
    }

    private void checkAgreement(Item item, @Nullable Cell cell) {
        boolean right = cell != null
                && cell.value() != null
                && Math.abs(cell.value().doubleValue() - item.share()) < NEARLY
                && Objects.requireNonNullElse(cell.denominator(), 0L) >= 54;
        checks.holds(
                "agreement: " + item.key() + ", about " + item.share(),
                right,
                cell == null ? "not there" : "%s (%s of %s)".formatted(cell, cell.numerator(), cell.denominator()));
    }
}
