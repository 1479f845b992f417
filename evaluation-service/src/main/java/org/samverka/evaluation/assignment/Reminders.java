package org.samverka.evaluation.assignment;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.EvaluationEvent.EvaluationRequested;
import org.samverka.contracts.ScreeningEvent.EvaluationDue;
import org.samverka.contracts.delivery.Outbox;
import org.samverka.evaluation.response.AnswerState;
import org.samverka.evaluation.response.Asked;
import org.samverka.evaluation.response.Responses;
import org.samverka.evaluation.timer.Due;
import org.samverka.evaluation.timer.Work;

/**
 * Reminds those who have not answered, and nobody else. Everybody who is asked has the same timers; whether somebody has
 * answered is computed with the survey's key when one rings, and only who has not is told of.
 */
@ApplicationScoped
class Reminders implements Work {
    private final Responses responses;
    private final PersonalLinks links;
    private final Outbox outbox;
    private final Clock clock;

    Reminders(Responses responses, PersonalLinks links, Outbox outbox, Clock clock) {
        this.responses = responses;
        this.links = links;
        this.outbox = outbox;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return "remind";
    }

    /** Within the transaction that asks. */
    Uni<Void> schedule(List<EvaluationRequested> asked) {
        return asked.isEmpty()
                ? Uni.createFrom().voidItem()
                : Panache.getSession().chain(session -> schedule(session, asked));
    }

    private static Uni<Void> schedule(Mutiny.Session session, List<EvaluationRequested> asked) {
        return session.createNativeQuery("""
                        insert into timer (kind, survey_id, person_id, number, due_at)
                        select 'remind', s.id, a.person_id, r.number,
                            (a.asked_on + r.days + time '08:00') at time zone g.zone
                        from assignment a join survey s on s.id = a.survey_id join program g on g.key = s.program
                            cross join lateral unnest(s.reminders) with ordinality as r (days, number)
                        where a.id = any(cast(:asked as uuid[]))
                        on conflict do nothing
                        """)
                .setParameter(
                        "asked",
                        asked.stream().map(EvaluationRequested::assignmentId).toArray(UUID[]::new))
                .executeUpdate()
                .replaceWithVoid();
    }

    /** An assignment whose time has come for a reminder. */
    private record Waiting(
            UUID assignment,
            Asked asked,
            String survey,
            String program,
            int number,
            boolean withLink,
            boolean taken,
            @Nullable LocalDate dueOn) {
        static Waiting of(Object[] row) {
            return new Waiting(
                    (UUID) row[0],
                    new Asked((UUID) row[1], (UUID) row[2], null),
                    (String) row[3],
                    (String) row[4],
                    ((Number) row[5]).intValue(),
                    (Boolean) row[6],
                    (Boolean) row[7],
                    (LocalDate) row[8]);
        }
    }

    @Override
    public Uni<Void> due(List<Due> due) {
        return Panache.getSession()
                .chain(session -> waiting(session, due))
                .chain(waiting -> responses
                        .states(waiting.stream().map(Waiting::asked).toList())
                        .map(states -> reminders(waiting, states)))
                .chain(reminders -> outbox.append(reminders));
    }

    private Uni<List<Waiting>> waiting(Mutiny.Session session, List<Due> due) {
        return session.createNativeQuery("""
                        select a.id, a.survey_id, a.person_id, s.key, s.program, t.number, s.links,
                            coalesce(least(a.due_on, s.closes_on) >= cast(cast(:now as timestamptz)
                                at time zone coalesce(g.zone, 'Europe/Stockholm') as date), true) as taken,
                            cast(least(a.due_on, s.closes_on) as date)
                        from unnest(cast(:surveys as uuid[]), cast(:people as uuid[]), cast(:numbers as int[]))
                                as t (survey_id, person_id, number)
                            join assignment a on a.survey_id = t.survey_id and a.person_id = t.person_id
                            join survey s on s.id = a.survey_id
                            left join program g on g.key = s.program
                        order by a.position
                        """, Object[].class)
                .setParameter("now", now())
                .setParameter("surveys", due.stream().map(Due::survey).toArray(UUID[]::new))
                .setParameter("people", due.stream().map(Due::person).toArray(UUID[]::new))
                .setParameter("numbers", due.stream().map(Due::number).toArray(Integer[]::new))
                .getResultList()
                .map(rows -> rows.stream().map(Waiting::of).toList());
    }

    private List<EvaluationDue> reminders(List<Waiting> waiting, Map<Asked, AnswerState> states) {
        return waiting.stream()
                .filter(each -> Objects.requireNonNull(states.get(each.asked()))
                        .at(each.taken())
                        .isDue())
                .map(this::reminder)
                .toList();
    }

    private EvaluationDue reminder(Waiting waiting) {
        UUID person = Objects.requireNonNull(waiting.asked().person());
        return new EvaluationDue(
                waiting.assignment(),
                waiting.survey(),
                waiting.program(),
                person,
                waiting.number(),
                waiting.dueOn(),
                waiting.withLink() ? links.address(waiting.assignment(), person, waiting.dueOn()) : null);
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
