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
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.ParticipantEvent.ApplicationKind;
import org.samverka.contracts.ParticipantEvent.ApplicationState;
import org.samverka.contracts.delivery.Outbox;
import org.samverka.contracts.rest.ETags;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Refused;
import org.samverka.participants.application.Application.Wish;
import org.samverka.participants.program.ProgramDefinition;
import org.samverka.participants.program.ProgramDefinition.Grant;
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
        check(definition, kind, key, request.wish());
        window(definition, kind, key).check(at);
        return new Application(
                program.id(), program.key(), request.organization(), kind, key, request.draft(), request.wish(), now);
    }

    private static void check(ProgramDefinition definition, ApplicationKind kind, String key, Wish wish) {
        if (kind == ApplicationKind.participation) {
            Round round = round(definition, key);
            if (wish.amount() != null) {
                throw new Invalid("/sought", "not-here", "Money is sought with a grant; a round has seats");
            }
            if (wish.seats() != null && wish.seats() > round.seatsPerOrganization()) {
                throw new Invalid(
                        "/seatsSought", "maximum", "An organization gets at most " + round.seatsPerOrganization());
            }
        } else {
            Grant grant = grant(definition, key);
            if (wish.seats() != null) {
                throw new Invalid("/seatsSought", "not-here", "Seats are sought in a round; a grant is money");
            }
            if (wish.amount() == null) {
                throw new Invalid("/sought", "required", "Say how much is sought");
            }
            if (grant.total() != null && !grant.total().currency().equals(wish.currency())) {
                throw new Invalid(
                        "/sought/currency",
                        "other-currency",
                        "The grant is in " + grant.total().currency());
            }
        }
    }

    static Window window(ProgramDefinition definition, ApplicationKind kind, String key) {
        ZoneId zone = ZoneId.of(definition.zone());
        if (kind == ApplicationKind.grant) {
            return new Window(null, grant(definition, key).deadline(), zone);
        }
        Round round = round(definition, key);
        return new Window(round.opens(), round.closes(), zone);
    }

    static Round round(ProgramDefinition definition, String key) {
        return Objects.requireNonNull(definition.rounds()).stream()
                .filter(round -> round.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new Invalid("/round", "unknown-round", "The program has no such round"));
    }

    static Grant grant(ProgramDefinition definition, String key) {
        return Objects.requireNonNull(definition.grants()).stream()
                .filter(grant -> grant.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new Invalid("/grant", "unknown-grant", "The program has no such grant"));
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
                    check(program.definition(), application.kind, application.roundKey, wish);
                    window(program.definition(), application.kind, application.roundKey)
                            .check(clock.instant());
                }))
                .invoke(application -> touched(application).change(wish))
                .call(application -> keep(application, by));
    }

    @WithTransaction
    Uni<Application> submit(UUID id, Predicate<Application> visible, Actor by) {
        return locked(id, visible)
                .call(application -> programs.current(application.program)
                        .invoke(program -> window(program.definition(), application.kind, application.roundKey)
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
        Round round = round(definition, application.roundKey);
        int seats = seats(round, application, decision.seats());
        application.accept(round.targetGroup(), seats, decision.reason());
        return seatPlan.give(application.programId, round.targetGroup(), application.organization, seats)
                .chain(() -> refuseBeyond(round, application));
    }

    private static int seats(Round round, Application application, @Nullable Integer given) {
        int most = round.seatsPerOrganization();
        if (given != null && given > most) {
            throw new Invalid("/seats", "maximum", "An organization gets at most " + most);
        }
        int sought = Objects.requireNonNullElse(application.seatsSought, most);
        return Objects.requireNonNullElse(given, Math.min(sought, most));
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
                grant(program.definition(), application.roundKey).reportBack(), List.of());
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

    private static Application known(@Nullable Application application, Predicate<Application> visible) {
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

    /** An application with what is shown beside it. */
    record Shown(
            Application application,
            ProgramDefinition definition,
            @Nullable Team team,
            Map<String, LocalDate> handedIn) {}

    @WithSession
    Uni<Shown> get(UUID id, Predicate<Application> visible) {
        return findById(id)
                .map(application -> known(application, visible))
                .chain(application -> programs.current(application.program)
                        .chain(program -> team(application, program.definition())
                                .chain(team -> handedIn(id)
                                        .map(reports -> new Shown(
                                                application, program.definition(), team.orElse(null), reports)))));
    }

    private static Uni<java.util.Optional<Team>> team(Application application, ProgramDefinition definition) {
        String group = application.targetGroup != null
                ? application.targetGroup
                : Objects.requireNonNull(definition.rounds()).stream()
                        .filter(round -> application.kind == ApplicationKind.participation
                                && round.key().equals(application.roundKey))
                        .map(Round::targetGroup)
                        .findFirst()
                        .orElse(null);
        if (group == null) {
            return Uni.createFrom().item(java.util.Optional.empty());
        }
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select count(*), count(*) filter (where p.leader)
                                from enrollment e join person p on p.id = e.person_id
                                where e.program = :program and e.target_group = :group and e.organization = :organization
                                    and e.state in ('confirmed', 'completed')
                                """, Object[].class)
                        .setParameter("program", application.program)
                        .setParameter("group", group)
                        .setParameter("organization", application.organization)
                        .getSingleResult())
                .map(row -> java.util.Optional.of(Team.of(
                        ((Number) row[0]).intValue(),
                        ((Number) row[1]).intValue(),
                        definition.targetGroups().stream()
                                .filter(one -> one.key().equals(group))
                                .map(ProgramDefinition.TargetGroup::roleMix)
                                .filter(Objects::nonNull)
                                .findFirst()
                                .orElse(null))));
    }

    private static Uni<Map<String, LocalDate>> handedIn(UUID id) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select item, handed_in_on from application_report where application_id = :id",
                                Object[].class)
                        .setParameter("id", id)
                        .getResultList())
                .map(rows -> {
                    var reports = new HashMap<String, LocalDate>();
                    rows.forEach(row -> reports.put((String) row[0], (LocalDate) row[1]));
                    return reports;
                });
    }

    /** Which applications; what is not said does not matter. */
    record Filter(
            @Nullable ApplicationKind kind,
            @Nullable ApplicationState state,
            @Nullable String round,
            @Nullable String organization) {}

    /** @param within organizations, or none for all */
    @WithSession
    Uni<List<Application>> list(String program, Filter filter, @Nullable Set<String> within, PageQuery page) {
        var where = new StringBuilder("program = :program and position > :after");
        var parameters = new HashMap<String, Object>(Map.of("program", program, "after", page.after()));
        if (filter.kind() != null) {
            where.append(" and kind = :kind");
            parameters.put("kind", filter.kind());
        }
        if (filter.state() != null) {
            where.append(" and state = :state");
            parameters.put("state", filter.state());
        }
        if (filter.round() != null) {
            where.append(" and roundKey = :round");
            parameters.put("round", filter.round());
        }
        if (filter.organization() != null) {
            where.append(" and organization = :organization");
            parameters.put("organization", filter.organization());
        }
        if (within != null) {
            where.append(" and organization in :within");
            parameters.put("within", within);
        }
        return find(where + " order by position", parameters)
                .page(0, page.rows())
                .list();
    }

    /** How many there are of a kind in a state, with the amounts of grants. */
    record Count(
            ApplicationKind kind,
            ApplicationState state,
            int number,
            @Nullable String currency,
            @Nullable BigDecimal sought,
            @Nullable BigDecimal granted) {}

    /** @param within organizations, or none for all */
    @WithSession
    Uni<List<Count>> count(String program, @Nullable Set<String> within) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select kind, state, currency, count(*), sum(sought), sum(granted) from application
                                where program = :program and (:all or organization = any(cast(:within as text[])))
                                group by kind, state, currency order by kind, state, currency
                                """, Object[].class)
                        .setParameter("program", program)
                        .setParameter("all", within == null)
                        .setParameter("within", within == null ? new String[0] : within.toArray(String[]::new))
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row -> new Count(
                                ApplicationKind.valueOf((String) row[0]),
                                ApplicationState.valueOf((String) row[1]),
                                ((Number) row[3]).intValue(),
                                (String) row[2],
                                (BigDecimal) row[4],
                                (BigDecimal) row[5]))
                        .toList());
    }

    /** One change of an application. */
    record Past(
            int version,
            String state,
            @Nullable Integer seats,
            @Nullable BigDecimal granted,
            @Nullable String reason,
            String changedBy,
            String role,
            Instant at) {
        static Past of(Object[] row) {
            return new Past(
                    (Integer) row[0],
                    (String) row[1],
                    (Integer) row[2],
                    (BigDecimal) row[3],
                    (String) row[4],
                    (String) row[5],
                    (String) row[6],
                    ((OffsetDateTime) row[7]).toInstant());
        }
    }

    @WithSession
    Uni<List<Past>> history(UUID id, Predicate<Application> visible, PageQuery page) {
        return findById(id)
                .map(application -> known(application, visible))
                .chain(Panache::getSession)
                .chain(session -> session.createNativeQuery("""
                                select version, state, seats, granted, reason, changed_by, role, at from application_history
                                where application_id = :id and version > :after order by version limit :rows
                                """, Object[].class)
                        .setParameter("id", id)
                        .setParameter("after", page.after())
                        .setParameter("rows", page.rows())
                        .getResultList())
                .map(rows -> rows.stream().map(Past::of).toList());
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
