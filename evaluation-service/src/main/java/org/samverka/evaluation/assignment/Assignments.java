package org.samverka.evaluation.assignment;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;
import org.samverka.contracts.EvaluationEvent.EvaluationRequested;
import org.samverka.contracts.SessionEvent.AttendanceRecorded;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.evaluation.response.AnswerState;
import org.samverka.evaluation.response.Asked;
import org.samverka.evaluation.response.Asker;
import org.samverka.evaluation.response.Responses;

/**
 * Who is asked to answer which survey: of one about sessions everybody who attended what it is about, once, whether the
 * attendance or the survey came first; of others see {@link Asking}. Whoever was asked stays so when the attendance is corrected: an assignment that went away, or did
 * not, would tell whether it had been answered.
 */
@ApplicationScoped
public class Assignments {
    private static final String OWN = """
            where (a.person_id = cast(:person as uuid) or a.organization = any(cast(:organizations as text[])))
            """;

    private final Responses responses;
    private final Reminders reminders;
    private final PersonalLinks links;
    private final Clock clock;

    Assignments(Responses responses, Reminders reminders, PersonalLinks links, Clock clock) {
        this.responses = responses;
        this.reminders = reminders;
        this.links = links;
        this.clock = clock;
    }

    /** Lets nobody be recorded as attending a program until the transaction ends; who attends then finds its survey. */
    public Uni<Void> holdAttendance(String program) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select count(pg_advisory_xact_lock(hashtextextended('attendance ' || :program, 0)))",
                                Long.class)
                        .setParameter("program", program)
                        .getSingleResult())
                .replaceWithVoid();
    }

    /** Asks those who had attended when the survey was opened. */
    public Uni<List<EvaluationRequested>> askEarlierAttendees(UUID survey) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                with asked as (
                                    insert into assignment (id, survey_id, person_id, target_group, asked_on, due_on)
                                    select distinct on (a.person_id)
                                        gen_random_uuid(), s.id, a.person_id, a.target_group, d.today,
                                        d.today + s.days_to_answer
                                    from survey s join attendance a on a.program = s.program
                                        and (s.session_id is null or a.session_id = s.session_id)
                                        and (s.target_group is null or a.target_group = s.target_group)
                                    join program g on g.key = s.program
                                    cross join lateral (select
                                        cast(cast(:now as timestamptz) at time zone g.zone as date) as today) d
                                    where s.id = :survey and a.attended and s.occasion = 'attendance'
                                    order by a.person_id, a.target_group
                                    on conflict (survey_id, person_id) do nothing
                                    returning id, survey_id, person_id, due_on)
                                select asked.id, s.key, s.program, asked.person_id, s.links,
                                    cast(least(asked.due_on, s.closes_on) as date), s.support_group is not null,
                                    p.gender, p.organization
                                from asked join survey s on s.id = asked.survey_id
                                left join person p on p.id = asked.person_id
                                """, Object[].class)
                        .setParameter("now", now())
                        .setParameter("survey", survey)
                        .getResultList())
                .map(links::requests)
                .call(reminders::schedule);
    }

    /** Keeps who attended, and asks those whom a survey waits for. */
    Uni<List<EvaluationRequested>> record(List<AttendanceRecorded> attendances) {
        if (attendances.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return Panache.getSession()
                .chain(session -> holdSurveys(session, attendances.stream().map(AttendanceRecorded::program))
                        .chain(() -> recordAndAsk(session, attendances)))
                .map(links::requests)
                .call(reminders::schedule);
    }

    /** Lets no survey be opened in these programs until the transaction ends; consumers do not wait for each other. */
    static Uni<?> holdSurveys(Mutiny.Session session, Stream<String> programs) {
        return session.createNativeQuery("""
                        select count(pg_advisory_xact_lock_shared(hashtextextended('attendance ' || program, 0)))
                        from (select distinct program from unnest(cast(:programs as text[])) as p (program)
                            order by program) ordered
                        """, Long.class)
                .setParameter("programs", programs.toArray(String[]::new))
                .getSingleResult();
    }

    /** Rows are written in order of their keys, so that replicas that write the same ones do not block each other. */
    private Uni<List<Object[]>> recordAndAsk(Mutiny.Session session, List<AttendanceRecorded> attendances) {
        return session.createNativeQuery("""
                        with recorded as (
                            insert into attendance (session_id, person_id, program, target_group, attended, version)
                            select distinct on (session_id, person_id) *
                            from unnest(cast(:sessions as uuid[]), cast(:people as uuid[]), cast(:programs as text[]),
                                    cast(:groups as text[]), cast(:attended as boolean[]), cast(:versions as int[]))
                                as a (session_id, person_id, program, target_group, attended, version)
                            order by session_id, person_id, version desc
                            on conflict (session_id, person_id) do update
                                set program = excluded.program, target_group = excluded.target_group,
                                    attended = excluded.attended, version = excluded.version
                                where attendance.version < excluded.version
                            returning session_id, person_id, program, target_group, attended),
                        asked as (
                            insert into assignment (id, survey_id, person_id, target_group, asked_on, due_on)
                            select distinct on (s.id, r.person_id) gen_random_uuid(), s.id, r.person_id, r.target_group,
                                d.today, d.today + s.days_to_answer
                            from recorded r join survey s on s.program = r.program
                                and (s.session_id is null or s.session_id = r.session_id)
                                and (s.target_group is null or s.target_group = r.target_group)
                            left join program g on g.key = s.program
                            cross join lateral (select cast(cast(:now as timestamptz)
                                at time zone coalesce(g.zone, 'Europe/Stockholm') as date) as today) d
                            where r.attended and s.occasion = 'attendance'
                                and (s.closes_on is null or s.closes_on >= d.today)
                            order by s.id, r.person_id, r.target_group
                            on conflict (survey_id, person_id) do nothing
                            returning id, survey_id, person_id, due_on)
                        select asked.id, s.key, s.program, asked.person_id, s.links,
                            cast(least(asked.due_on, s.closes_on) as date), s.support_group is not null,
                            p.gender, p.organization
                        from asked join survey s on s.id = asked.survey_id
                        left join person p on p.id = asked.person_id
                        """, Object[].class)
                .setParameter("now", now())
                .setParameter(
                        "sessions",
                        attendances.stream().map(AttendanceRecorded::sessionId).toArray(UUID[]::new))
                .setParameter(
                        "people",
                        attendances.stream().map(AttendanceRecorded::personId).toArray(UUID[]::new))
                .setParameter(
                        "programs",
                        attendances.stream().map(AttendanceRecorded::program).toArray(String[]::new))
                .setParameter(
                        "groups",
                        attendances.stream()
                                .map(AttendanceRecorded::targetGroup)
                                .toArray(String[]::new))
                .setParameter(
                        "attended",
                        attendances.stream()
                                .map(attendance -> attendance.hours().signum() > 0)
                                .toArray(Boolean[]::new))
                .setParameter(
                        "versions",
                        attendances.stream().map(AttendanceRecorded::version).toArray(Integer[]::new))
                .getResultList();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    /** The asker's own, in the order they were asked. */
    @WithSession
    Uni<List<Assignment>> of(Asker asker, PageQuery page) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                Assignment.SELECT + OWN + " and a.position > :after order by a.position limit :rows",
                                Object[].class)
                        .setParameter("now", now())
                        .setParameter("person", asker.person())
                        .setParameter("organizations", asker.organizations().toArray(String[]::new))
                        .setParameter("after", page.after())
                        .setParameter("rows", page.rows())
                        .getResultList())
                .chain(this::withStates);
    }

    /** One of the asker's own; another's is as unknown as none. */
    @WithSession
    Uni<Assignment> own(UUID id, Asker asker) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(Assignment.SELECT + OWN + " and a.id = :id", Object[].class)
                        .setParameter("now", now())
                        .setParameter("id", id)
                        .setParameter("person", asker.person())
                        .setParameter("organizations", asker.organizations().toArray(String[]::new))
                        .getResultList())
                .chain(this::withStates)
                .map(found ->
                        found.stream().findFirst().orElseThrow(() -> new NotKnown("No such assignment among yours")));
    }

    private Uni<List<Assignment>> withStates(List<Object[]> rows) {
        return responses
                .states(rows.stream().map(Assignment::asked).toList())
                .map(states -> rows.stream().map(row -> withState(row, states)).toList());
    }

    private static Assignment withState(Object[] row, Map<Asked, AnswerState> states) {
        return Assignment.of(row, Objects.requireNonNull(states.get(Assignment.asked(row))));
    }
}
