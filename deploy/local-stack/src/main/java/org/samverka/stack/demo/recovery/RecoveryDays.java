package org.samverka.stack.demo.recovery;

import java.util.List;
import java.util.Map;
import org.samverka.stack.demo.api.Platform;
import org.samverka.stack.demo.check.Checks;
import org.samverka.stack.demo.programs.CompareWithPlan;
import org.samverka.stack.demo.programs.EnrollRoster;
import org.samverka.stack.demo.programs.Roster;
import org.samverka.stack.demo.recovery.PlanDays.Day;

/** 309 recovery days by 8 teams for 8 000 employees in 24 municipalities, and the follow-up day for who has held some. */
public final class RecoveryDays {
    public static final String PROGRAM = Roster.RECOVERY_DAYS;

    static final String EMPLOYEES = "employees";

    private final Platform platform;
    private final Checks checks;

    public RecoveryDays(Platform platform, Checks checks) {
        this.platform = platform;
        this.checks = checks;
    }

    /** Returns how the goals are to stand. */
    public Map<String, String> play() {
        Roster roster = Roster.recoveryDays();
        new EnrollRoster(platform, checks, roster).play();
        List<Day> days = new PlanDays(platform, checks, roster).play();
        FollowUp followUp = new FollowUp(platform, checks, roster);
        HoldDays holding = new HoldDays(platform, checks, days);
        if (holding.isFresh()) {
            followUp.checkRefused();
        }
        holding.play();
        followUp.checkAccepted();
        new EvaluateDays(platform, checks, roster).play();
        new Grants(platform, checks).play();
        new CompareWithPlan(platform, checks, roster).play();
        return Map.of("days", "met", "employees", "met", "managers", "met", "municipalities", "met", "useful", "met");
    }
}
