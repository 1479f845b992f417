package org.samverka.stack.demo.programs;

import java.time.Duration;
import java.util.Map;
import org.samverka.stack.demo.api.Goals;
import org.samverka.stack.demo.api.Goals.Goal;
import org.samverka.stack.demo.api.Platform;
import org.samverka.stack.demo.check.Checks;
import org.samverka.stack.demo.check.Patience;

/** How a program's goals stand, against how they should by what was played. */
public final class CheckGoals {
    /** Goals are judged within seconds of what happened. */
    private static final Patience SECONDS = new Patience(Duration.ofSeconds(30), Duration.ofMillis(250));

    private final Checks checks;
    private final String program;
    private final Goals goals;

    public CheckGoals(Platform platform, Checks checks, String program) {
        this.checks = checks;
        this.program = program;
        this.goals = platform.goals("coordinator", program);
    }

    /** @param expected states by the goals' keys; goals that are not named are told only */
    public void play(Map<String, String> expected) {
        Map<String, Goal> found = SECONDS.until(goals::all, all -> isAs(expected, all));
        for (Goal goal : found.values()) {
            String told = "%s: %s".formatted(program, shortened(goal.wording()));
            String standing = goal.figures().isEmpty() ? goal.state() : goal.state() + ", " + goal.figures();
            String wanted = expected.get(goal.key());
            if (wanted == null) {
                checks.note(told + ": " + standing);
            } else {
                checks.holds(told, goal.state().equals(wanted), standing);
            }
        }
        checks.holds(
                program + " tells of all its goals",
                found.keySet().containsAll(expected.keySet()),
                found.size() + " goals");
    }

    private static boolean isAs(Map<String, String> expected, Map<String, Goal> all) {
        return expected.entrySet().stream().allMatch(each -> {
            Goal goal = all.get(each.getKey());
            return goal != null && goal.state().equals(each.getValue());
        });
    }

    private static String shortened(String wording) {
        return wording.length() <= 60 ? wording : wording.substring(0, 57) + "...";
    }
}
