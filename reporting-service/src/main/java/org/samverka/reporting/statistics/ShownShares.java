package org.samverka.reporting.statistics;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.Stream;
import org.samverka.contracts.EvaluationEvent;
import org.samverka.contracts.EvaluationEvent.EvaluationCompleted;
import org.samverka.contracts.ScreeningEvent;
import org.samverka.contracts.ScreeningEvent.ScreeningCompleted;
import org.samverka.reporting.disclosure.Minimum;

/**
 * What may be shown of live shares and means. One that moved with each answer would tell that answer; so each cell and
 * each margin shows how it stood when the minimum of answers had last come to it. What was shown is no consequence of the
 * log, and stays when the statistics are built anew.
 */
@ApplicationScoped
class ShownShares {
    private final Minimum minimum;

    ShownShares(Minimum minimum) {
        this.minimum = minimum;
    }

    Uni<Void> followAnswers(List<EvaluationEvent> events) {
        return follow(
                events.stream().filter(EvaluationCompleted.class::isInstance).map(EvaluationEvent::program),
                new String[] {Measure.agreement.name(), Measure.score.name()},
                minimum);
    }

    Uni<Void> followScreening(List<ScreeningEvent> events) {
        return follow(
                events.stream().filter(ScreeningCompleted.class::isInstance).map(ScreeningEvent::program),
                new String[] {Measure.inRiskZone.name()},
                minimum.ofScreening());
    }

    private static Uni<Void> follow(Stream<String> programs, String[] measures, Minimum minimum) {
        String[] concerned = programs.distinct().toArray(String[]::new);
        if (concerned.length == 0) {
            return Uni.createFrom().voidItem();
        }
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                    with margin as (
                        select program, measure, item, target_group, gender, organization, cast(null as text) as wave,
                            sum(n) as n, sum(amount) as amount
                        from statistics.cell
                        where measure = any(cast(:measures as text[])) and program = any(cast(:programs as text[]))
                        group by program, measure, item, cube (target_group, gender, organization)
                        union all
                        select program, measure, item, first_category, gender, null, second_category, sum(n), sum(amount)
                        from statistics.split where measure = any(cast(:measures as text[]))
                            and program = any(cast(:programs as text[])) and first = 'targetGroup' and second = 'wave'
                        group by program, measure, item, second_category, cube (first_category, gender)
                        union all
                        select program, measure, item, null, gender, first_category, second_category, sum(n), sum(amount)
                        from statistics.split where measure = any(cast(:measures as text[]))
                            and program = any(cast(:programs as text[])) and first = 'organization' and second = 'wave'
                        group by program, measure, item, first_category, second_category, grouping sets ((), (gender)))
                    insert into statistics.shown_share as shown
                        (program, measure, item, target_group, gender, organization, wave, n, amount)
                    select program, measure, item, target_group, gender, organization, wave, n, amount
                    from margin where n >= :minimum
                    on conflict (program, measure, item, target_group, gender, organization, wave)
                        do update set n = excluded.n, amount = excluded.amount
                    where abs(excluded.n - shown.n) >= :minimum
                    """)
                        .setParameter("programs", concerned)
                        .setParameter("measures", measures)
                        .setParameter("minimum", minimum.people())
                        .executeUpdate())
                .replaceWithVoid();
    }
}
