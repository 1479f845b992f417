package org.samverka.stack.demo;

import static org.samverka.stack.demo.Demo.PROGRAM;

import java.util.Map;
import org.samverka.stack.Listener;
import org.samverka.stack.demo.api.Platform;
import org.samverka.stack.demo.api.Statistics.Cell;
import org.samverka.stack.demo.check.Checks;

/** The same figures as two people see them: who has the lists anyway, and who has not. */
final class CompareViews {
    private static final Map<String, String> INSPIRERS = Map.of("targetGroup", Cast.INSPIRERS);
    private static final Map<String, String> WOMEN = Map.of("targetGroup", Cast.INSPIRERS, "gender", "woman");
    private static final Map<String, String> MEN = Map.of("targetGroup", Cast.INSPIRERS, "gender", "man");
    private static final String STATISTICS = "/programs/" + PROGRAM + "/statistics";

    private final Platform platform;
    private final Checks checks;

    CompareViews(Platform platform, Checks checks) {
        this.platform = platform;
        this.checks = checks;
    }

    void play() {
        checks.step("Hide what must be hidden: the 65 health inspirers by gender");
        Map<Map<String, String>, Cell> coordinator = seenBy("coordinator");
        checks.equal(
                "the coordinator, who has the list, sees all, women, men",
                "65, 62, 3",
                "%s, %s, %s".formatted(coordinator.get(INSPIRERS), coordinator.get(WOMEN), coordinator.get(MEN)));
        Map<Map<String, String>, Cell> analyst = seenBy("analyst");
        checks.equal("the analyst sees the group, in steps of 7", "63", analyst.get(INSPIRERS));
        checks.equal("the 3 men are too few to be shown", "withheld (primary)", analyst.get(MEN));
        checks.equal("the 62 women would reveal them", "withheld (complementary)", analyst.get(WOMEN));
        checks.equal("the head count moves in steps too", "1092", analyst.get(Map.of()));
        checks.equal("a participant is not told", 403, status("participant"));
        checks.equal(
                "nor is anybody without a token",
                401,
                platform.anonymously(Listener.REPORTING).get(STATISTICS).status());
    }

    private Map<Map<String, String>, Cell> seenBy(String user) {
        return platform.statistics(user, PROGRAM).table("headCount", "gender", "targetGroup");
    }

    private int status(String user) {
        return platform.as(user, Listener.REPORTING).get(STATISTICS).status();
    }
}
