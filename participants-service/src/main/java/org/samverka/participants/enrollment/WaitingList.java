package org.samverka.participants.enrollment;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.ParticipantEvent.EnrollmentState;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.participants.program.Program;
import org.samverka.participants.program.Program.TargetGroup;
import org.samverka.participants.program.ProgramDefinition;
import org.samverka.participants.program.Programs;

/**
 * Whoever came first gets the seat that comes free, at once or as an offer that lasts so many hours: the first of the
 * organization where seats are kept for each, and if nobody of it waits, by the group's rule, the first of all.
 */
@ApplicationScoped
class WaitingList {
    private static final int AT_ONCE = 500;

    private final Programs programs;
    private final Changes changes;
    private final Clock clock;

    WaitingList(Programs programs, Changes changes, Clock clock) {
        this.programs = programs;
        this.changes = changes;
        this.clock = clock;
    }

    /** Somebody who waits, or answers an offer; {@code place} counts from 1 in their own queue. */
    record Waiting(
            UUID id,
            long position,
            UUID personId,
            String targetGroup,
            String organization,
            EnrollmentState state,
            LocalDate date,
            @Nullable Instant offerUntil,
            int place) {
        private static Waiting of(Object[] row) {
            return new Waiting(
                    (UUID) row[0],
                    ((Number) row[1]).longValue(),
                    (UUID) row[2],
                    (String) row[3],
                    (String) row[4],
                    EnrollmentState.valueOf((String) row[5]),
                    (LocalDate) row[6],
                    instant(row[7]),
                    ((Number) row[8]).intValue());
        }

        private static @Nullable Instant instant(@Nullable Object value) {
            return value instanceof OffsetDateTime time ? time.toInstant() : (Instant) value;
        }
    }

    /** A group of a program. */
    private record Queue(String program, String targetGroup) {}

    /**
     * Gives free seats to those who wait; within a transaction that has read the program for enrolling and its
     * organizations' seats. The caller keeps the seats.
     *
     * @param freedBy whose seat has just come free, if that is why
     */
    Uni<Void> fill(Program program, String targetGroup, @Nullable String freedBy) {
        TargetGroup group = program.group(targetGroup);
        return next(program, group)
                .map(waiting -> promote(group, waiting))
                .chain(changes::keep)
                .chain(() -> passOn(program, group, freedBy));
    }

    private static Uni<List<Enrollment>> next(Program program, TargetGroup group) {
        int free = Math.min(AT_ONCE, group.free());
        if (free == 0) {
            return Uni.createFrom().item(List.of());
        }
        return Panache.getSession()
                .chain(session -> group.isPerOrganization()
                        ? ofOrganizations(session, program, group, group.freeByOrganization())
                        : ofAll(session, program, group, null, free));
    }

    private static Uni<List<Enrollment>> ofOrganizations(
            Mutiny.Session session, Program program, TargetGroup group, Map<String, Integer> free) {
        if (free.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        var inOrder = new TreeMap<>(free);
        return session.createNativeQuery("""
                        select * from enrollment where id in (
                            select w.id from unnest(cast(:organizations as text[]), cast(:free as int[])) as o (organization, free)
                            cross join lateral (
                                select e.id from enrollment e
                                where e.program_id = :program and e.target_group = :group and e.organization = o.organization
                                    and e.state = 'waitlisted' order by e.position limit o.free) w)
                        order by position limit :some for no key update
                        """, Enrollment.class)
                .setParameter("organizations", inOrder.keySet().toArray(String[]::new))
                .setParameter("free", inOrder.values().toArray(Integer[]::new))
                .setParameter("program", program.id())
                .setParameter("group", group.key())
                .setParameter("some", AT_ONCE)
                .getResultList();
    }

    /** @param but an organization that is passed over */
    private static Uni<List<Enrollment>> ofAll(
            Mutiny.Session session, Program program, TargetGroup group, @Nullable String but, int some) {
        return session.createNativeQuery("""
                        select * from enrollment e where e.program_id = :program and e.target_group = :group
                            and e.state = 'waitlisted' and e.organization is distinct from cast(:but as text)
                        order by e.position limit :some for no key update
                        """, Enrollment.class)
                .setParameter("program", program.id())
                .setParameter("group", group.key())
                .setParameter("but", but)
                .setParameter("some", some)
                .getResultList();
    }

    private List<Change> promote(TargetGroup group, List<Enrollment> waiting) {
        var promoted = new ArrayList<Change>();
        for (Enrollment enrollment : waiting) {
            if (enrollment.state == EnrollmentState.waitlisted && group.hasSeatFor(enrollment.organization)) {
                group.take(enrollment.organization);
                promoted.add(promote(group, enrollment));
            }
        }
        return promoted;
    }

    private Change promote(TargetGroup group, Enrollment enrollment) {
        ProgramDefinition.WaitingList rule =
                Objects.requireNonNull(group.definition().waitingList());
        return "offer".equals(rule.promotion())
                ? enrollment.offer(offerEnd(rule), "seat-came-free", Actor.WAITING_LIST)
                : enrollment.confirm("seat-came-free", Actor.WAITING_LIST);
    }

    private Instant offerEnd(ProgramDefinition.WaitingList rule) {
        return clock.instant().plus(Duration.ofHours(Objects.requireNonNull(rule.offerHours())));
    }

    /** When an offer that begins now ends. */
    Instant offerEnd(TargetGroup group) {
        return offerEnd(Objects.requireNonNull(group.definition().waitingList()));
    }

    /** The seat that came free goes with whoever gets it. */
    private Uni<Void> passOn(Program program, TargetGroup group, @Nullable String freedBy) {
        boolean across = Boolean.TRUE.equals(
                Objects.requireNonNull(group.definition().waitingList()).acrossOrganizations());
        if (freedBy == null || !across || !group.isPerOrganization() || !group.hasSeatFor(freedBy)) {
            return Uni.createFrom().voidItem();
        }
        return Panache.getSession()
                .chain(session -> ofAll(session, program, group, freedBy, 1))
                .invoke(next -> next.forEach(enrollment -> group.giveSeat(freedBy, enrollment.organization)))
                .map(next -> promote(group, next))
                .chain(changes::keep);
    }

    /** Seats also come free without anybody leaving: more are defined, or an application is accepted. */
    @Scheduled(
            every = "${samverka.waiting-list.every:20s}",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = ApplicationNotRunning.class)
    Uni<Void> fillAll() {
        return Panache.withSession(WaitingList::queuesWithFreeSeats)
                .onItem()
                .transformToMulti(queues -> Multi.createFrom().iterable(queues))
                .onItem()
                .transformToUniAndConcatenate(this::fill)
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private static Uni<List<Queue>> queuesWithFreeSeats() {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select p.key, g.key as target_group from target_group g join program p on p.id = g.program_id
                                where (g.seats is null or g.taken < g.seats)
                                    and exists (select from enrollment e where e.program_id = g.program_id
                                        and e.target_group = g.key and e.state = 'waitlisted')
                                    and (not exists (select from organization_seats s
                                            where s.program_id = g.program_id and s.target_group = g.key)
                                        or exists (select from organization_seats s
                                            where s.program_id = g.program_id and s.target_group = g.key and s.taken < s.seats
                                                and exists (select from enrollment e where e.program_id = g.program_id
                                                    and e.target_group = g.key and e.organization = s.organization
                                                    and e.state = 'waitlisted')))
                                order by p.key, g.key
                                """, Object[].class).getResultList())
                .map(rows -> rows.stream()
                        .map(row -> new Queue((String) row[0], (String) row[1]))
                        .toList());
    }

    private Uni<Void> fill(Queue queue) {
        return Panache.withTransaction(() -> programs.forEnrollment(queue.program(), Set.of(queue.targetGroup()))
                .call(program -> programs.readOrganizationSeats(program, queue.targetGroup()))
                .chain(program -> fill(program, queue.targetGroup(), null).chain(() -> programs.keepSeats(program))));
    }

    /** @param within organizations whose people are listed, or none for all */
    @WithSession
    Uni<List<Waiting>> list(
            String program, @Nullable String targetGroup, @Nullable Set<String> within, PageQuery page) {
        return programs.forReading(program)
                .chain(found -> Panache.getSession()
                        .chain(session -> session.createNativeQuery("""
                                        select id, position, person_id, target_group, organization, state, date, offer_until, place from (
                                            select e.*, row_number() over (
                                                partition by e.target_group,
                                                    case when e.target_group = any(cast(:perOrganization as text[])) then e.organization end
                                                order by e.state, e.position) as place
                                            from enrollment e
                                            where e.program_id = :program and e.state in ('waitlisted', 'offered')) w
                                        where position > :after and entered_by <> :confidential
                                            and (cast(:group as text) is null or target_group = :group)
                                            and (:all or organization = any(cast(:within as text[])) and not support)
                                        order by position limit :rows
                                        """, Object[].class)
                                .setParameter("perOrganization", perOrganization(found))
                                .setParameter("program", found.id())
                                .setParameter("after", page.after())
                                .setParameter("group", targetGroup)
                                .setParameter("confidential", Actor.SUPPORT_OFFER.subject())
                                .setParameter("all", within == null)
                                .setParameter("within", within == null ? new String[0] : within.toArray(String[]::new))
                                .setParameter("rows", page.rows())
                                .getResultList()))
                .map(rows -> rows.stream().map(Waiting::of).toList());
    }

    private static String[] perOrganization(Program program) {
        return program.targetGroups().stream()
                .filter(TargetGroup::isPerOrganization)
                .map(TargetGroup::key)
                .toArray(String[]::new);
    }
}
