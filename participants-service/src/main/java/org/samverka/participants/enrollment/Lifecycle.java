package org.samverka.participants.enrollment;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.hibernate.LockMode;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.ETags;
import org.samverka.participants.program.Program;
import org.samverka.participants.program.Program.TargetGroup;
import org.samverka.participants.program.Programs;

/**
 * What becomes of enrollments one at a time: decided, answered, withdrawn, discontinued, and the seat passed on in the
 * same transaction. The program's groups are locked before the enrollment, always.
 */
@ApplicationScoped
class Lifecycle {
    private static final int EXPIRED_AT_ONCE = 500;

    private final Programs programs;
    private final Changes changes;
    private final WaitingList waitingList;
    private final Clock clock;

    Lifecycle(Programs programs, Changes changes, WaitingList waitingList, Clock clock) {
        this.programs = programs;
        this.changes = changes;
        this.waitingList = waitingList;
        this.clock = clock;
    }

    /** Where an enrollment is, which never changes. */
    private record Place(String program, String targetGroup) {}

    /** Which enrollment is meant, who asks, and which version they know. */
    record Request(UUID id, @Nullable String ifMatch, Predicate<Enrollment> visible, Actor by) {}

    Uni<Enrollment> withdraw(Request request) {
        return change(request, (program, enrollment) -> enrollment.withdraw(today(program), null, request.by()));
    }

    /** @param on the first day on which the person no longer takes part; today when not given */
    Uni<Enrollment> discontinue(Request request, String reason, @Nullable LocalDate on) {
        return change(
                request,
                (program, enrollment) -> enrollment.discontinue(
                        Objects.requireNonNullElseGet(on, () -> today(program)), reason, request.by()));
    }

    Uni<Enrollment> accept(Request request) {
        return change(request, (program, enrollment) -> enrollment.accept(clock.instant(), request.by()));
    }

    Uni<Enrollment> decline(Request request) {
        return change(
                request, (program, enrollment) -> enrollment.decline(clock.instant(), today(program), request.by()));
    }

    Uni<Enrollment> refuse(Request request, @Nullable String reason) {
        return change(request, (program, enrollment) -> enrollment.refuse(today(program), reason, request.by()));
    }

    /** Those who wait already come before whoever is approved now. */
    Uni<Enrollment> approve(Request request, @Nullable String reason) {
        return locked(
                request,
                (program, enrollment) -> waitingList
                        .fill(program, enrollment.targetGroup, null)
                        .map(filled -> approve(program.group(enrollment.targetGroup), enrollment, reason, request.by()))
                        .chain(change -> changes.keep(List.of(change)))
                        .chain(() -> programs.keepSeats(program)));
    }

    private static Change approve(TargetGroup group, Enrollment enrollment, @Nullable String reason, Actor by) {
        boolean seat = group.hasSeatFor(enrollment.organization);
        Change change = enrollment.approve(seat, reason, by);
        if (seat) {
            group.take(enrollment.organization);
        }
        return change;
    }

    private Uni<Enrollment> change(Request request, BiFunction<Program, Enrollment, Change> step) {
        return locked(request, (program, enrollment) -> {
            boolean hadSeat = enrollment.holdsSeat();
            return keep(program, List.of(step.apply(program, enrollment)), hadSeat ? List.of(enrollment) : List.of());
        });
    }

    /** Keeps the changes, and gives the seats that came free to those who wait. */
    private Uni<Void> keep(Program program, List<Change> steps, List<Enrollment> hadSeats) {
        List<Enrollment> freed =
                hadSeats.stream().filter(enrollment -> !enrollment.holdsSeat()).toList();
        return changes.keep(steps).chain(() -> passOn(program, freed));
    }

    /** Lets the seats of those who have left go to the next; within a transaction that has the groups locked. */
    Uni<Void> passOn(Program program, List<Enrollment> left) {
        if (left.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        left.forEach(enrollment -> program.group(enrollment.targetGroup).release(enrollment.organization));
        return Multi.createFrom()
                .iterable(left)
                .onItem()
                .transformToUniAndConcatenate(
                        enrollment -> waitingList.fill(program, enrollment.targetGroup, enrollment.organization))
                .collect()
                .asList()
                .chain(() -> programs.keepSeats(program));
    }

    private interface Effect {
        Uni<Void> on(Program program, Enrollment enrollment);
    }

    private Uni<Enrollment> locked(Request request, Effect effect) {
        return Panache.withTransaction(() -> place(request.id())
                .chain(place -> read(place.program(), Set.of(place.targetGroup())))
                .chain(program -> enrollment(request).call(enrollment -> effect.on(program, enrollment))));
    }

    /** Reads and locks a program with all the seats of some of its groups. */
    Uni<Program> read(String program, Set<String> groups) {
        return programs.forEnrollment(program, groups).call(found -> seats(found, groups));
    }

    private Uni<Void> seats(Program program, Set<String> groups) {
        return Multi.createFrom()
                .iterable(groups)
                .onItem()
                .transformToUniAndConcatenate(group -> programs.readOrganizationSeats(program, group))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private static Uni<Place> place(UUID id) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select program, target_group from enrollment where id = :id", Object[].class)
                        .setParameter("id", id)
                        .getSingleResultOrNull())
                .onItem()
                .ifNull()
                .failWith(Enrollments::unknown)
                .map(row -> new Place((String) row[0], (String) row[1]));
    }

    private static Uni<Enrollment> enrollment(Request request) {
        return Panache.getSession()
                .chain(session -> session.find(Enrollment.class, request.id(), LockMode.PESSIMISTIC_WRITE))
                .map(enrollment -> Enrollments.known(enrollment, request.visible()))
                .invoke(enrollment -> ETags.require(request.ifMatch(), enrollment.version));
    }

    private LocalDate today(Program program) {
        return LocalDate.now(clock.withZone(ZoneId.of(program.definition().zone())));
    }

    @Scheduled(
            every = "${samverka.offers.every:20s}",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = ApplicationNotRunning.class)
    Uni<Void> expireOffers() {
        return Panache.withSession(this::programsWithExpiredOffers)
                .onItem()
                .transformToMulti(keys -> Multi.createFrom().iterable(keys))
                .onItem()
                .transformToUniAndConcatenate(this::expireOffers)
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private Uni<List<String>> programsWithExpiredOffers() {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select distinct program from enrollment
                                where state = 'offered' and offer_until <= cast(cast(:now as text) as timestamptz) order by program
                                """, String.class)
                        .setParameter("now", clock.instant().toString())
                        .getResultList());
    }

    private Uni<Void> expireOffers(String program) {
        return Panache.withTransaction(() -> expiredGroups(program)
                .chain(groups -> groups.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : read(program, Set.copyOf(groups)).chain(this::expire)));
    }

    private Uni<List<String>> expiredGroups(String program) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select distinct target_group from enrollment
                                where state = 'offered' and offer_until <= cast(cast(:now as text) as timestamptz) and program = :program
                                """, String.class)
                        .setParameter("now", clock.instant().toString())
                        .setParameter("program", program)
                        .getResultList());
    }

    private Uni<Void> expire(Program program) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select * from enrollment where program = :program and state = 'offered'
                                    and offer_until <= cast(cast(:now as text) as timestamptz)
                                order by position limit :some for no key update
                                """, Enrollment.class)
                        .setParameter("program", program.key())
                        .setParameter("now", clock.instant().toString())
                        .setParameter("some", EXPIRED_AT_ONCE)
                        .getResultList())
                .chain(expired -> expire(program, expired));
    }

    private Uni<Void> expire(Program program, List<Enrollment> expired) {
        var steps = new ArrayList<Change>();
        expired.forEach(enrollment -> steps.add(enrollment.expire(today(program), Actor.WAITING_LIST)));
        return changes.keep(steps).chain(() -> passOn(program, expired));
    }
}
