package org.samverka.evaluation.assignment;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.samverka.contracts.delivery.Outbox;
import org.samverka.evaluation.participant.EnrollmentNews;
import org.samverka.evaluation.timer.Due;
import org.samverka.evaluation.timer.Work;

/**
 * Asks people because of where they are in a program, and not because they attended: when they enter a group, when they
 * complete it, so many days after either, or on a date; and organizations. Each of these is a timer first, also when it is
 * due at once; whoever is no longer in the group when it rings is not asked.
 */
@ApplicationScoped
public class Asking implements Work, EnrollmentNews {
    /** Nobody is asked in the middle of the night. */
    private static final String MORNING = "time '08:00'";

    private final Reminders reminders;
    private final PersonalLinks links;
    private final Outbox outbox;
    private final Clock clock;

    Asking(Reminders reminders, PersonalLinks links, Outbox outbox, Clock clock) {
        this.reminders = reminders;
        this.links = links;
        this.outbox = outbox;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return "ask";
    }

    /** What follows for open surveys, and later waves, from how people's enrollments stand now. */
    @Override
    public Uni<Void> heard(List<Told> enrollments) {
        return Panache.getSession()
                .chain(session -> Assignments.holdSurveys(
                                session, enrollments.stream().map(Told::program))
                        .chain(() -> session.createNativeQuery(
                                        SCHEDULE.formatted("e.id = any(cast(:enrollments as uuid[]))"))
                                .setParameter(
                                        "enrollments",
                                        enrollments.stream()
                                                .map(Told::enrollmentId)
                                                .toArray(UUID[]::new))
                                .setParameter("now", now())
                                .executeUpdate()))
                .replaceWithVoid();
    }

    private static final String SCHEDULE = """
            insert into timer (kind, survey_id, person_id, due_at)
            select distinct on (s.id, e.person_id) 'ask', s.id, e.person_id,
                case when s.delay_days = 0 then :now else (e.date + s.delay_days + %s) at time zone g.zone end
            from enrollment e join survey s on s.program = e.program
                and (s.target_group is null or s.target_group = e.target_group)
                join program g on g.key = s.program
            where %%s and (s.occasion = 'enrolled' and e.state in ('confirmed', 'completed')
                or s.occasion = 'completed' and e.state = 'completed')
            order by s.id, e.person_id, e.date
            on conflict do nothing
            """.formatted(MORNING);

    /** Within the transaction that opens a survey, for those who are where it asks already. */
    public Uni<Void> begin(UUID survey) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(SCHEDULE.formatted("s.id = :survey"))
                        .setParameter("survey", survey)
                        .setParameter("now", now())
                        .executeUpdate()
                        .chain(() -> session.createNativeQuery("""
                                        insert into timer (kind, survey_id, due_at)
                                        select 'ask', s.id, case when s.opens_on is null then :now
                                            else (s.opens_on + %s) at time zone g.zone end
                                        from survey s join program g on g.key = s.program
                                        where s.id = :survey and s.occasion in ('date', 'organization')
                                        on conflict do nothing
                                        """.formatted(MORNING))
                                .setParameter("survey", survey)
                                .setParameter("now", now())
                                .executeUpdate()))
                .replaceWithVoid();
    }

    /** People one by one; or, where a timer names nobody, all who are in the group now, or all organizations. */
    @Override
    public Uni<Void> due(List<Due> due) {
        return Panache.getSession()
                .chain(session -> ask(session, due)
                        .map(links::requests)
                        .call(reminders::schedule)
                        .chain(requested -> outbox.append(requested))
                        .chain(() -> askOrganizations(session, due)));
    }

    private Uni<List<Object[]>> ask(Mutiny.Session session, List<Due> due) {
        return session.createNativeQuery("""
                        with asked as (
                            insert into assignment (id, survey_id, person_id, target_group, asked_on, due_on)
                            select distinct on (s.id, e.person_id) gen_random_uuid(), s.id, e.person_id, e.target_group,
                                d.today, d.today + s.days_to_answer
                            from unnest(cast(:surveys as uuid[]), cast(:people as uuid[])) as t (survey_id, person_id)
                                join survey s on s.id = t.survey_id
                                join survey_key k on k.survey_id = s.key_of
                                join program g on g.key = s.program
                                cross join lateral (select
                                    cast(cast(:now as timestamptz) at time zone g.zone as date) as today) d
                                join enrollment e on e.program = s.program
                                    and (t.person_id is null or e.person_id = t.person_id)
                                    and (s.target_group is null or e.target_group = s.target_group)
                            where s.occasion <> 'organization'
                                and (e.state = 'completed' or s.occasion <> 'completed' and e.state = 'confirmed')
                                and (s.closes_on is null or s.closes_on >= d.today)
                            order by s.id, e.person_id, e.target_group
                            on conflict (survey_id, person_id) do nothing
                            returning id, survey_id, person_id, due_on)
                        select asked.id, s.key, s.program, asked.person_id, s.links,
                            cast(least(asked.due_on, s.closes_on) as date), s.support_group is not null,
                            p.gender, p.organization
                        from asked join survey s on s.id = asked.survey_id
                        left join person p on p.id = asked.person_id
                        """, Object[].class)
                .setParameter("surveys", due.stream().map(Due::survey).toArray(UUID[]::new))
                .setParameter("people", due.stream().map(Due::person).toArray(UUID[]::new))
                .setParameter("now", now())
                .getResultList();
    }

    /** Its contacts find it among what they are asked; there is no person to notify. */
    private Uni<Void> askOrganizations(Mutiny.Session session, List<Due> due) {
        return session.createNativeQuery("""
                        insert into assignment (id, survey_id, organization, asked_on, due_on)
                        select gen_random_uuid(), s.id, o.organization, d.today, d.today + s.days_to_answer
                        from survey s join program g on g.key = s.program
                            cross join lateral unnest(g.organizations) as o (organization)
                            cross join lateral (select
                                cast(cast(:now as timestamptz) at time zone g.zone as date) as today) d
                        where s.id = any(cast(:surveys as uuid[])) and s.occasion = 'organization'
                            and (s.closes_on is null or s.closes_on >= d.today)
                        order by s.id, o.organization
                        on conflict (survey_id, organization) where organization is not null do nothing
                        """)
                .setParameter("surveys", due.stream().map(Due::survey).toArray(UUID[]::new))
                .setParameter("now", now())
                .executeUpdate()
                .replaceWithVoid();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
