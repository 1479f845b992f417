package org.samverka.stack.demo.mobilisation;

import java.util.List;
import java.util.Map;
import org.samverka.stack.demo.api.Platform;
import org.samverka.stack.demo.check.Checks;
import org.samverka.stack.demo.programs.CompareWithPlan;
import org.samverka.stack.demo.programs.EnrollRoster;
import org.samverka.stack.demo.programs.Roster;

/** Five steps: mapping, training of managers, screening, support to those in the risk zone, and what the report may tell. */
public final class Mobilisation {
    public static final String PROGRAM = Roster.MOBILISATION;

    static final String REGION = "region-vastra-gotaland";
    static final String MANAGERS = "managers";
    static final String EMPLOYEES = "employees";
    static final String SUPPORT = "support";

    private final Platform platform;
    private final Checks checks;

    public Mobilisation(Platform platform, Checks checks) {
        this.platform = platform;
        this.checks = checks;
    }

    /** Returns how the goals are to stand. */
    public Map<String, String> play() {
        Roster roster = Roster.mobilisation();
        new EnrollRoster(platform, checks, roster).play();
        new MapAndTrain(platform, checks, roster).play();
        Screening screening = new Screening(platform, checks);
        List<String> atRisk = screening.play();
        Offers offers = new Offers(platform, checks, screening);
        List<String> accepted = offers.play(atRisk);
        new Support(platform, checks, offers).play(accepted);
        new WhatIsTold(platform, checks).play();
        new CompareWithPlan(platform, checks, roster).play();
        return Map.of();
    }
}
