package org.samverka.reporting.program;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How many people, and of how many organizations, were in a program or target group as of a day. */
@ApplicationScoped
public class Populations {
    /** enrolled: whoever was in by then; confirmed: who had not left; completed: who had gone through. */
    private static final String MEMBERS = """
            with members as (
                select coalesce(h.head, p.pseudonym) as person, max(coalesce(h.gender, 'unknown')) as gender,
                    max(p.organization) as organization
                from program.participation p left join program.person h on h.pseudonym = p.pseudonym
                where p.program = $1 and (cast($2 as text) is null or p.target_group = $2) and p.entered <= $3
                    and case cast($4 as text) when 'completed' then coalesce(p.completed <= $3, false)
                        when 'confirmed' then p.ended is null or p.ended > $3 else true end
                group by coalesce(h.head, p.pseudonym))
            """;

    private final Pool database;

    Populations(Pool database) {
        this.database = database;
    }

    /** Each person once, by gender. */
    public Uni<Map<String, Long>> people(String program, @Nullable String targetGroup, LocalDate day, String state) {
        return database.preparedQuery(MEMBERS + " select gender, count(*) as people from members group by gender")
                .execute(Tuple.of(program, targetGroup, day, state))
                .map(rows -> {
                    Map<String, Long> people = new TreeMap<>();
                    rows.forEach(row -> people.put(row.getString("gender"), row.getLong("people")));
                    return people;
                });
    }

    public Uni<Long> organizations(String program, @Nullable String targetGroup, LocalDate day, String state) {
        return database.preparedQuery(MEMBERS + " select count(distinct organization) as organizations from members")
                .execute(Tuple.of(program, targetGroup, day, state))
                .map(rows -> rows.iterator().next().getLong("organizations"));
    }
}
