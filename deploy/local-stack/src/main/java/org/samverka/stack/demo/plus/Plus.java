package org.samverka.stack.demo.plus;

import java.util.LinkedHashMap;
import java.util.Map;
import org.samverka.stack.demo.api.Platform;
import org.samverka.stack.demo.check.Checks;
import org.samverka.stack.demo.programs.CompareWithPlan;
import org.samverka.stack.demo.programs.EnrollRoster;
import org.samverka.stack.demo.programs.Roster;

/** A health network, inspirers and ALUP, all meeting in series; then people are asked what its funder wants to know. */
public final class Plus {
    public static final String PROGRAM = Roster.PLUS;

    static final String NETWORK = "health-network";
    static final String INSPIRERS = "health-inspirers";
    static final String ALUP = "alup";

    private final Platform platform;
    private final Checks checks;

    public Plus(Platform platform, Checks checks) {
        this.platform = platform;
        this.checks = checks;
    }

    /** Returns how the goals are to stand. */
    public Map<String, String> play() {
        Roster roster = Roster.plus();
        new EnrollRoster(platform, checks, roster).play();
        new HoldSeries(platform, checks).play();
        new Invite(platform, checks, roster).play();
        Map<String, String> goals = new LinkedHashMap<>(new AskAlup(platform, checks).play());
        goals.putAll(new AskOnPaper(platform, checks, roster).play());
        goals.putAll(new AskOrganizations(platform, checks).play());
        new CompareWithPlan(platform, checks, roster).play();
        for (String count : new String[] {
            "network-people", "network-meetings", "inspirers", "inspirer-meetings", "managers", "employees"
        }) {
            goals.put(count, "met");
        }
        return goals;
    }
}
