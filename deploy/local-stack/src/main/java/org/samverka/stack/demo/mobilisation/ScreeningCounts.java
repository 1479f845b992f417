package org.samverka.stack.demo.mobilisation;

import static org.samverka.stack.demo.mobilisation.Mobilisation.PROGRAM;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.samverka.stack.demo.api.Platform;
import org.samverka.stack.demo.api.Statistics;
import org.samverka.stack.demo.api.Statistics.Cell;
import org.samverka.stack.demo.check.Checks;
import org.samverka.stack.demo.check.Patience;

/** How many were screened, are in the risk zone and were offered support: never so exactly that one person shows. */
final class ScreeningCounts {
    private static final int MINIMUM = 10;
    private static final double NEARLY = 0.03;

    private final Platform platform;
    private final Checks checks;

    ScreeningCounts(Platform platform, Checks checks) {
        this.platform = platform;
        this.checks = checks;
    }

    void play() {
        if (!platform.statistics("coordinator", PROGRAM).have("screened")) {
            checks.note("screenings are not among what the statistics count");
            return;
        }
        for (String role : List.of("coordinator", "analyst")) {
            check(role, platform.statistics(role, PROGRAM));
        }
    }

    private void check(String role, Statistics statistics) {
        Cell screened = Patience.MOMENTS.until(
                () -> Objects.requireNonNullElse(statistics.table("screened").get(Map.of()), Cell.NOBODY),
                ScreeningCounts::isNearlyAll);
        checks.holds("screened, as the %s is shown".formatted(role), isNearlyAll(screened), screened);
        Cell risk = statistics.table("inRiskZone").get(Map.of());
        checks.holds(
                "of them in the risk zone, about one in six",
                risk != null && risk.value() != null && isAboutASixth(risk.value()),
                String.valueOf(risk));
        Map<Map<String, String>, Cell> offers = statistics.table("offers", "state");
        Cell unanswered = offers.get(Map.of("state", "offered"));
        checks.holds(
                "offers that are not answered: too few to be told",
                unanswered == null || unanswered.value() == null,
                String.valueOf(unanswered));
        checks.equal(
                "cells about fewer than ten people",
                0L,
                offers.values().stream()
                        .filter(cell -> cell.value() != null
                                && cell.value().signum() > 0
                                && cell.value().intValue() < MINIMUM)
                        .count());
    }

    private static boolean isNearlyAll(Cell screened) {
        BigDecimal value = screened.value();
        return value != null
                && value.intValue() <= Screening.SCREENED
                && value.intValue() > Screening.SCREENED - MINIMUM;
    }

    private static boolean isAboutASixth(BigDecimal share) {
        return Math.abs(share.doubleValue() - (double) Screening.AT_RISK / Screening.SCREENED) < NEARLY;
    }
}
