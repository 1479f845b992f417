package org.samverka.participants.progress;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Gender;
import org.samverka.contracts.ParticipantEvent.EnrollmentState;
import org.samverka.participants.program.Program;
import org.samverka.participants.program.ProgramDefinition.PlannedCount;
import org.samverka.participants.program.Programs;
import org.samverka.participants.progress.Progress.Count;
import org.samverka.participants.progress.Progress.Measure;

/** Counts what a program has come to, exactly and now; whose place came of an offer of support is not counted here. */
@ApplicationScoped
class Counts {
    /** As enrollments say that an accepted offer of support made them. */
    private static final String CONFIDENTIAL = "support-offer";

    private final Programs programs;

    Counts(Programs programs) {
        this.programs = programs;
    }

    /** Sessions, and who attended them, of a target group or ("") of everybody. */
    record Sessions(long scheduled, long held) {
        static final Sessions NONE = new Sessions(0, 0);
    }

    record Attended(long times, BigDecimal hours) {}

    /** @param planned what was counted for each planned count, by its key; none where another service counts it */
    record Counted(
            Program program,
            List<Count> counts,
            long headCount,
            Map<String, Sessions> sessions,
            Map<String, Attended> attended,
            Map<String, Long> planned) {}

    @WithSession
    Uni<Counted> of(String key) {
        return programs.forReading(key)
                .chain(program -> Panache.getSession()
                        .chain(session -> counts(session, key)
                                .chain(counts -> headCount(session, key)
                                        .chain(heads -> sessions(session, key)
                                                .chain(sessions -> attended(session, key)
                                                        .chain(attended -> planned(session, program, sessions)
                                                                .map(planned -> new Counted(
                                                                        program, counts, heads, sessions, attended,
                                                                        planned))))))));
    }

    private static Uni<List<Count>> counts(Mutiny.Session session, String program) {
        return session.createNativeQuery("""
                        select e.target_group, e.organization, p.gender, p.leader, e.state, count(*) from enrollment e
                        join person p on p.id = e.person_id where e.program = :program and e.entered_by <> :confidential
                        group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
                        """, Object[].class)
                .setParameter("program", program)
                .setParameter("confidential", CONFIDENTIAL)
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> new Count(
                                (String) row[0],
                                (String) row[1],
                                Gender.valueOf((String) row[2]),
                                (Boolean) row[3],
                                EnrollmentState.valueOf((String) row[4]),
                                ((Number) row[5]).longValue()))
                        .toList());
    }

    /** A person counts once, in however many groups. */
    private static Uni<Long> headCount(Mutiny.Session session, String program) {
        return session.createNativeQuery("""
                        select count(distinct coalesce(p.same_as, p.pseudonym))
                        from enrollment e join person p on p.id = e.person_id
                        where e.program = :program and e.state in ('confirmed', 'completed')
                            and e.entered_by <> :confidential
                        """, Long.class)
                .setParameter("program", program)
                .setParameter("confidential", CONFIDENTIAL)
                .getSingleResult();
    }

    private static Uni<Map<String, Sessions>> sessions(Mutiny.Session session, String program) {
        return session.createNativeQuery("""
                        select coalesce(target_group, ''), count(*), count(*) filter (where held)
                        from program_session where program = :program group by 1
                        """, Object[].class)
                .setParameter("program", program)
                .getResultList()
                .map(rows -> {
                    var sessions = new HashMap<String, Sessions>();
                    rows.forEach(row -> sessions.put(
                            (String) row[0],
                            new Sessions(((Number) row[1]).longValue(), ((Number) row[2]).longValue())));
                    return sessions;
                });
    }

    private static Uni<Map<String, Attended>> attended(Mutiny.Session session, String program) {
        return session.createNativeQuery("""
                        select coalesce(target_group, ''), count(*), sum(hours)
                        from attendance where program = :program and hours > 0 group by 1
                        """, Object[].class)
                .setParameter("program", program)
                .getResultList()
                .map(rows -> {
                    var attended = new HashMap<String, Attended>();
                    rows.forEach(row -> attended.put(
                            (String) row[0], new Attended(((Number) row[1]).longValue(), (BigDecimal) row[2])));
                    return attended;
                });
    }

    private static Uni<Map<String, Long>> planned(
            Mutiny.Session session, Program program, Map<String, Sessions> sessions) {
        var counted = new HashMap<String, Long>();
        var ofPeople = new ArrayList<PlannedCount>();
        var ofHours = new ArrayList<PlannedCount>();
        for (PlannedCount planned : Objects.requireNonNull(program.definition().planned())) {
            switch (Measure.of(planned)) {
                case sessions -> counted.put(planned.key(), held(program, planned, sessions));
                case headCount, organizations -> ofPeople.add(planned);
                case hours -> ofHours.add(planned);
                case expertTeams -> {}
            }
        }
        return people(session, program, ofPeople)
                .invoke(counted::putAll)
                .chain(() -> hours(session, program, ofHours))
                .invoke(counted::putAll)
                .replaceWith(counted);
    }

    /** Sessions for everybody count where all of the program is meant. */
    private static long held(Program program, PlannedCount planned, Map<String, Sessions> sessions) {
        var groups = new ArrayList<>(Progress.groupsOf(planned, program.definition()));
        if (isAboutAll(planned)) {
            groups.add("");
        }
        return groups.stream()
                .mapToLong(group -> sessions.getOrDefault(group, Sessions.NONE).held())
                .sum();
    }

    private static boolean isAboutAll(PlannedCount planned) {
        return planned.targetGroup() == null && planned.track() == null;
    }

    /** Certified hours; those of sessions for everybody where all of the program is meant. */
    private static Uni<Map<String, Long>> hours(Mutiny.Session session, Program program, List<PlannedCount> planned) {
        return perPlanned(session, program, planned, """
                        select q.key, cast(floor(coalesce(sum(a.hours), 0)) as bigint)
                        from planned q
                        left join (select a.*, p.leader from attendance a left join person p on p.id = a.person_id
                            where a.program = :program and a.hours > 0) a
                            on coalesce(a.target_group, '') = any(string_to_array(q.groups, ','))
                                and (q.leader is null or a.leader = cast(q.leader as boolean))
                        group by q.key
                        """);
    }

    private static Uni<Map<String, Long>> people(Mutiny.Session session, Program program, List<PlannedCount> planned) {
        return perPlanned(session, program, planned, """
                        select q.key, case q.measure
                            when 'organizations' then count(distinct e.organization)
                            else count(distinct e.head) end
                        from planned q
                        left join (
                            select e.*, p.leader, coalesce(p.same_as, p.pseudonym) as head from enrollment e join person p on p.id = e.person_id
                            where e.program = :program and e.state in ('confirmed', 'completed')
                                and e.entered_by <> '%s') e
                            on e.target_group = any(string_to_array(q.groups, ','))
                                and (q.leader is null or e.leader = cast(q.leader as boolean))
                        group by q.key, q.measure
                        """.formatted(CONFIDENTIAL));
    }

    /** @param query counts for each row of {@code planned} (key, measure, groups, leader) */
    private static Uni<Map<String, Long>> perPlanned(
            Mutiny.Session session, Program program, List<PlannedCount> planned, String query) {
        if (planned.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return session.createNativeQuery("""
                        with planned as (select * from unnest(
                            cast(:keys as text[]), cast(:measures as text[]), cast(:groups as text[]), cast(:leaders as text[]))
                            as q (key, measure, groups, leader))
                        """ + query, Object[].class)
                .setParameter("keys", planned.stream().map(PlannedCount::key).toArray(String[]::new))
                .setParameter(
                        "measures", planned.stream().map(PlannedCount::measure).toArray(String[]::new))
                .setParameter(
                        "groups",
                        planned.stream().map(each -> groups(program, each)).toArray(String[]::new))
                .setParameter("leaders", planned.stream().map(Counts::leader).toArray(String[]::new))
                .setParameter("program", program.key())
                .getResultList()
                .map(rows -> {
                    var counted = new HashMap<String, Long>();
                    rows.forEach(row -> counted.put((String) row[0], ((Number) row[1]).longValue()));
                    return counted;
                });
    }

    /** With an empty name last where what is for everybody counts too. */
    private static String groups(Program program, PlannedCount planned) {
        return String.join(",", Progress.groupsOf(planned, program.definition())) + (isAboutAll(planned) ? "," : "");
    }

    private static @Nullable String leader(PlannedCount planned) {
        return planned.leader() == null ? null : planned.leader().toString();
    }
}
