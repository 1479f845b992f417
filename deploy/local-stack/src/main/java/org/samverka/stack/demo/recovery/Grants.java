package org.samverka.stack.demo.recovery;

import static org.samverka.stack.demo.recovery.RecoveryDays.PROGRAM;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.samverka.stack.Listener;
import org.samverka.stack.demo.api.Answer;
import org.samverka.stack.demo.api.Api;
import org.samverka.stack.demo.api.Platform;
import org.samverka.stack.demo.check.Checks;

/** Municipalities are helped to apply for the government's recovery support; all that were helped are granted some. */
final class Grants {
    private static final String APPLICATIONS = "/programs/%s/applications".formatted(PROGRAM);
    private static final List<String> HELPED = List.of("asele", "ljungby", "municipality-03");

    /** The last day ends with the next midnight of Stockholm. */
    private static final Instant TOO_LATE = Instant.parse("2023-02-21T23:00:00Z");

    private final Checks checks;
    private final Api coordinator;

    Grants(Platform platform, Checks checks) {
        this.checks = checks;
        this.coordinator = platform.as("coordinator", Listener.PARTICIPANTS);
    }

    void play() {
        checks.step("Apply for recovery support, and be granted it");
        Answer late = apply("municipality-04", TOO_LATE);
        checks.equal("an application after 21 February 2023", "409 deadline-passed", late.status() + " " + late.code());
        if (coordinator.all(APPLICATIONS).isEmpty()) {
            HELPED.forEach(this::grant);
        } else {
            checks.note("they have applied already");
        }
        JsonNode granted = coordinator.get(APPLICATIONS).require(200).body().path("grantsGranted");
        checks.equal(
                "of those that were helped, granted",
                "%1$d of %1$d".formatted(HELPED.size()),
                granted.path("numerator").asText() + " of "
                        + granted.path("denominator").asText());
    }

    private Answer apply(String municipality, Instant at) {
        return coordinator.post(
                APPLICATIONS,
                "grant/%s/%s".formatted(municipality, at),
                Map.of(
                        "organization",
                        municipality,
                        "grant",
                        "recovery-support-2023",
                        "sought",
                        Map.of("amount", "500000", "currency", "SEK"),
                        "receivedAt",
                        at.toString()));
    }

    private void grant(String municipality) {
        String application =
                apply(municipality, TOO_LATE.minusSeconds(1)).require(201).text("id");
        coordinator
                .post(
                        "/applications/%s/decision".formatted(application),
                        "decision/" + application,
                        Map.of("decision", "accepted", "granted", Map.of("amount", "450000", "currency", "SEK")))
                .require(200);
    }
}
