package org.samverka.participants.program;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who takes part in a program and as what: as the definition says, or because an application was accepted. */
@ApplicationScoped
class ProgramOrganizations {

    record TakingPart(String key, @Nullable String name, List<String> roles, boolean accepted, List<Kept> seats) {}

    /** Seats that a group keeps for the organization. */
    record Kept(String targetGroup, int seats, int taken, boolean support) {}

    @WithSession
    Uni<List<TakingPart>> of(String program) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                with named as (
                                    select p.id, r.value ->> 'key' as key, r.value ->> 'role' as role, r.ordinality as place
                                    from program p, jsonb_array_elements(p.definition -> 'organizations') with ordinality r
                                    where p.key = :program),
                                everybody as (
                                    select id, key, role, place from named
                                    union all
                                    select o.program_id, o.organization, 'participating', 1000000
                                    from program p join program_organization o on o.program_id = p.id
                                    where p.key = :program and o.accepted and o.organization not in (
                                        select key from named where role in ('owner', 'participating')))
                                select e.key, r.name, e.role, coalesce(o.accepted, false), s.target_group, s.seats, s.taken,
                                    coalesce((select bool_or(g.value ->> 'support' = 'true')
                                        from program p, jsonb_array_elements(p.definition -> 'targetGroups') g
                                        where p.id = e.id and g.value ->> 'key' = s.target_group), false)
                                from everybody e
                                left join organization r on r.key = e.key
                                left join program_organization o on o.program_id = e.id and o.organization = e.key
                                left join organization_seats s on s.program_id = e.id and s.organization = e.key
                                order by e.place, e.key, e.role, s.target_group
                                """, Object[].class)
                        .setParameter("program", program)
                        .getResultList())
                .map(ProgramOrganizations::grouped);
    }

    private static List<TakingPart> grouped(List<Object[]> rows) {
        Map<String, TakingPart> byKey = new LinkedHashMap<>();
        for (Object[] row : rows) {
            String key = (String) row[0];
            TakingPart one = byKey.computeIfAbsent(
                    key,
                    ignored -> new TakingPart(
                            key, (String) row[1], new ArrayList<>(), (Boolean) row[3], new ArrayList<>()));
            if (!one.roles().contains((String) row[2])) {
                one.roles().add((String) row[2]);
            }
            if (row[4] != null) {
                var kept = new Kept((String) row[4], (Integer) row[5], (Integer) row[6], (Boolean) row[7]);
                if (!one.seats().contains(kept)) {
                    one.seats().add(kept);
                }
            }
        }
        return List.copyOf(byKey.values());
    }
}
