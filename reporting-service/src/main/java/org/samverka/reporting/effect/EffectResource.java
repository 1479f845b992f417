package org.samverka.reporting.effect;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.Roles;
import org.samverka.reporting.absence.Ratio;
import org.samverka.reporting.absence.Shown.Taken;
import org.samverka.reporting.disclosure.Suppression;
import org.samverka.reporting.effect.Effect.Comparison;
import org.samverka.reporting.effect.Effect.Interval;
import org.samverka.reporting.effect.Effect.Refusal;
import org.samverka.reporting.effect.Effects.Outcome;
import org.samverka.reporting.effect.Effects.Part;
import org.samverka.reporting.program.Programs;

@Path("/api/v1/programs/{key}")
@Tag(name = "Absence")
public class EffectResource {
    private final Programs programs;
    private final Effects effects;
    private final Caller caller;

    EffectResource(Programs programs, Effects effects, Caller caller) {
        this.programs = programs;
        this.effects = effects;
        this.caller = caller;
    }

    /** A share of working time with the hours behind it. */
    public record RateView(@Nullable BigDecimal value, BigDecimal numerator, BigDecimal denominator) {
        static @Nullable RateView of(@Nullable Ratio ratio) {
            return ratio == null
                    ? null
                    : new RateView(
                            ratio.value()
                                    .map(value -> value.round(MathContext.DECIMAL32))
                                    .orElse(null),
                            ratio.numerator(),
                            ratio.denominator());
        }
    }

    public record PartView(
            String dimension,
            String category,
            @Nullable RateView before,
            @Nullable RateView after,
            @Nullable Suppression suppressed) {
        static PartView of(Part part) {
            return new PartView(
                    part.dimension(),
                    part.category(),
                    RateView.of(part.before()),
                    RateView.of(part.after()),
                    part.suppressed());
        }
    }

    /**
     * @param change relative, after against before, with a 95 % interval
     * @param difference of the shares of working time; times a hundred, percentage points
     * @param comparison with others who were alike before; its difference in differences is in shares of working time
     * @param found whether that difference is other than none, with an error rate of 5 %
     * @param refusal why something is left out
     */
    public record EffectView(
            String program,
            String targetGroup,
            AbsenceMeasure measure,
            String definition,
            int definitionVersion,
            Instant takenAt,
            @Nullable Integer persons,
            @Nullable RateView before,
            @Nullable RateView after,
            @Nullable Interval change,
            @Nullable BigDecimal difference,
            @Nullable Comparison comparison,
            @Nullable Boolean found,
            @Nullable Refusal refusal,
            List<PartView> parts) {
        static EffectView of(String program, String targetGroup, AbsenceMeasure measure, Taken<Outcome> taken) {
            Effect effect = taken.content().effect();
            return new EffectView(
                    program,
                    targetGroup,
                    measure,
                    measure.definition(),
                    1,
                    taken.at().toInstant(),
                    effect.before() == null ? null : (Integer) effect.persons(),
                    RateView.of(effect.before()),
                    RateView.of(effect.after()),
                    effect.change(),
                    pointsBetween(effect.before(), effect.after()),
                    effect.comparison(),
                    effect.comparison() == null ? null : effect.comparison().found(),
                    effect.refusal(),
                    taken.content().parts().stream().map(PartView::of).toList());
        }
    }

    private static @Nullable BigDecimal pointsBetween(@Nullable Ratio before, @Nullable Ratio after) {
        return before == null || after == null
                ? null
                : before.differenceTo(after)
                        .map(points -> points.round(MathContext.DECIMAL32))
                        .orElse(null);
    }

    @GET
    @Path("/absence/effect")
    @RolesAllowed({Roles.COORDINATOR, Roles.ANALYST})
    @Operation(
            summary = "Absence of those who completed a target group: 12 months after against 12 before",
            description = """
                    Pooled hours of persons employed at least 80 % of both windows, beside others of the same gender, age band \
                    and band of the baseline: a difference in differences with its 95 % interval. Whoever is chosen for high \
                    absence comes nearer to the mean by itself, so the change alone is no effect.""")
    public Uni<EffectView> effect(
            String key,
            @RestQuery @Parameter(description = "Key of the target group", required = true) @Nullable
                    String targetGroup,
            @RestQuery @Parameter(description = "shortTermAbsence (if left out) or totalAbsence") @Nullable
                    String measure) {
        caller.requireProgram(key);
        if (targetGroup == null || targetGroup.isBlank()) {
            throw new Invalid("/targetGroup", "required", "Say whose absence: the key of a target group");
        }
        AbsenceMeasure of = measure(measure);
        return programs.required(key)
                .chain(program -> effects.of(program, targetGroup, of, null))
                .map(taken -> EffectView.of(key, targetGroup, of, taken));
    }

    private static AbsenceMeasure measure(@Nullable String name) {
        return name == null
                ? AbsenceMeasure.shortTermAbsence
                : Arrays.stream(AbsenceMeasure.values())
                        .filter(measure -> measure.name().equals(name))
                        .findFirst()
                        .orElseThrow(() ->
                                new Invalid("/measure", "unknown-value", "Known here: shortTermAbsence, totalAbsence"));
    }
}
