package org.samverka.reporting.statistics;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Exact counts from the cells, for what decides by them and shows no more than it may. */
@ApplicationScoped
public class Counts {
    private final Pool database;

    Counts(Pool database) {
        this.database = database;
    }

    /** @param targetGroup none: the whole program */
    public Uni<Long> of(String program, Measure measure, @Nullable String targetGroup) {
        return database.preparedQuery("""
                        select cast(coalesce(sum(n), 0) as bigint) as n from statistics.cell
                        where program = $1 and measure = $2 and (cast($3 as text) is null or target_group = $3)
                        """)
                .execute(Tuple.of(program, measure.name(), targetGroup))
                .map(rows -> rows.iterator().next().getLong("n"));
    }
}
