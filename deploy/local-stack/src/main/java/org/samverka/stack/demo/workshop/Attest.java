package org.samverka.stack.demo.workshop;

import static org.samverka.stack.demo.workshop.RecruitmentWorkshop.PROGRAM;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Map;
import org.samverka.stack.Listener;
import org.samverka.stack.demo.api.Answer;
import org.samverka.stack.demo.api.Api;
import org.samverka.stack.demo.api.Clients;
import org.samverka.stack.demo.api.Platform;
import org.samverka.stack.demo.check.Checks;
import org.samverka.stack.demo.survey.Respondents;

/** Hours are certified once both have attested them: each who took part, and who led. */
final class Attest {
    private static final int CLIENTS = 4;

    private final Platform platform;
    private final Checks checks;
    private final String session;
    private final Map<String, BigDecimal> hours;
    private final Api coordinator;

    Attest(Platform platform, Checks checks, String session, Map<String, BigDecimal> hours) {
        this.platform = platform;
        this.checks = checks;
        this.session = session;
        this.hours = hours;
        this.coordinator = platform.as("coordinator", Listener.SESSIONS);
    }

    void play() {
        checks.step("Attest the hours, by participant and leader");
        String first = hours.keySet().iterator().next();
        Answer wrong = attest(first, BigDecimal.ONE);
        checks.equal(
                "attesting other hours than are recorded", "409 hours-differ", wrong.status() + " " + wrong.code());
        boolean fresh = certified().signum() == 0;
        new Clients(CLIENTS)
                .each(
                        hours.entrySet(),
                        each -> attest(each.getKey(), each.getValue()).require(200));
        if (fresh) {
            checks.equal(
                    "hours certified as long as only participants have attested",
                    0,
                    certified().intValue());
        }
        platform.as("supplier", Listener.SESSIONS)
                .post("/sessions/%s/attendance/attestations".formatted(session), "leader/" + session, Map.of())
                .require(200);
        check();
    }

    private Answer attest(String person, BigDecimal some) {
        return platform.with(Respondents.token(platform, person), Listener.SESSIONS)
                .post(
                        "/me/hours/attestations",
                        "attest/%s/%s".formatted(session, some),
                        Map.of("sessionId", session, "hours", some));
    }

    private JsonNode month() {
        return coordinator
                .get("/programs/%s/hours?month=%s".formatted(PROGRAM, HoldWorkshop.MONTH))
                .require(200)
                .body();
    }

    private BigDecimal certified() {
        return month().path("certifiedHours").decimalValue();
    }

    private void check() {
        BigDecimal sum = hours.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        JsonNode month = month();
        checks.equal(
                "hours of %s: recorded, certified, people".formatted(HoldWorkshop.MONTH),
                "%s, %s, %d".formatted(sum, sum, hours.size()),
                "%s, %s, %d"
                        .formatted(
                                month.path("hours")
                                        .decimalValue()
                                        .stripTrailingZeros()
                                        .toPlainString(),
                                month.path("certifiedHours")
                                        .decimalValue()
                                        .stripTrailingZeros()
                                        .toPlainString(),
                                month.path("people").asInt()));
        boolean right = true;
        BigDecimal added = BigDecimal.ZERO;
        for (JsonNode person : month.path("items")) {
            BigDecimal certified = person.path("certifiedHours").decimalValue();
            added = added.add(certified);
            right &= certified.compareTo(
                            hours.getOrDefault(person.path("personId").asText(), BigDecimal.ONE.negate()))
                    == 0;
        }
        checks.holds("each person's certified hours add up to it", right && added.compareTo(sum) == 0, added);
    }
}
