package org.samverka.participants.application;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.ParticipantEvent.ApplicationKind;
import org.samverka.contracts.delivery.Outbox;
import org.samverka.contracts.rest.ETags;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.contracts.rest.Refused;
import org.samverka.participants.application.Application.Wish;
import org.samverka.participants.program.ProgramDefinition;
import org.samverka.participants.program.ProgramDefinition.Round;
import org.samverka.participants.program.ProgramVersions;
import org.samverka.participants.program.ProgramVersions.Current;
import org.samverka.participants.program.SeatPlan;

/** The organizations' applications; every change is kept with who made it, and told to the others. */
@ApplicationScoped
class Applications implements PanacheRepositoryBase<Application, UUID> {
    private final ProgramVersions programs;
    private final SeatPlan seatPlan;
    private final Outbox outbox;
    private final Clock clock;

    Applications(ProgramVersions programs, SeatPlan seatPlan, Outbox outbox, Clock clock) {
        this.programs = programs;
        this.seatPlan = seatPlan;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Who changes something: the subject of a token, and the role in which. */
    record Actor(String subject, String role) {
        static final Actor PLATFORM = new Actor("platform", "platform");
    }

    /**
     * Of whom, for what.
     *
     * @param receivedAt when the application came in, where that was before it is registered here
     */
    record Request(
            String organization,
            @Nullable String round,
            @Nullable String grant,
            Wish wish,
            boolean draft,
            @Nullable Instant receivedAt) {}

    record Decision(
            boolean accepted,
            @Nullable String reason,
            @Nullable Integer seats,
            @Nullable BigDecimal granted,
            @Nullable String currency) {}

    /** Within the caller's transaction. */
    Uni<Application> apply(String program, Request request, Actor by) {
        return programs.current(program)
                .map(current -> application(current, request))
                .call(application -> requireRegistered(application.organization))
                .call(application -> persistAndFlush(application)
                        .onFailure(Applications::isSecond)
                        .transform(second -> new AlreadyApplied()))
                .call(application -> tell(application, by));
    }

    private Application application(Current program, Request request) {
        ProgramDefinition definition = program.definition();
        Instant now = clock.instant();
        Instant at = Objects.requireNonNullElse(request.receivedAt(), now);
        if (at.isAfter(now)) {
            throw new Invalid("/receivedAt", "in-the-future", "An application that came in came in before now");
        }
        if ((request.round() == null) == (request.grant() == null)) {
            throw new Invalid("/round", "required", "Name either the round or the grant that is applied for");
        }
        String key = request.round() == null ? Objects.requireNonNull(request.grant()) : request.round();
        ApplicationKind kind = request.round() == null ? ApplicationKind.grant : ApplicationKind.participation;
        Terms.check(definition, kind, key, request.wish());
        Terms.window(definition, kind, key).check(at);
        return new Application(
                program.id(), program.key(), request.organization(), kind, key, request.draft(), request.wish(), now);
    }

    private static Uni<?> requireRegistered(String organization) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("select id from organization where key = :key", UUID.class)
                        .setParameter("key", organization)
                        .getSingleResultOrNull())
                .onItem()
                .ifNull()
                .failWith(
                        () -> new Invalid("/organization", "unknown-organization", "Register the organization first"));
    }

    private static boolean isSecond(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(cause -> cause instanceof ConstraintViolationException violation
                        && "application_once".equals(violation.getConstraintName()));
    }

    @WithTransaction
    Uni<Application> change(UUID id, Wish wish, @Nullable String ifMatch, Predicate<Application> visible, Actor by) {
        return locked(id, visible)
                .invoke(application -> ETags.require(ifMatch, application.version))
                .call(application -> programs.current(application.program).invoke(program -> {
                    Terms.check(program.definition(), application.kind, application.roundKey, wish);
                    Terms.window(program.definition(), application.kind, application.roundKey)
                            .check(clock.instant());
                }))
                .invoke(application -> touched(application).change(wish))
                .call(application -> keep(application, by));
    }

    @WithTransaction
    Uni<Application> submit(UUID id, Predicate<Application> visible, Actor by) {
        return locked(id, visible)
                .call(application -> programs.current(application.program)
                        .invoke(program -> Terms.window(program.definition(), application.kind, application.roundKey)
                                .check(clock.instant())))
                .invoke(application -> touched(application).submit())
                .call(application -> keep(application, by));
    }

    @WithTransaction
    Uni<Application> decide(
            UUID id, Decision decision, @Nullable String ifMatch, Predicate<Application> visible, Actor by) {
        return locked(id, visible)
                .invoke(application -> ETags.require(ifMatch, application.version))
                .call(application -> programs.current(application.program)
                        .chain(program -> decide(program.definition(), application, decision)))
                .call(application -> keep(application, by));
    }

    private Uni<Void> decide(ProgramDefinition definition, Application application, Decision decision) {
        touched(application);
        if (!decision.accepted()) {
            if (decision.reason() == null) {
                throw new Invalid("/reason", "required", "Say why it is refused");
            }
            application.refuse(decision.reason());
            return Uni.createFrom().voidItem();
        }
        if (application.kind == ApplicationKind.grant) {
            if (decision.currency() != null && !decision.currency().equals(application.currency)) {
                throw new Invalid("/granted/currency", "other-currency", "Applied for in " + application.currency);
            }
            application.grant(decision.granted(), decision.reason());
            return Uni.createFrom().voidItem();
        }
        Round round = Terms.round(definition, application.roundKey);
        int seats = Terms.seats(round, application.seatsSought, decision.seats());
        application.accept(round.targetGroup(), seats, decision.reason());
        return seatPlan.give(application.programId, round.targetGroup(), application.organization, seats)
                .chain(() -> refuseBeyond(round, application));
    }

    /** Decisions on one group wait for each other, so that counting is safe. */
    private static Uni<Void> refuseBeyond(Round round, Application application) {
        Integer most = round.organizations();
        if (most == null) {
            return Uni.createFrom().voidItem();
        }
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select count(*) from application where program_id = :program and kind = 'participation'
                                    and round = :round and state = 'accepted' and id <> :id
                                """, Long.class)
                        .setParameter("program", application.programId)
                        .setParameter("round", round.key())
                        .setParameter("id", application.id)
                        .getSingleResult())
                .invoke(accepted -> {
                    if (accepted >= most) {
                        throw new RoundFull(most);
                    }
                })
                .replaceWithVoid();
    }

    @WithTransaction
    Uni<Application> withdraw(UUID id, @Nullable String ifMatch, Predicate<Application> visible, Actor by) {
        return locked(id, visible)
                .invoke(application -> ETags.require(ifMatch, application.version))
                .call(application -> touched(application).withdraw()
                        ? seatPlan.takeBack(
                                application.programId,
                                Objects.requireNonNull(application.targetGroup),
                                application.organization)
                        : Uni.createFrom().voidItem())
                .call(application -> keep(application, by));
    }

    /** @param seats how many at most, or none for all that nobody has taken */
    @WithTransaction
    Uni<Application> release(UUID id, @Nullable Integer seats, Predicate<Application> visible, Actor by) {
        return locked(id, visible)
                .invoke(Application::requireSeats)
                .call(application -> seatPlan.release(
                                application.programId,
                                Objects.requireNonNull(application.targetGroup),
                                application.organization,
                                seats)
                        .invoke(left -> touched(application)
                                .released(left, by.equals(Actor.PLATFORM) ? clock.instant() : null)))
                .call(application -> keep(application, by));
    }

    /** Something that had to be reported back was handed in; with the last of it the grant is reported. */
    @WithTransaction
    Uni<Application> report(UUID id, String item, @Nullable LocalDate on, Predicate<Application> visible, Actor by) {
        return locked(id, visible)
                .invoke(Application::requireGranted)
                .call(application -> programs.current(application.program)
                        .chain(program -> report(program, application, item, on, by)))
                .call(application -> keep(application, by));
    }

    private Uni<Void> report(Current program, Application application, String item, @Nullable LocalDate on, Actor by) {
        List<String> asked = Objects.requireNonNullElse(
                Terms.grant(program.definition(), application.roundKey).reportBack(), List.of());
        if (!asked.contains(item)) {
            throw new Invalid("/item", "unknown-item", "To be reported back: " + String.join("; ", asked));
        }
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                with handed_in as (
                                    insert into application_report (application_id, item, handed_in_on, handed_in_by)
                                    values (:id, :item, :on, :by)
                                    on conflict (application_id, item) do update
                                    set handed_in_on = excluded.handed_in_on, handed_in_by = excluded.handed_in_by)
                                select item from application_report where application_id = :id
                                """, String.class)
                        .setParameter("id", application.id)
                        .setParameter("item", item)
                        .setParameter("on", Objects.requireNonNullElseGet(on, () -> today(program.definition())))
                        .setParameter("by", by.subject())
                        .getResultList())
                .invoke(before -> {
                    touched(application);
                    if (asked.stream().allMatch(one -> one.equals(item) || before.contains(one))) {
                        application.reported();
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Application> locked(UUID id, Predicate<Application> visible) {
        return findById(id, LockModeType.PESSIMISTIC_WRITE).map(application -> known(application, visible));
    }

    static Application known(@Nullable Application application, Predicate<Application> visible) {
        if (application == null || !visible.test(application)) {
            throw new NotKnown("There is no such application among those you may see");
        }
        return application;
    }

    /** Right before the change itself, so that both are written as one version. */
    private Application touched(Application application) {
        application.changedAt = clock.instant();
        return application;
    }

    private Uni<Void> keep(Application application, Actor by) {
        return flush().chain(() -> tell(application, by));
    }

    private Uni<Void> tell(Application application, Actor by) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                insert into application_history (application_id, version, state, seats, granted, reason, changed_by, role)
                                values (:id, :version, :state, cast(:seats as int), cast(:granted as numeric), cast(:reason as text), :by, :role)
                                """)
                        .setParameter("id", application.id)
                        .setParameter("version", application.version)
                        .setParameter("state", application.state.name())
                        .setParameter("seats", application.seats)
                        .setParameter("granted", application.granted)
                        .setParameter("reason", application.reason)
                        .setParameter("by", by.subject())
                        .setParameter("role", by.role())
                        .executeUpdate())
                .chain(() -> programs.current(application.program))
                .chain(program -> outbox.append(application.event(today(program.definition()))));
    }

    private LocalDate today(ProgramDefinition definition) {
        return LocalDate.now(clock.withZone(ZoneId.of(definition.zone())));
    }

    /** Accepted applications whose round gives back today what nobody has taken. */
    @WithSession
    Uni<List<UUID>> toRelease() {
        Instant now = clock.instant();
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select a.id, r.value ->> 'releaseUnusedOn', p.definition ->> 'zone'
                                from application a join program p on p.id = a.program_id
                                cross join jsonb_array_elements(p.definition -> 'rounds') r
                                where a.kind = 'participation' and a.state = 'accepted' and a.released_at is null
                                    and r.value ->> 'key' = a.round and r.value ->> 'releaseUnusedOn' is not null
                                order by a.position
                                """, Object[].class).getResultList())
                .map(rows -> rows.stream()
                        .filter(row -> !LocalDate.ofInstant(now, ZoneId.of((String) row[2]))
                                .isBefore(LocalDate.parse((String) row[1])))
                        .map(row -> (UUID) row[0])
                        .toList());
    }

    static final class AlreadyApplied extends Refused {
        AlreadyApplied() {
            super("The organization has applied here already; change that application, or withdraw it");
        }
    }

    static final class RoundFull extends Refused {
        RoundFull(int organizations) {
            super("The round has room for %d organizations, which are accepted; withdraw one first"
                    .formatted(organizations));
        }
    }
}
