package org.samverka.stack.demo.mobilisation;

import static org.samverka.stack.demo.mobilisation.Mobilisation.EMPLOYEES;
import static org.samverka.stack.demo.mobilisation.Mobilisation.PROGRAM;
import static org.samverka.stack.demo.mobilisation.Mobilisation.REGION;
import static org.samverka.stack.demo.mobilisation.Mobilisation.SUPPORT;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.samverka.stack.Listener;
import org.samverka.stack.demo.api.Accounts.Account;
import org.samverka.stack.demo.api.Answer;
import org.samverka.stack.demo.api.Api;
import org.samverka.stack.demo.api.Clients;
import org.samverka.stack.demo.api.Platform;
import org.samverka.stack.demo.api.Statistics;
import org.samverka.stack.demo.check.Checks;
import org.samverka.stack.demo.check.Patience;
import org.samverka.stack.demo.meeting.Meetings;
import org.samverka.stack.demo.meeting.Meetings.Attendee;
import org.samverka.stack.demo.survey.Respondents;
import org.samverka.stack.demo.survey.Respondents.Respondent;

/** Employees answer a screening for themselves; one in six comes out in the risk zone, and nobody else is told who. */
final class Screening {
    static final String SURVEY = "mobilisation-screening";
    static final int SCREENED = 240;
    static final int AT_RISK = 40;

    private static final String INSTRUMENT = "early-signals";
    private static final int ITEMS = 5;
    private static final int STEP = 10;
    private static final int CLIENTS = 6;
    private static final String COUNT = "screened";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Platform platform;
    private final Checks checks;
    private final Api coordinator;
    private final Statistics statistics;
    private final List<Respondent> respondents = new ArrayList<>();

    Screening(Platform platform, Checks checks) {
        this.platform = platform;
        this.checks = checks;
        this.coordinator = platform.as("coordinator", Listener.EVALUATION);
        this.statistics = platform.statistics("coordinator", PROGRAM);
    }

    /** Returns who is in the risk zone. */
    List<String> play() {
        checks.step("Step 3: screen %d employees, each with an account of their own".formatted(SCREENED));
        load();
        open();
        List<String> people = new Meetings(platform, PROGRAM)
                .enrolled(EMPLOYEES).stream()
                        .map(Attendee::person)
                        .limit(SCREENED)
                        .toList();
        respondents.addAll(new Respondents(platform, SURVEY).of(people));
        answer();
        List<Respondent> atRisk = IntStream.range(0, SCREENED)
                .filter(Screening::isAtRisk)
                .mapToObj(respondents::get)
                .toList();
        checkResults(atRisk.get(0), respondents.get(1));
        return atRisk.stream().map(Respondent::id).toList();
    }

    Respondent respondent(String person) {
        return respondents.stream()
                .filter(each -> each.id().equals(person))
                .findFirst()
                .orElseThrow();
    }

    static boolean isAtRisk(int respondent) {
        return respondent % (SCREENED / AT_RISK) == 0;
    }

    /** The words are synthetic, and the organization's own. */
    private void load() {
        String user = "contact-" + REGION;
        platform.accounts().open(Account.ofContact(user, REGION, PROGRAM));
        platform.as(user, Listener.EVALUATION)
                .put("/instruments/%s/versions/1?organization=%s".formatted(INSTRUMENT, REGION), instrument())
                .require(200, 201);
    }

    private static Map<String, Object> instrument() {
        Map<String, Object> instrument = new LinkedHashMap<>();
        instrument.put("key", INSTRUMENT);
        instrument.put("version", 1);
        instrument.put(
                "license",
                Map.of("spdx", "Apache-2.0", "holder", "Samverka", "source", "Synthetic words, for the demo"));
        instrument.put("review", Map.of("sv", "written"));
        instrument.put("title", sv("Tidiga signaler"));
        instrument.put("introduction", sv("Bara du ser ditt svar och vad det visar."));
        instrument.put("scale", Map.of("from", 0, "to", 4, "labels", Map.of("0", sv("Aldrig"), "4", sv("Alltid"))));
        instrument.put(
                "items", each(n -> Map.of("key", item(n), "required", true, "text", sv("Syntetisk fråga " + n))));
        instrument.put("scoring", scoring());
        return instrument;
    }

    /** The sum; from 10 of 20 on, the risk zone. */
    private static Map<String, Object> scoring() {
        return Map.of(
                "key",
                INSTRUMENT,
                "version",
                1,
                "source",
                "Synthetic, for the demo",
                "sensitivity",
                "health",
                "items",
                each(n -> Map.of("key", item(n), "from", 0, "to", 4)),
                "measures",
                List.of(Map.of(
                        "key", "strain",
                        "method", "sum",
                        "terms", each(n -> Map.of("item", item(n))),
                        "bandSource", "Synthetic, for the demo",
                        "bands",
                                List.of(
                                        Map.of(
                                                "key",
                                                "below",
                                                "from",
                                                0,
                                                "risk",
                                                false,
                                                "meaning",
                                                sv("Inget i svaren behöver följas upp.")),
                                        Map.of(
                                                "key",
                                                "strained",
                                                "from",
                                                10,
                                                "risk",
                                                true,
                                                "meaning",
                                                sv("Svaren tyder på belastning. Det är inte en diagnos."))))),
                "vectors",
                List.of(
                        Map.of("answers", List.of(0, 0, 0, 0, 0), "value", 0, "band", "below"),
                        Map.of("answers", List.of(2, 2, 2, 2, 1), "value", 9, "band", "below"),
                        Map.of("answers", List.of(2, 2, 2, 2, 2), "value", 10, "band", "strained"),
                        Map.of("answers", List.of(4, 4, 4, 4, 4), "value", 20, "band", "strained")));
    }

    private static Map<String, String> sv(String text) {
        return Map.of("sv", text);
    }

    private static String item(int n) {
        return "signal-" + n;
    }

    private static List<Map<String, Object>> each(IntFunction<Map<String, Object>> item) {
        return IntStream.rangeClosed(1, ITEMS).mapToObj(item).toList();
    }

    private void open() {
        if (coordinator.get("/surveys/" + SURVEY).require(200, 404).is(200)) {
            checks.note("the screening is open already");
            return;
        }
        Patience.MOMENTS
                .until(
                        () -> coordinator.post(
                                "/surveys",
                                "survey/" + SURVEY,
                                Map.of(
                                        "key", SURVEY,
                                        "program", PROGRAM,
                                        "instrument", INSTRUMENT,
                                        "occasion", "enrolled",
                                        "targetGroup", EMPLOYEES,
                                        "screening", Map.of("supportGroup", SUPPORT, "offerDays", 28))),
                        found -> !found.is(404) && !found.is(422))
                .require(201);
    }

    private void answer() {
        List<Integer> open = IntStream.range(0, SCREENED)
                .filter(n -> !respondents.get(n).hasAnswered())
                .boxed()
                .toList();
        if (open.isEmpty()) {
            checks.note("they have answered already");
            return;
        }
        long began = System.nanoTime();
        List<Answer> answers = new Clients(CLIENTS)
                .each(open, n -> respondents.get(n).answer(answersOf(n)).require(201));
        checks.note("%d answers: %s".formatted(open.size(), Checks.perSecond(open.size(), System.nanoTime() - began)));
        if (statistics.have(COUNT)) {
            follow(answers.stream().mapToLong(Answer::at).max().orElse(began));
        }
    }

    /** Who was screened is counted in steps. */
    private void follow(long last) {
        OptionalLong seen = statistics.await(COUNT, count -> count > SCREENED - STEP, PATIENCE);
        checks.holds(
                "how many were screened follows",
                seen.isPresent(),
                "%d ms after the last answer".formatted(Math.max(0, seen.orElse(last) - last) / 1_000_000));
    }

    private static Map<String, Integer> answersOf(int respondent) {
        int each = isAtRisk(respondent) ? 3 : respondent % 2;
        Map<String, Integer> answers = new LinkedHashMap<>();
        for (int n = 1; n <= ITEMS; n++) {
            answers.put(item(n), each);
        }
        return answers;
    }

    private void checkResults(Respondent atRisk, Respondent clear) {
        JsonNode result =
                atRisk.evaluation().get(atRisk.path() + "/result").require(200).body();
        checks.equal(
                "somebody at risk sees it, and their score",
                "risk-zone, 15",
                result.path("outcome").asText() + ", " + result.path("value").asInt());
        checks.holds(
                "with the words that it is no diagnosis",
                !result.path("notADiagnosis").asText().isBlank(),
                result.path("notADiagnosis").asText());
        checks.equal(
                "somebody else sees that all is well",
                "clear",
                clear.evaluation().get(clear.path() + "/result").require(200).text("outcome"));
        checks.equal(
                "nobody sees another's",
                404,
                clear.evaluation().get(atRisk.path() + "/result").status());
        for (String role : List.of(
                "coordinator", "manager", "organization-contact", "platform-admin", "analyst", "occupational-health")) {
            checks.equal(
                    "a result, asked for by the " + role,
                    403,
                    platform.as(role, Listener.EVALUATION)
                            .get(atRisk.path() + "/result")
                            .status());
        }
    }
}
