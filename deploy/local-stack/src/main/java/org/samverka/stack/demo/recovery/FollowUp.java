package org.samverka.stack.demo.recovery;

import static org.samverka.stack.demo.recovery.RecoveryDays.PROGRAM;

import java.util.Map;
import java.util.UUID;
import org.samverka.stack.Listener;
import org.samverka.stack.demo.api.Answer;
import org.samverka.stack.demo.api.Api;
import org.samverka.stack.demo.api.Platform;
import org.samverka.stack.demo.check.Checks;
import org.samverka.stack.demo.check.Patience;
import org.samverka.stack.demo.programs.Roster;
import org.samverka.stack.demo.programs.Roster.Member;

/** The follow-up day is open to a municipality that has held recovery days, and to no other. */
final class FollowUp {
    private static final String NOT_YET = "organization-has-not-attended";

    private final Checks checks;
    private final Api coordinator;
    private final Member member;

    FollowUp(Platform platform, Checks checks, Roster roster) {
        this.checks = checks;
        this.coordinator = platform.as("coordinator", Listener.PARTICIPANTS);
        this.member = roster.in(RecoveryDays.EMPLOYEES).get(0);
    }

    void checkRefused() {
        Answer refused = enroll(UUID.randomUUID().toString());
        checks.equal(
                "the follow-up day for a municipality that has held no recovery day",
                "409 " + NOT_YET,
                refused.status() + " " + refused.code());
    }

    void checkAccepted() {
        Answer allowed = Patience.MOMENTS.until(
                () -> enroll("follow-up/" + member.ref()),
                answer -> !answer.code().equals(NOT_YET));
        checks.holds(
                "the follow-up day for one that has held some",
                allowed.is(201) || allowed.code().equals("already-enrolled"),
                allowed.is(201) ? allowed.text("state") : allowed.code());
    }

    private Answer enroll(String key) {
        return coordinator.post(
                "/programs/%s/enrollments".formatted(PROGRAM),
                key,
                Map.of(
                        "organization",
                        member.organization(),
                        "personRef",
                        member.ref(),
                        "targetGroup",
                        "follow-up-day",
                        "date",
                        "2023-03-01"));
    }
}
