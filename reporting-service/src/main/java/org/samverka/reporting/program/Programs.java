package org.samverka.reporting.program;

import static java.util.Objects.requireNonNullElse;
import static org.samverka.reporting.program.Participations.array;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.samverka.contracts.ParticipantEvent.Goal;
import org.samverka.contracts.ParticipantEvent.ProgramDefined;
import org.samverka.contracts.ParticipantEvent.TargetGroup;
import org.samverka.contracts.rest.NotKnown;

/** What programs aim at, from their newest definitions. */
@ApplicationScoped
public class Programs {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Pool database;

    Programs(Pool database) {
        this.database = database;
    }

    public Uni<Program> required(String key) {
        return database.preparedQuery("""
                        select key, id, name, first_day, last_day, zone, organizations,
                            cast(target_groups as text) as target_groups, cast(goals as text) as goals
                        from program.definition where key = $1
                        """)
                .execute(Tuple.of(key))
                .map(rows -> rows.iterator().hasNext() ? program(rows.iterator().next()) : null)
                .onItem()
                .ifNull()
                .failWith(() -> new NotKnown("No such program among those assigned to you"));
    }

    private static Program program(Row row) {
        return new Program(
                row.getString("key"),
                row.getUUID("id"),
                row.getString("name"),
                row.getLocalDate("first_day"),
                row.getLocalDate("last_day"),
                ZoneId.of(row.getString("zone")),
                List.of(row.getArrayOfStrings("organizations")),
                read(row.getString("target_groups"), new TypeReference<List<TargetGroup>>() {}),
                read(row.getString("goals"), new TypeReference<List<Goal>>() {}));
    }

    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    Uni<Void> learn(List<ProgramDefined> definitions) {
        Map<String, ProgramDefined> newest = new TreeMap<>();
        definitions.forEach(definition -> newest.merge(
                definition.program(), definition, (one, other) -> one.version() > other.version() ? one : other));
        return newest.isEmpty()
                ? Uni.createFrom().voidItem()
                : Panache.getSession()
                        .chain(session -> store(session, newest.values())
                                .chain(() -> judgeSoon(session, List.copyOf(newest.keySet()))));
    }

    private static Uni<Void> store(Mutiny.Session session, Collection<ProgramDefined> definitions) {
        return session.createNativeQuery("""
                        insert into program.definition as known
                            (key, id, version, name, first_day, last_day, zone, organizations, target_groups, goals)
                        select key, id, version, name, first_day, last_day, zone, string_to_array(organizations, ','),
                            cast(target_groups as jsonb), cast(goals as jsonb)
                        from unnest(cast(:keys as text[]), cast(:ids as uuid[]), cast(:versions as int[]), cast(:names as text[]),
                            cast(:firstDays as date[]), cast(:lastDays as date[]), cast(:zones as text[]), cast(:organizations as text[]),
                            cast(:targetGroups as text[]), cast(:goals as text[]))
                            as d (key, id, version, name, first_day, last_day, zone, organizations, target_groups, goals)
                        on conflict (key) do update set version = excluded.version, name = excluded.name, first_day = excluded.first_day,
                            last_day = excluded.last_day, zone = excluded.zone, organizations = excluded.organizations,
                            target_groups = excluded.target_groups, goals = excluded.goals
                        where excluded.version > known.version
                        """)
                .setParameter("keys", array(definitions, ProgramDefined::program, String[]::new))
                .setParameter("ids", array(definitions, ProgramDefined::programId, UUID[]::new))
                .setParameter("versions", array(definitions, ProgramDefined::version, Integer[]::new))
                .setParameter("names", array(definitions, ProgramDefined::name, String[]::new))
                .setParameter("firstDays", array(definitions, ProgramDefined::from, LocalDate[]::new))
                .setParameter("lastDays", array(definitions, ProgramDefined::to, LocalDate[]::new))
                .setParameter("zones", array(definitions, ProgramDefined::zone, String[]::new))
                .setParameter(
                        "organizations",
                        array(definitions, each -> String.join(",", each.organizations()), String[]::new))
                .setParameter("targetGroups", array(definitions, each -> write(each.targetGroups()), String[]::new))
                .setParameter(
                        "goals",
                        array(definitions, each -> write(requireNonNullElse(each.goals(), List.of())), String[]::new))
                .executeUpdate()
                .replaceWithVoid();
    }

    private static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Something happened that goals may depend on; within the caller's transaction. Keys in their order: no deadlock. */
    public static Uni<Void> judgeSoon(Mutiny.Session session, List<String> programs) {
        return session.createNativeQuery("""
                        insert into program.due (program, at)
                        select program, clock_timestamp() from unnest(cast(:programs as text[])) as d (program)
                        on conflict (program) do update set at = excluded.at where due.at > excluded.at
                        """)
                .setParameter("programs", programs.toArray(String[]::new))
                .executeUpdate()
                .replaceWithVoid();
    }
}
