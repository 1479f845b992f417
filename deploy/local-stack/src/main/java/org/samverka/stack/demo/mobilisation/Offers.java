package org.samverka.stack.demo.mobilisation;

import static org.samverka.stack.demo.mobilisation.Mobilisation.PROGRAM;
import static org.samverka.stack.demo.mobilisation.Mobilisation.SUPPORT;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.samverka.stack.Listener;
import org.samverka.stack.demo.api.Api;
import org.samverka.stack.demo.api.Clients;
import org.samverka.stack.demo.api.Delays;
import org.samverka.stack.demo.api.Platform;
import org.samverka.stack.demo.check.Checks;
import org.samverka.stack.demo.check.Patience;
import org.samverka.stack.demo.survey.Respondents.Respondent;

/** Who is at risk is offered support: most accept, some decline, some do not answer. Accepting gives a place. */
final class Offers {
    static final int ACCEPTED = 24;

    private static final int DECLINED = 10;
    private static final int CLIENTS = 4;
    private static final String CONSENT = "/me/consents/share-result-with-occupational-health";

    private final Platform platform;
    private final Checks checks;
    private final Screening screening;
    private final Api occupationalHealth;

    Offers(Platform platform, Checks checks, Screening screening) {
        this.platform = platform;
        this.checks = checks;
        this.screening = screening;
        this.occupationalHealth = platform.as("occupational-health", Listener.EVALUATION);
    }

    /** Returns who has accepted. */
    List<String> play(List<String> atRisk) {
        checks.step("Step 4: offers of support, seen by whom they are made to");
        List<JsonNode> offers = new Clients(CLIENTS).each(atRisk, this::offerTo);
        checks.equal("offers made, to whom is at risk", atRisk.size(), (int)
                offers.stream().filter(offer -> offer.path("id").isTextual()).count());
        List<String> accepting = atRisk.subList(0, ACCEPTED);
        List<String> declining = atRisk.subList(ACCEPTED, ACCEPTED + DECLINED);
        Delays delays = new Delays();
        accepting.forEach(person -> accept(person, offers.get(atRisk.indexOf(person)), delays));
        if (!delays.isEmpty()) {
            checks.holds("from accepting to a place in the support group", true, delays);
        }
        declining.forEach(person -> decline(person, offers.get(atRisk.indexOf(person))));
        checkWhoSees(accepting);
        return accepting;
    }

    private Api evaluation(String person) {
        return screening.respondent(person).evaluation();
    }

    Api as(String person, Listener service) {
        Respondent respondent = screening.respondent(person);
        return platform.with(respondent.token(), service);
    }

    private JsonNode offerTo(String person) {
        return Patience.MOMENTS.until(
                () -> evaluation(person)
                        .get("/me/offers")
                        .require(200)
                        .body()
                        .path("items")
                        .path(0),
                offer -> offer.path("id").isTextual());
    }

    private void accept(String person, JsonNode offer, Delays delays) {
        if (isOpen(offer)) {
            long answered = answer(person, offer, "accepted");
            Patience.MOMENTS.until(() -> place(person), Optional::isPresent);
            delays.add(answered, System.nanoTime());
        }
    }

    private void decline(String person, JsonNode offer) {
        if (isOpen(offer)) {
            answer(person, offer, "declined");
        }
    }

    private static boolean isOpen(JsonNode offer) {
        return offer.path("state").asText().equals("offered");
    }

    private long answer(String person, JsonNode offer, String answer) {
        return evaluation(person)
                .post(
                        "/me/offers/%s/answer".formatted(offer.path("id").asText()),
                        "offer/" + offer.path("id").asText(),
                        Map.of("answer", answer))
                .require(200)
                .at();
    }

    /** The state of one's place in the support group. */
    Optional<String> place(String person) {
        for (JsonNode enrollment : as(person, Listener.PARTICIPANTS)
                .get("/me/enrollments")
                .require(200)
                .body()
                .path("items")) {
            if (enrollment.path("targetGroup").asText().equals(SUPPORT)) {
                return Optional.of(enrollment.path("state").asText());
            }
        }
        return Optional.empty();
    }

    List<JsonNode> seenByOccupationalHealth() {
        return occupationalHealth.all("/screening/offers").stream()
                .filter(offer -> offer.path("survey").asText().equals(Screening.SURVEY))
                .toList();
    }

    private void checkWhoSees(List<String> accepting) {
        List<JsonNode> seen = seenByOccupationalHealth();
        checks.holds(
                "occupational health sees who has accepted, and nobody else",
                seen.size() == accepting.size()
                        && seen.stream()
                                .allMatch(offer -> accepting.contains(
                                        offer.path("personId").asText())),
                seen.size());
        as(accepting.get(0), Listener.PARTICIPANTS)
                .put(CONSENT, Map.of("given", true))
                .require(200);
        long shared = Patience.MOMENTS.until(
                () -> seenByOccupationalHealth().stream()
                        .filter(offer -> offer.path("result").isObject())
                        .count(),
                count -> count == 1);
        checks.equal("and the result of the one who allows it", 1L, shared);
        for (String role : List.of("coordinator", "manager", "organization-contact", "analyst")) {
            checks.equal(
                    "offers, asked for by the " + role,
                    403,
                    platform.as(role, Listener.EVALUATION)
                            .get("/screening/offers")
                            .status());
        }
        checkCoordinator();
    }

    private void checkCoordinator() {
        Api coordinator = platform.as("coordinator", Listener.PARTICIPANTS);
        checks.equal(
                "places in the support group that the coordinator's list has",
                0,
                coordinator
                        .all("/programs/%s/enrollments?targetGroup=%s".formatted(PROGRAM, SUPPORT))
                        .size());
        for (JsonNode group : coordinator
                .get("/programs/%s/progress".formatted(PROGRAM))
                .require(200)
                .body()
                .path("targetGroups")) {
            if (group.path("key").asText().equals(SUPPORT)) {
                checks.equal(
                        "and its counts", 0L, group.path("size").path("actual").asLong());
            }
        }
    }
}
