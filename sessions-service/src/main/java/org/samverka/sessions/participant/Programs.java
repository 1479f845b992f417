package org.samverka.sessions.participant;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.hibernate.reactive.mutiny.Mutiny;
import org.samverka.contracts.ParticipantEvent.ProgramDefined;
import org.samverka.contracts.ParticipantEvent.Requirement;
import org.samverka.contracts.ParticipantEvent.TargetGroup;
import org.samverka.contracts.rest.NotKnown;

/** The programs, as far as their events have arrived. */
@ApplicationScoped
public class Programs {
    private static final TypeReference<List<Requirement>> REQUIREMENTS = new TypeReference<>() {};

    private final ObjectMapper json;

    Programs(ObjectMapper json) {
        this.json = json;
    }

    public Uni<Program> known(String key) {
        return Panache.getSession()
                .chain(session -> session.find(Program.class, key))
                .onItem()
                .ifNull()
                .failWith(() -> new NotKnown(
                        "There is no program %s; if it was defined just now, try again in a moment".formatted(key)));
    }

    /** What the program's venues, invitations and suppliers shall or should meet. */
    public Uni<List<Requirement>> requirements(String key) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select cast(requirements as text) from program where key = :key", String.class)
                        .setParameter("key", key)
                        .getSingleResultOrNull())
                .map(text -> text == null ? List.<Requirement>of() : read(text));
    }

    private List<Requirement> read(String text) {
        try {
            return json.readValue(text, REQUIREMENTS);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The newest definition stays, in whatever order they come. */
    Uni<Void> learn(List<ProgramDefined> definitions) {
        if (definitions.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var newest = new TreeMap<String, ProgramDefined>();
        definitions.forEach(definition -> newest.merge(definition.program(), definition, Programs::newer));
        return Panache.getSession().chain(session -> store(session, newest.values()));
    }

    private static ProgramDefined newer(ProgramDefined one, ProgramDefined other) {
        return one.version() > other.version() ? one : other;
    }

    private Uni<Void> store(Mutiny.Session session, Collection<ProgramDefined> definitions) {
        return session.createNativeQuery("""
                        insert into program (key, version, name, target_groups, support_groups, approval_groups, requirements)
                        select key, version, name, string_to_array(target_groups, chr(10)), string_to_array(support_groups, chr(10)),
                            string_to_array(approval_groups, chr(10)), cast(requirements as jsonb)
                        from unnest(cast(:keys as text[]), cast(:versions as int[]), cast(:names as text[]), cast(:groups as text[]),
                            cast(:support as text[]), cast(:approval as text[]), cast(:requirements as text[]))
                            as definition (key, version, name, target_groups, support_groups, approval_groups, requirements)
                        on conflict (key) do update set version = excluded.version, name = excluded.name,
                            target_groups = excluded.target_groups, support_groups = excluded.support_groups,
                            approval_groups = excluded.approval_groups, requirements = excluded.requirements
                        where program.version < excluded.version
                        """)
                .setParameter(
                        "keys",
                        definitions.stream().map(ProgramDefined::program).toArray(String[]::new))
                .setParameter(
                        "versions",
                        definitions.stream().map(ProgramDefined::version).toArray(Integer[]::new))
                .setParameter(
                        "names", definitions.stream().map(ProgramDefined::name).toArray(String[]::new))
                .setParameter("groups", groups(definitions, group -> true))
                .setParameter("support", groups(definitions, group -> Boolean.TRUE.equals(group.support())))
                .setParameter("approval", groups(definitions, Programs::asksManager))
                .setParameter(
                        "requirements",
                        definitions.stream().map(this::requirements).toArray(String[]::new))
                .executeUpdate()
                .replaceWithVoid();
    }

    /** Nobody's manager learns who is in a support group. */
    private static boolean asksManager(TargetGroup group) {
        return Boolean.TRUE.equals(group.bookingApproval()) && !Boolean.TRUE.equals(group.support());
    }

    private static String[] groups(Collection<ProgramDefined> definitions, Predicate<TargetGroup> which) {
        return definitions.stream()
                .map(definition -> definition.targetGroups().stream()
                        .filter(which)
                        .map(TargetGroup::key)
                        .collect(joining("\n")))
                .toArray(String[]::new);
    }

    private String requirements(ProgramDefined definition) {
        try {
            return json.writeValueAsString(definition.requirements() == null ? List.of() : definition.requirements());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
