package org.samverka.reporting.statistics;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.samverka.contracts.EvaluationEvent.EvaluationCompleted;
import org.samverka.reporting.disclosure.Minimum;

/**
 * What may be shown of live shares. A share that moved with each answer would tell that answer; so each cell and each
 * margin shows how it stood when the minimum of answers had last come to it.
 */
@ApplicationScoped
class ShownShares {
    private final Minimum minimum;

    ShownShares(Minimum minimum) {
        this.minimum = minimum;
    }

    Uni<Void> follow(List<EvaluationCompleted> answers) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                insert into statistics.shown_share as shown (program, item, target_group, gender, organization, n, amount)
                                select program, item, target_group, gender, organization, sum(n), sum(amount)
                                from statistics.cell where measure = 'agreement' and program = any(cast(:programs as text[]))
                                group by program, item, cube (target_group, gender, organization)
                                having sum(n) >= :minimum
                                on conflict (program, item, target_group, gender, organization)
                                    do update set n = excluded.n, amount = excluded.amount
                                where abs(excluded.n - shown.n) >= :minimum
                                """)
                        .setParameter("programs", programs(answers))
                        .setParameter("minimum", minimum.people())
                        .executeUpdate())
                .replaceWithVoid();
    }

    private static String[] programs(List<EvaluationCompleted> answers) {
        return answers.stream().map(EvaluationCompleted::program).distinct().toArray(String[]::new);
    }
}
