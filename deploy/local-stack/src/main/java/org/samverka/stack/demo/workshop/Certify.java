package org.samverka.stack.demo.workshop;

import static org.samverka.stack.demo.workshop.RecruitmentWorkshop.PROGRAM;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.samverka.stack.Listener;
import org.samverka.stack.demo.api.Answer;
import org.samverka.stack.demo.api.Api;
import org.samverka.stack.demo.api.Platform;
import org.samverka.stack.demo.check.Checks;
import org.samverka.stack.demo.check.Patience;
import org.samverka.stack.demo.survey.Respondents;

/** Whoever has completed gets a certificate, which anybody can check by its code. */
final class Certify {
    private final Platform platform;
    private final Checks checks;
    private final List<String> completing;
    private final Api coordinator;

    Certify(Platform platform, Checks checks, List<String> completing) {
        this.platform = platform;
        this.checks = checks;
        this.completing = completing;
        this.coordinator = platform.as("coordinator", Listener.SESSIONS);
    }

    void play() {
        checks.step("Certificates for who was there for 24 hours at least");
        Set<String> holders = Patience.MOMENTS.until(this::holders, found -> found.size() >= completing.size());
        checks.holds(
                "certificates, for those and nobody else",
                Set.copyOf(completing).equals(holders),
                holders.size());
        Api holder = platform.with(Respondents.token(platform, completing.get(0)), Listener.SESSIONS);
        JsonNode certificate = holder.all("/me/certificates").get(0);
        Answer document = holder.get(
                "/me/certificates/%s/document?language=da"
                        .formatted(certificate.path("id").asText()),
                "application/pdf");
        checks.holds(
                "a holder gets it as PDF",
                document.is(200) && document.body().asText().startsWith("%PDF"),
                document.status());
        check(certificate.path("code").asText());
    }

    private Set<String> holders() {
        Set<String> holders = new HashSet<>();
        coordinator
                .all("/programs/%s/certificates".formatted(PROGRAM))
                .forEach(certificate -> holders.add(certificate.path("personId").asText()));
        return holders;
    }

    private void check(String code) {
        Api anybody = platform.anonymously(Listener.SESSIONS);
        JsonNode valid = anybody.get("/certificate-checks/" + Api.encoded(code))
                .require(200)
                .body();
        checks.equal(
                "its code, checked by anybody",
                "true, Rekrutteringsværksted",
                valid.path("valid").asText() + ", " + valid.path("programName").asText());
        checks.equal("nobody is named there", 4, valid.size());
        JsonNode made =
                anybody.get("/certificate-checks/AAAA-BBBB-CCCC").require(200).body();
        checks.equal("a code that was made up", "false", made.path("valid").asText());
    }
}
