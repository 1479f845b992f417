package org.samverka.evaluation.participant;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.Collectors;
import org.samverka.contracts.ParticipantEvent.ProgramDefined;
import org.samverka.contracts.ParticipantEvent.TargetGroup;
import org.samverka.contracts.rest.NotKnown;

/** The programs that were defined, as far as evaluation needs to know them. */
@ApplicationScoped
public class Programs {

    /** Within a transaction; a program that did not get here yet is not known either. */
    public Uni<KnownProgram> get(String key) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select array_to_string(target_groups, ',') from program where key = :key",
                                String.class)
                        .setParameter("key", key)
                        .getSingleResultOrNull())
                .onItem()
                .ifNull()
                .failWith(() -> new NotKnown("No such program among those assigned to you"))
                .map(groups -> new KnownProgram(key, groups.isEmpty() ? List.of() : List.of(groups.split(","))));
    }

    public record KnownProgram(String key, List<String> targetGroups) {}

    Uni<Void> remember(List<ProgramDefined> programs) {
        if (programs.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                insert into program (key, version, target_groups)
                                select distinct on (key) key, version, string_to_array(groups, ',')
                                from unnest(cast(:keys as text[]), cast(:versions as int[]), cast(:groups as text[]))
                                    as defined (key, version, groups)
                                order by key, version desc
                                on conflict (key) do update
                                    set version = excluded.version, target_groups = excluded.target_groups
                                    where program.version < excluded.version
                                """)
                        .setParameter(
                                "keys",
                                programs.stream().map(ProgramDefined::program).toArray(String[]::new))
                        .setParameter(
                                "versions",
                                programs.stream().map(ProgramDefined::version).toArray(Integer[]::new))
                        .setParameter(
                                "groups",
                                programs.stream().map(Programs::groups).toArray(String[]::new))
                        .executeUpdate())
                .replaceWithVoid();
    }

    private static String groups(ProgramDefined program) {
        return program.targetGroups().stream().map(TargetGroup::key).collect(Collectors.joining(","));
    }
}
