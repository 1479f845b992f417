package org.samverka.stack.demo.workshop;

import java.util.Map;
import org.samverka.stack.demo.api.Platform;
import org.samverka.stack.demo.check.Checks;
import org.samverka.stack.demo.programs.Planned;

/** The recruitment workshop: a team applies, works for thirty hours in Vejle, and gets its certificates. */
public final class RecruitmentWorkshop {
    public static final String PROGRAM = "recruitment-workshop";

    static final String TEAMS = "teams";

    private final Platform platform;
    private final Checks checks;

    public RecruitmentWorkshop(Platform platform, Checks checks) {
        this.platform = platform;
        this.checks = checks;
    }

    /** Returns how the goals are to stand. */
    public Map<String, String> play() {
        Applying applying = new Applying(platform, checks);
        applying.play();
        HoldWorkshop workshop = new HoldWorkshop(platform, checks);
        String session = workshop.play(applying.sixteenth());
        new Attest(platform, checks, session, workshop.hours()).play();
        new Certify(platform, checks, workshop.completing()).play();
        Map<String, String> goals = Map.of("focus", new AskTeams(platform, checks).play());
        new Planned(platform, checks, PROGRAM).check();
        return goals;
    }
}
