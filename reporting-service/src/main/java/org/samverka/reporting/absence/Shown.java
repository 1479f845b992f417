package org.samverka.reporting.absence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Figures about absence as they are shown. They stay as they are until the facts of eleven people have changed, so that
 * two successive values never differ by fewer; whoever compares them learns nothing of one person.
 */
@ApplicationScoped
public class Shown {
    /** Whose facts count: of the whole workforce of organizations, or of those in a target group. */
    private static final String CHANGED = """
            with given as (
                select cast($1 as timestamptz) as since, cast($2 as text) as program, cast($3 as text) as target_group,
                    cast($4 as text[]) as organizations, cast($5 as int) as enough),
            changed as (
                select e.pseudonym, e.organization from given g join absence.employment e on e.changed_at > g.since
                union
                select e.pseudonym, e.organization from given g join absence.episode ep on ep.changed_at > g.since
                    join absence.employment e on e.id = ep.employment_id
                union
                select p.pseudonym, p.organization from given g join program.participation p on p.program = g.program
                    and p.changed_at > g.since and (g.target_group is null or p.target_group = g.target_group))
            select count(*) as people from (
                select distinct c.pseudonym from given g join changed c on c.organization = any(g.organizations)
                where g.target_group is null or exists (select from program.participation p
                    where p.pseudonym = c.pseudonym and p.program = g.program and p.target_group = g.target_group)
                limit (select enough from given)) few
            """;

    private static final ObjectMapper JSON =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();

    private final Pool database;

    Shown(Pool database) {
        this.database = database;
    }

    /** @param targetGroup none: the figures are about all people of the organizations */
    public record Subject(
            String program, String name, @Nullable String targetGroup, List<String> organizations) {}

    /** What is shown, and when it was computed. */
    public record Taken<T>(OffsetDateTime at, T content) {}

    private record Kept(OffsetDateTime at, String content) {}

    public <T> Uni<Taken<T>> figures(Subject subject, TypeReference<T> type, Supplier<Uni<T>> compute) {
        return kept(subject)
                .chain(kept -> kept == null
                        ? take(subject, compute)
                        : changedEnough(subject, kept.at())
                                .chain(changed -> changed
                                        ? take(subject, compute)
                                        : Uni.createFrom().item(new Taken<>(kept.at(), read(kept.content(), type)))));
    }

    private Uni<@Nullable Kept> kept(Subject subject) {
        return database.preparedQuery("""
                        select taken_at, cast(content as text) as content from absence.shown where program = $1 and subject = $2
                        """)
                .execute(Tuple.of(subject.program(), subject.name()))
                .map(rows -> {
                    Row row = rows.iterator().hasNext() ? rows.iterator().next() : null;
                    return row == null ? null : new Kept(row.getOffsetDateTime("taken_at"), row.getString("content"));
                });
    }

    private Uni<Boolean> changedEnough(Subject subject, OffsetDateTime since) {
        int enough = AbsenceFigures.MINIMUM.people();
        return database.preparedQuery(CHANGED)
                .execute(Tuple.of(
                        since,
                        subject.program(),
                        subject.targetGroup(),
                        subject.organizations().toArray(String[]::new),
                        enough))
                .map(rows -> rows.iterator().next().getLong("people") >= enough);
    }

    /** The time is taken before the facts are read: what comes meanwhile counts as changed. */
    private <T> Uni<Taken<T>> take(Subject subject, Supplier<Uni<T>> compute) {
        return database.query("select clock_timestamp() as now")
                .execute()
                .map(rows -> rows.iterator().next().getOffsetDateTime("now"))
                .chain(now -> compute.get()
                        .call(content -> keep(subject, now, content))
                        .map(content -> new Taken<>(now, content)));
    }

    private Uni<Void> keep(Subject subject, OffsetDateTime at, Object content) {
        return database.preparedQuery("""
                        insert into absence.shown (program, subject, taken_at, content) values ($1, $2, $3, cast(cast($4 as text) as jsonb))
                        on conflict (program, subject) do update set taken_at = excluded.taken_at, content = excluded.content
                        """)
                .execute(Tuple.of(subject.program(), subject.name(), at, json(content)))
                .replaceWithVoid();
    }

    private static String json(Object content) {
        try {
            return JSON.writeValueAsString(content);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T read(String content, TypeReference<T> type) {
        try {
            return JSON.readValue(content, type);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
