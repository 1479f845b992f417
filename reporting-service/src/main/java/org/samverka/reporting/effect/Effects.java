package org.samverka.reporting.effect;

import com.fasterxml.jackson.core.type.TypeReference;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.samverka.reporting.absence.Ratio;
import org.samverka.reporting.absence.Shown;
import org.samverka.reporting.absence.Shown.Subject;
import org.samverka.reporting.absence.Shown.Taken;
import org.samverka.reporting.disclosure.DisclosureControl;
import org.samverka.reporting.disclosure.Figure;
import org.samverka.reporting.disclosure.Minimum;
import org.samverka.reporting.disclosure.Suppression;
import org.samverka.reporting.effect.Members.Sides;
import org.samverka.reporting.program.Program;

/** Effects of programs on absence, as they may be shown: computed anew only once the facts of eleven people have changed. */
@ApplicationScoped
public class Effects {
    private final Members members;
    private final Shown shown;
    private final Clock clock;
    private final Vertx vertx;

    Effects(Members members, Shown shown, Clock clock, Vertx vertx) {
        this.vertx = vertx;
        this.members = members;
        this.shown = shown;
        this.clock = clock;
    }

    /** The change within some of the participants; hidden where it is about too few, or where that would follow. */
    public record Part(
            String dimension,
            String category,
            @Nullable Ratio before,
            @Nullable Ratio after,
            @Nullable Suppression suppressed) {}

    /** The effect on all who have gone through, and the change within groups of them. */
    public record Outcome(Effect effect, List<Part> parts) {}

    /** @param completedBy none: whoever has completed */
    public Uni<Taken<Outcome>> of(
            Program program, String targetGroup, AbsenceMeasure measure, @Nullable LocalDate completedBy) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), program.zone());
        var subject = new Subject(
                program.key(),
                "effect on %s of %s by %s of %s".formatted(measure, targetGroup, completedBy, program.organizations()),
                targetGroup,
                program.organizations());
        return shown.figures(
                subject,
                new TypeReference<>() {},
                () -> members.of(program, targetGroup, completedBy == null ? today : completedBy, today, measure)
                        .chain(sides -> vertx.executeBlocking(() -> outcome(sides), false)));
    }

    static Outcome outcome(Sides sides) {
        Effect effect = Estimate.of(sides.participants(), sides.others());
        return new Outcome(effect, effect.before() == null ? List.of() : parts(sides.participants()));
    }

    private static List<Part> parts(List<Member> members) {
        Map<Map<String, String>, List<Member>> groups = new HashMap<>();
        groups.put(Map.of(), members);
        split(groups, members, "gender", Member::gender);
        split(groups, members, "ageBand", Member::ageBand);
        split(groups, members, "fullTime", member -> member.fullTime() ? "yes" : "no");
        var table = new HashMap<Map<String, String>, Figure>();
        groups.forEach((place, of) -> table.put(place, new Figure(1, Effect.isWithheld(of) ? 0 : of.size(), null)));
        var hidden = new DisclosureControl(new Minimum(Effect.MINIMUM)).hide(table);
        var parts = new ArrayList<Part>();
        groups.forEach((place, of) ->
                place.forEach((dimension, category) -> parts.add(part(dimension, category, of, hidden.get(place)))));
        parts.sort(Comparator.comparing(Part::dimension).thenComparing(Part::category));
        return parts;
    }

    private static void split(
            Map<Map<String, String>, List<Member>> groups,
            List<Member> members,
            String dimension,
            Function<Member, String> category) {
        members.forEach(
                member -> groups.computeIfAbsent(Map.of(dimension, category.apply(member)), fresh -> new ArrayList<>())
                        .add(member));
    }

    private static Part part(String dimension, String category, List<Member> of, @Nullable Suppression hidden) {
        return hidden != null
                ? new Part(dimension, category, null, null, hidden)
                : new Part(
                        dimension, category, Effect.pooled(of, Member::before), Effect.pooled(of, Member::after), null);
    }
}
