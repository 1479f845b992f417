package org.samverka.participants.enrollment;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.ParticipantEvent.EnrollmentState;
import org.samverka.contracts.SessionEvent.AttendanceRecorded;
import org.samverka.contracts.SessionEvent.SessionHeld;
import org.samverka.contracts.SessionEvent.SessionScheduled;
import org.samverka.participants.program.Program;
import org.samverka.participants.program.ProgramDefinition.Completion;
import org.samverka.participants.program.Programs;

/** Who attended what; whoever has attended enough has completed, until a correction says otherwise. */
@ApplicationScoped
class Attendances {
    private final Programs programs;
    private final Changes changes;
    private final Clock clock;

    Attendances(Programs programs, Changes changes, Clock clock) {
        this.programs = programs;
        this.changes = changes;
        this.clock = clock;
    }

    /** What somebody attended of what concerns an enrollment. */
    record Attended(int sessions, BigDecimal hours) {
        boolean isEnoughFor(Completion rule) {
            return (rule.sessions() == null || sessions >= rule.sessions())
                    && (rule.hours() == null || hours.compareTo(rule.hours()) >= 0)
                    && (rule.sessions() != null || rule.hours() != null);
        }
    }

    Uni<Void> learnScheduled(List<SessionScheduled> sessions) {
        var latest = new TreeMap<UUID, SessionScheduled>();
        sessions.forEach(session -> latest.put(session.sessionId(), session));
        return learn(
                latest.values(),
                SessionScheduled::sessionId,
                SessionScheduled::program,
                SessionScheduled::targetGroup,
                false);
    }

    Uni<Void> learnHeld(List<SessionHeld> sessions) {
        var latest = new TreeMap<UUID, SessionHeld>();
        sessions.forEach(session -> latest.put(session.sessionId(), session));
        return learn(latest.values(), SessionHeld::sessionId, SessionHeld::program, SessionHeld::targetGroup, true);
    }

    private static <E> Uni<Void> learn(
            Collection<E> sessions,
            Function<E, UUID> id,
            Function<E, String> program,
            Function<E, @Nullable String> targetGroup,
            boolean held) {
        if (sessions.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                insert into program_session as known (id, program, target_group, held)
                                select id, program, target_group, :held
                                from unnest(cast(:ids as uuid[]), cast(:programs as text[]), cast(:groups as text[]))
                                    as told (id, program, target_group)
                                on conflict (id) do update set program = excluded.program, target_group = excluded.target_group,
                                    held = known.held or excluded.held
                                """)
                        .setParameter("held", held)
                        .setParameter("ids", sessions.stream().map(id).toArray(UUID[]::new))
                        .setParameter("programs", sessions.stream().map(program).toArray(String[]::new))
                        .setParameter(
                                "groups", sessions.stream().map(targetGroup).toArray(String[]::new))
                        .executeUpdate())
                .replaceWithVoid();
    }

    Uni<Void> record(List<AttendanceRecorded> told) {
        if (told.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var latest = new TreeMap<String, AttendanceRecorded>();
        told.forEach(attendance -> latest.merge(
                attendance.personId() + " " + attendance.sessionId(),
                attendance,
                (one, other) -> other.version() > one.version() ? other : one));
        return Panache.getSession()
                .chain(session -> keep(session, latest.values()).chain(() -> concerned(session, latest.values())))
                .chain(this::judge);
    }

    private static Uni<?> keep(Mutiny.Session session, Collection<AttendanceRecorded> attendances) {
        return session.createNativeQuery("""
                        insert into attendance as known (session_id, person_id, program, target_group, organization, hours, version)
                        select a.session_id, a.person_id, a.program, a.target_group, p.organization, a.hours, a.version
                        from unnest(cast(:sessions as uuid[]), cast(:people as uuid[]), cast(:programs as text[]), cast(:groups as text[]),
                            cast(:hours as numeric[]), cast(:versions as int[]))
                            as a (session_id, person_id, program, target_group, hours, version)
                        left join person p on p.id = a.person_id
                        on conflict (person_id, session_id) do update set program = excluded.program,
                            target_group = excluded.target_group, hours = excluded.hours, version = excluded.version
                        where excluded.version > known.version
                        """)
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
                        "hours",
                        attendances.stream().map(AttendanceRecorded::hours).toArray(BigDecimal[]::new))
                .setParameter(
                        "versions",
                        attendances.stream().map(AttendanceRecorded::version).toArray(Integer[]::new))
                .executeUpdate();
    }

    private static Uni<List<Enrollment>> concerned(Mutiny.Session session, Collection<AttendanceRecorded> attendances) {
        return session.createNativeQuery("""
                        select e.* from enrollment e
                        where (e.person_id, e.program) in (
                            select * from unnest(cast(:people as uuid[]), cast(:programs as text[])))
                            and e.state in ('confirmed', 'completed')
                        order by e.id for no key update of e
                        """, Enrollment.class)
                .setParameter(
                        "people",
                        attendances.stream().map(AttendanceRecorded::personId).toArray(UUID[]::new))
                .setParameter(
                        "programs",
                        attendances.stream().map(AttendanceRecorded::program).toArray(String[]::new))
                .getResultList();
    }

    /**
     * Completes those who have attended enough, and takes it back from those who have not after all; within a transaction
     * that has them locked.
     */
    Uni<Void> judge(List<Enrollment> enrollments) {
        var byProgram = new TreeMap<String, List<Enrollment>>();
        enrollments.forEach(enrollment -> byProgram
                .computeIfAbsent(enrollment.program, first -> new ArrayList<>())
                .add(enrollment));
        return Multi.createFrom()
                .iterable(byProgram.entrySet())
                .onItem()
                .transformToUniAndConcatenate(
                        entry -> programs.forReading(entry.getKey()).chain(program -> judge(program, entry.getValue())))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private Uni<Void> judge(Program program, List<Enrollment> enrollments) {
        List<Enrollment> ruled = enrollments.stream()
                .filter(enrollment -> rule(program, enrollment) != null)
                .toList();
        if (ruled.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Panache.getSession()
                .chain(session -> attended(session, ruled))
                .map(attended -> steps(program, ruled, attended))
                .chain(changes::keep);
    }

    private static @Nullable Completion rule(Program program, Enrollment enrollment) {
        return program.has(enrollment.targetGroup)
                ? program.group(enrollment.targetGroup).definition().completion()
                : null;
    }

    /** A session for everybody counts in each group; one for a group in that alone. */
    private static Uni<Map<UUID, Attended>> attended(Mutiny.Session session, List<Enrollment> enrollments) {
        return session.createNativeQuery("""
                        select e.id, cast(count(*) as int), sum(a.hours) from enrollment e
                        join attendance a on a.person_id = e.person_id and a.program = e.program and a.hours > 0
                            and (a.target_group is null or a.target_group = e.target_group)
                        where e.id = any(cast(:ids as uuid[])) group by e.id
                        """, Object[].class)
                .setParameter("ids", enrollments.stream().map(e -> e.id).toArray(UUID[]::new))
                .getResultList()
                .map(rows -> {
                    var attended = new HashMap<UUID, Attended>();
                    rows.forEach(
                            row -> attended.put((UUID) row[0], new Attended((Integer) row[1], (BigDecimal) row[2])));
                    return attended;
                });
    }

    private List<Change> steps(Program program, List<Enrollment> enrollments, Map<UUID, Attended> attended) {
        LocalDate today =
                LocalDate.now(clock.withZone(ZoneId.of(program.definition().zone())));
        var none = new Attended(0, BigDecimal.ZERO);
        var steps = new ArrayList<Change>();
        for (Enrollment enrollment : enrollments) {
            Completion rule = rule(program, enrollment);
            boolean enough =
                    rule != null && attended.getOrDefault(enrollment.id, none).isEnoughFor(rule);
            if (enough && enrollment.state == EnrollmentState.confirmed) {
                steps.add(enrollment.complete(today, Actor.ATTENDANCE));
            } else if (!enough && enrollment.state == EnrollmentState.completed) {
                steps.add(enrollment.reopen(today, Actor.ATTENDANCE));
            }
        }
        return steps;
    }
}
