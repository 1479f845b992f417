package org.samverka.evaluation.participant;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Predicate;
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
                                "select array_to_string(target_groups, ','), array_to_string(support_groups, ',')"
                                        + " from program where key = :key",
                                Object[].class)
                        .setParameter("key", key)
                        .getSingleResultOrNull())
                .onItem()
                .ifNull()
                .failWith(() -> new NotKnown("No such program among those assigned to you"))
                .map(row -> new KnownProgram(key, keys((String) row[0]), keys((String) row[1])));
    }

    private static List<String> keys(String joined) {
        return joined.isEmpty() ? List.of() : List.of(joined.split(","));
    }

    /** @param supportGroups those of the target groups that support is given in */
    public record KnownProgram(String key, List<String> targetGroups, List<String> supportGroups) {}

    Uni<Void> remember(List<ProgramDefined> programs) {
        if (programs.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                insert into program (key, version, target_groups, support_groups, organizations, zone)
                                select distinct on (key) key, version, string_to_array(groups, ','),
                                    string_to_array(supports, ','), string_to_array(organizations, ','), zone
                                from unnest(cast(:keys as text[]), cast(:versions as int[]), cast(:groups as text[]),
                                        cast(:supports as text[]), cast(:organizations as text[]),
                                        cast(:zones as text[]))
                                    as defined (key, version, groups, supports, organizations, zone)
                                order by key, version desc
                                on conflict (key) do update
                                    set version = excluded.version, target_groups = excluded.target_groups,
                                        support_groups = excluded.support_groups,
                                        organizations = excluded.organizations, zone = excluded.zone
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
                                programs.stream()
                                        .map(program -> groups(program, group -> true))
                                        .toArray(String[]::new))
                        .setParameter(
                                "supports",
                                programs.stream()
                                        .map(program -> groups(program, group -> Boolean.TRUE.equals(group.support())))
                                        .toArray(String[]::new))
                        .setParameter(
                                "organizations",
                                programs.stream()
                                        .map(program -> String.join(",", program.organizations()))
                                        .toArray(String[]::new))
                        .setParameter(
                                "zones",
                                programs.stream().map(ProgramDefined::zone).toArray(String[]::new))
                        .executeUpdate())
                .replaceWithVoid();
    }

    private static String groups(ProgramDefined program, Predicate<TargetGroup> wanted) {
        return program.targetGroups().stream()
                .filter(wanted)
                .map(TargetGroup::key)
                .collect(Collectors.joining(","));
    }
}
