package org.samverka.reporting.release;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.samverka.reporting.release.ReleasedFigure.Said;
import org.samverka.reporting.release.ReleasedFigure.Unit;
import org.samverka.reporting.release.ReportKind.Part;

/**
 * Money as the author of a release states it, in decimal strings.
 *
 * @param total of the program; {@code granted} the funder's part of it
 * @param spent so far
 */
public record Funding(
        @NotNull @Pattern(regexp = AMOUNT) String total,
        @NotNull @Pattern(regexp = AMOUNT) String granted,
        @Nullable @Pattern(regexp = AMOUNT) String spent,
        @NotNull @Pattern(regexp = "[A-Z]{3}") String currency) {
    private static final String AMOUNT = "[0-9]{1,12}(\\.[0-9]{1,2})?";
    private static final int RATE_DIGITS = 4;

    static Stream<ReleasedFigure> figures(@Nullable Funding funding) {
        return funding == null ? Stream.of() : funding.figures().stream();
    }

    /** The grant rate is granted of total; co-financing is what is left. */
    private List<ReleasedFigure> figures() {
        var all = new BigDecimal(total);
        var grant = new BigDecimal(granted);
        var figures = new ArrayList<ReleasedFigure>();
        figures.add(money("total", all));
        figures.add(money("granted", grant));
        figures.add(money("coFinancing", all.subtract(grant)));
        if (spent != null) {
            figures.add(money("spent", new BigDecimal(spent)));
        }
        if (all.signum() > 0) {
            figures.add(ReleasedFigure.of(
                    Part.funding,
                    "grantRate",
                    Map.of(),
                    Unit.share,
                    Said.ratio(grant.divide(all, RATE_DIGITS, RoundingMode.HALF_UP), grant, all, null)));
        }
        return figures;
    }

    private static ReleasedFigure money(String of, BigDecimal amount) {
        return ReleasedFigure.of(Part.funding, of, Map.of(), Unit.money, Said.value(amount));
    }
}
