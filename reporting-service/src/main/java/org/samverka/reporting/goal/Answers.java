package org.samverka.reporting.goal;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.StreamSupport;
import org.hibernate.reactive.mutiny.Mutiny;
import org.samverka.contracts.EvaluationEvent.EvaluationCompleted;
import org.samverka.contracts.ParticipantEvent.Agreement;
import org.samverka.reporting.program.Programs;

/** What was answered, one row per response without respondent: a goal with several statements asks for one who agrees to all. */
@ApplicationScoped
class Answers {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int YES = 3;
    private static final int VALID = 1;

    /** An item that was not answered takes no position. */
    private static final String AGREEMENT = """
            select r.gender, coalesce(r.organization, '') as organization,
                count(*) filter (where r.valid) as valid, count(*) filter (where r.valid and r.yes) as yes
            from (
                select a.gender, a.organization,
                    bool_and(coalesce((a.scores ->> item)::int, $5 - 1) >= $5) as valid,
                    bool_and(coalesce((a.scores ->> item)::int, $5 - 1) >= $4) as yes
                from goal.answer a cross join unnest(cast($3 as text[])) as item
                where a.program = $1 and a.survey = $2
                group by a.response_id, a.gender, a.organization) r
            group by r.gender, r.organization
            """;

    private final Pool database;

    Answers(Pool database) {
        this.database = database;
    }

    /** @param valid how many took a position on every item, {@code yes} how many of them agreed to all */
    record Answered(String gender, String organization, long valid, long yes) {}

    Uni<List<Answered>> agreement(String program, Agreement agreement) {
        return database.preparedQuery(AGREEMENT)
                .execute(Tuple.from(List.of(
                        program,
                        agreement.survey(),
                        agreement.items().toArray(String[]::new),
                        requireNonNullElse(agreement.yesFrom(), YES),
                        requireNonNullElse(agreement.validFrom(), VALID))))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(Answers::answered)
                        .toList());
    }

    private static Answered answered(Row row) {
        return new Answered(
                row.getString("gender"), row.getString("organization"), row.getLong("valid"), row.getLong("yes"));
    }

    Uni<Void> learn(List<EvaluationCompleted> answers) {
        Map<UUID, EvaluationCompleted> latest = new TreeMap<>();
        answers.forEach(answer -> latest.put(answer.responseId(), answer));
        return latest.isEmpty()
                ? Uni.createFrom().voidItem()
                : Panache.getSession()
                        .chain(session -> store(session, latest.values())
                                .chain(() -> Programs.judgeSoon(
                                        session,
                                        latest.values().stream()
                                                .map(EvaluationCompleted::program)
                                                .distinct()
                                                .sorted()
                                                .toList())));
    }

    private static Uni<Void> store(Mutiny.Session session, Collection<EvaluationCompleted> answers) {
        return session.createNativeQuery("""
                        insert into goal.answer (response_id, program, survey, gender, organization, scores)
                        select id, program, survey, gender, organization, cast(scores as jsonb)
                        from unnest(cast(:ids as uuid[]), cast(:programs as text[]), cast(:surveys as text[]), cast(:genders as text[]),
                            cast(:organizations as text[]), cast(:scores as text[]))
                            as a (id, program, survey, gender, organization, scores)
                        on conflict (response_id) do update set scores = excluded.scores
                        """)
                .setParameter("ids", array(answers, EvaluationCompleted::responseId, UUID[]::new))
                .setParameter("programs", array(answers, EvaluationCompleted::program, String[]::new))
                .setParameter("surveys", array(answers, EvaluationCompleted::survey, String[]::new))
                .setParameter(
                        "genders", array(answers, answer -> answer.gender().name(), String[]::new))
                .setParameter("organizations", array(answers, EvaluationCompleted::organization, String[]::new))
                .setParameter("scores", array(answers, Answers::scores, String[]::new))
                .executeUpdate()
                .replaceWithVoid();
    }

    private static String scores(EvaluationCompleted answer) {
        try {
            return JSON.writeValueAsString(answer.scores());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T, V> V[] array(Collection<T> things, Function<T, ? extends V> value, IntFunction<V[]> array) {
        return things.stream().map(value).toArray(array);
    }
}
