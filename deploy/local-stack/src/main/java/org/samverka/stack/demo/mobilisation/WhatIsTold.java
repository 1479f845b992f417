package org.samverka.stack.demo.mobilisation;

import static org.samverka.stack.demo.mobilisation.Mobilisation.PROGRAM;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.samverka.stack.Listener;
import org.samverka.stack.demo.api.Platform;
import org.samverka.stack.demo.api.Statistics.Cell;
import org.samverka.stack.demo.check.Checks;

/** What reaches those who write the report: nothing about so few that one could tell who they are. */
final class WhatIsTold {
    private static final BigDecimal MINIMUM = BigDecimal.valueOf(7);
    private static final List<String> MEASURES = List.of("headCount", "enrolled", "bookings", "attendances", "answers");

    private final Platform platform;
    private final Checks checks;

    WhatIsTold(Platform platform, Checks checks) {
        this.platform = platform;
        this.checks = checks;
    }

    void play() {
        checks.step("Step 5: what the reports may tell");
        long cells = 0;
        long shown = 0;
        long tooSmall = 0;
        for (String measure : MEASURES) {
            Map<Map<String, String>, Cell> table =
                    platform.statistics("analyst", PROGRAM).table(measure, "gender", "targetGroup", "organization");
            cells += table.size();
            for (Cell cell : table.values()) {
                shown += cell.value() == null ? 0 : 1;
                tooSmall += isTooSmall(cell.value()) ? 1 : 0;
            }
        }
        checks.note("the analyst is shown %d of %d cells".formatted(shown, cells));
        checks.equal("cells that are about fewer than seven people", 0L, tooSmall);
        checks.holds("and something is shown", shown > 0, shown);
        new ScreeningCounts(platform, checks).play();
        for (String role : List.of("participant", "manager", "organization-contact", "supplier")) {
            checks.equal(
                    "the program's statistics, asked for by the " + role,
                    403,
                    platform.as(role, Listener.REPORTING)
                            .get("/programs/%s/statistics".formatted(PROGRAM))
                            .status());
        }
    }

    private static boolean isTooSmall(@Nullable BigDecimal value) {
        return value != null && value.signum() > 0 && value.compareTo(MINIMUM) < 0;
    }
}
