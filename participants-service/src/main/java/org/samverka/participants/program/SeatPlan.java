package org.samverka.participants.program;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Refused;
import org.samverka.participants.program.ProgramDefinition.TargetGroup;

/**
 * The seats of a program's target groups and of the organizations in them, as the definition and accepted applications
 * give them; never fewer than are taken. Everything here is within the caller's transaction and locks the groups first.
 */
@ApplicationScoped
public class SeatPlan {
    private static final String HOLDING_A_SEAT = "('confirmed', 'offered', 'completed')";

    /**
     * How many seats of a group have come to an organization from others, or (below 0) gone to them, by way of the waiting
     * list: what it has besides what the definition until now gives each.
     */
    private static final String MOVED = """
            moved as (
                select s.target_group, s.organization, s.seats - cast(g ->> 'seatsPerOrganization' as int) as seats
                from organization_seats s
                join (select definition from program_version where program_id = :id and current_at is not null
                    order by version desc limit 1) v on true
                cross join jsonb_array_elements(v.definition -> 'targetGroups') g
                where s.program_id = :id and g ->> 'key' = s.target_group
                    and cast(g -> 'waitingList' ->> 'acrossOrganizations' as boolean))
            """;

    /** Makes organizations, target groups and seats those of the definition. */
    Uni<Void> follow(UUID program, ProgramDefinition definition) {
        return Panache.getSession()
                .chain(session -> lock(session, program)
                        .chain(() -> refuseWhatIsTaken(session, program, definition))
                        .chain(() -> writeOrganizations(session, program, definition))
                        .chain(() -> writeTargetGroups(session, program, definition.targetGroups()))
                        .chain(() -> dropOrganizationSeats(session, program, definition))
                        .chain(() -> writeOrganizationSeats(session, program, definition)))
                .replaceWithVoid();
    }

    private static Uni<?> writeOrganizations(Mutiny.Session session, UUID program, ProgramDefinition definition) {
        return session.createNativeQuery("""
                        with gone as (delete from program_organization where program_id = :id and not accepted
                            and organization <> all(cast(:organizations as text[])))
                        insert into program_organization (program_id, organization)
                        select :id, unnest(cast(:organizations as text[])) on conflict do nothing
                        """)
                .setParameter("id", program)
                .setParameter("organizations", definition.takingPart().toArray(String[]::new))
                .executeUpdate();
    }

    /** Counting what is taken waits for those who are taking. */
    private static Uni<?> lock(Mutiny.Session session, UUID program) {
        return session.createNativeQuery(
                        "select key from target_group where program_id = :id order by key for update", String.class)
                .setParameter("id", program)
                .getResultList();
    }

    private static Uni<?> refuseWhatIsTaken(Mutiny.Session session, UUID program, ProgramDefinition definition) {
        List<TargetGroup> groups = definition.targetGroups();
        return session.createNativeQuery("""
                        with planned as (
                            select * from unnest(cast(:keys as text[]), cast(:seats as int[]), cast(:perOrganization as int[]))
                                as n (key, seats, per_organization)),
                        enrolled as (
                            select e.target_group, e.organization, count(*) filter (where e.state in %s) as taken
                            from enrollment e where e.program_id = :id and e.program = :program group by 1, 2),
                        %s
                        select g.key from target_group g left join planned n on n.key = g.key
                        where g.program_id = :id and (
                            n.seats < (select sum(taken) from enrolled where target_group = g.key)
                            or exists (select from enrolled e
                                left join moved m on (m.target_group, m.organization) = (e.target_group, e.organization)
                                where e.target_group = g.key and (
                                    n.key is null or e.taken > n.per_organization + coalesce(m.seats, 0))))
                        order by g.key
                        """.formatted(HOLDING_A_SEAT, MOVED), String.class)
                .setParameter("id", program)
                .setParameter("program", definition.key())
                .setParameter("keys", keys(groups))
                .setParameter("seats", groups.stream().map(TargetGroup::seats).toArray(Integer[]::new))
                .setParameter(
                        "perOrganization",
                        groups.stream()
                                .map(group -> seatsOfEach(definition, group))
                                .toArray(Integer[]::new))
                .getResultList()
                .invoke(SeatPlan::refuseIfAny);
    }

    private static void refuseIfAny(List<String> groups) {
        if (!groups.isEmpty()) {
            throw new TargetGroupInUse(groups);
        }
    }

    private static Uni<?> writeTargetGroups(Mutiny.Session session, UUID program, List<TargetGroup> groups) {
        return session.createNativeQuery("""
                        with gone as (delete from target_group where program_id = :id and key <> all(cast(:keys as text[])))
                        insert into target_group (program_id, key, seats, taken)
                        select :id, n.key, n.seats, (
                            select count(*) from enrollment e where e.program_id = :id
                                and e.target_group = n.key and e.state in %s)
                        from unnest(cast(:keys as text[]), cast(:seats as int[])) as n (key, seats)
                        on conflict (program_id, key) do update set seats = excluded.seats, taken = excluded.taken
                        """.formatted(HOLDING_A_SEAT))
                .setParameter("id", program)
                .setParameter("keys", keys(groups))
                .setParameter("seats", groups.stream().map(TargetGroup::seats).toArray(Integer[]::new))
                .executeUpdate();
    }

    /** What applications were given stays; of an organization that left, the seats that its people have. */
    private static Uni<?> dropOrganizationSeats(Mutiny.Session session, UUID program, ProgramDefinition definition) {
        Set<String> fed = fedByRounds(definition);
        return session.createNativeQuery("""
                        delete from organization_seats s where s.program_id = :id
                            and s.target_group <> all(cast(:fed as text[]))
                            and (s.target_group <> all(cast(:limited as text[])) or s.taken = 0 and not exists (
                                select from program_organization o
                                where o.program_id = :id and o.organization = s.organization))
                        """)
                .setParameter("id", program)
                .setParameter("fed", fed.toArray(String[]::new))
                .setParameter("limited", keys(limitedForEach(definition)))
                .executeUpdate();
    }

    private static Uni<?> writeOrganizationSeats(Mutiny.Session session, UUID program, ProgramDefinition definition) {
        List<TargetGroup> groups = limitedForEach(definition);
        if (groups.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return session.createNativeQuery("""
                        with %s
                        insert into organization_seats (program_id, target_group, organization, seats, taken)
                        select :id, n.key, o.organization, greatest(n.seats + coalesce(m.seats, 0), 0), count(e.id)
                        from unnest(cast(:keys as text[]), cast(:seats as int[])) as n (key, seats)
                        join program_organization o on o.program_id = :id
                        left join moved m on (m.target_group, m.organization) = (n.key, o.organization)
                        left join enrollment e on e.program_id = :id and e.program = :program and e.target_group = n.key
                            and e.organization = o.organization and e.state in %s
                        group by n.key, o.organization, n.seats, m.seats
                        on conflict (program_id, target_group, organization)
                        do update set seats = excluded.seats, taken = excluded.taken
                        """.formatted(MOVED, HOLDING_A_SEAT))
                .setParameter("id", program)
                .setParameter("program", definition.key())
                .setParameter("keys", keys(groups))
                .setParameter(
                        "seats",
                        groups.stream().map(TargetGroup::seatsPerOrganization).toArray(Integer[]::new))
                .executeUpdate();
    }

    /** Groups in which the definition itself gives every organization its seats. */
    private static List<TargetGroup> limitedForEach(ProgramDefinition definition) {
        return definition.targetGroups().stream()
                .filter(group -> seatsOfEach(definition, group) != null)
                .toList();
    }

    private static @Nullable Integer seatsOfEach(ProgramDefinition definition, TargetGroup group) {
        return fedByRounds(definition).contains(group.key()) ? null : group.seatsPerOrganization();
    }

    private static Set<String> fedByRounds(ProgramDefinition definition) {
        var fed = new HashSet<String>();
        Objects.requireNonNull(definition.rounds()).forEach(round -> fed.add(round.targetGroup()));
        return fed;
    }

    private static String[] keys(List<TargetGroup> groups) {
        return groups.stream().map(TargetGroup::key).toArray(String[]::new);
    }

    /** Gives an organization seats in a group and lets it take part; all organizations together get no more than the group has. */
    public Uni<Void> give(UUID program, String targetGroup, String organization, int seats) {
        return Panache.getSession()
                .chain(session -> lockGroup(session, program, targetGroup)
                        .chain(limit -> session.createNativeQuery("""
                                        select coalesce(sum(seats), 0) from organization_seats
                                        where program_id = :id and target_group = :group and organization <> :organization
                                        """, Long.class)
                                .setParameter("id", program)
                                .setParameter("group", targetGroup)
                                .setParameter("organization", organization)
                                .getSingleResult()
                                .invoke(given -> refuseBeyond(limit.orElse(null), given, seats)))
                        .chain(() -> letIn(session, program, organization))
                        .chain(() -> session.createNativeQuery("""
                                        insert into organization_seats as s (program_id, target_group, organization, seats, taken)
                                        select :id, :group, :organization, greatest(cast(:seats as int), count(*)), count(*)
                                        from enrollment e where e.program_id = :id and e.target_group = :group
                                            and e.organization = :organization and e.state in %s
                                        on conflict (program_id, target_group, organization)
                                        do update set seats = greatest(s.taken, cast(:seats as int))
                                        """.formatted(HOLDING_A_SEAT))
                                .setParameter("id", program)
                                .setParameter("group", targetGroup)
                                .setParameter("organization", organization)
                                .setParameter("seats", seats)
                                .executeUpdate()))
                .replaceWithVoid();
    }

    private static Uni<java.util.Optional<Integer>> lockGroup(
            Mutiny.Session session, UUID program, String targetGroup) {
        return session.createNativeQuery(
                        "select key, seats from target_group where program_id = :id and key = :group for no key update",
                        Object[].class)
                .setParameter("id", program)
                .setParameter("group", targetGroup)
                .getSingleResultOrNull()
                .onItem()
                .ifNull()
                .failWith(() -> new TargetGroupGone(targetGroup))
                .map(row -> java.util.Optional.ofNullable((Integer) row[1]));
    }

    private static void refuseBeyond(@Nullable Integer limit, long given, int seats) {
        if (limit != null && given + seats > limit) {
            throw new SeatsGivenAlready(limit, given);
        }
    }

    private static Uni<?> letIn(Mutiny.Session session, UUID program, String organization) {
        return session.createNativeQuery("""
                        insert into program_organization (program_id, organization, accepted) values (:id, :organization, true)
                        on conflict (program_id, organization) do update set accepted = true
                        """)
                .setParameter("id", program)
                .setParameter("organization", organization)
                .executeUpdate();
    }

    /**
     * Takes seats back that nobody has taken; tells how many the organization keeps.
     *
     * @param seats how many at most, or none for all that are free
     */
    public Uni<Integer> release(UUID program, String targetGroup, String organization, @Nullable Integer seats) {
        return Panache.getSession()
                .chain(session -> lockGroup(session, program, targetGroup)
                        .chain(() -> session.createNativeQuery("""
                                        update organization_seats set seats = greatest(taken, seats - coalesce(cast(:seats as int), seats))
                                        where program_id = :id and target_group = :group and organization = :organization
                                        returning seats
                                        """, Integer.class)
                                .setParameter("id", program)
                                .setParameter("group", targetGroup)
                                .setParameter("organization", organization)
                                .setParameter("seats", seats)
                                .getSingleResultOrNull()))
                .map(left -> left == null ? 0 : left);
    }

    /** Takes all seats back, and the organization out of the program unless something else keeps it there. */
    public Uni<Void> takeBack(UUID program, String targetGroup, String organization) {
        return release(program, targetGroup, organization, null)
                .invoke(SeatPlan::refuseIfTaken)
                .chain(Panache::getSession)
                .chain(session -> session.createNativeQuery("""
                                delete from organization_seats
                                where program_id = :id and target_group = :group and organization = :organization
                                """)
                        .setParameter("id", program)
                        .setParameter("group", targetGroup)
                        .setParameter("organization", organization)
                        .executeUpdate()
                        .chain(() -> session.createNativeQuery("""
                                        with kept as (
                                            select exists (select from organization_seats s
                                                where s.program_id = :id and s.organization = :organization) as by_seats,
                                            exists (select from program p, jsonb_array_elements(p.definition -> 'organizations') o
                                                where p.id = :id and o ->> 'key' = :organization
                                                    and o ->> 'role' in ('owner', 'participating')) as by_definition),
                                        gone as (
                                            delete from program_organization using kept where program_id = :id
                                                and organization = :organization and not by_seats and not by_definition)
                                        update program_organization set accepted = false from kept
                                        where program_id = :id and organization = :organization
                                            and not by_seats and by_definition
                                        """)
                                .setParameter("id", program)
                                .setParameter("organization", organization)
                                .executeUpdate()))
                .replaceWithVoid();
    }

    private static void refuseIfTaken(int left) {
        if (left > 0) {
            throw new SeatsTaken(left);
        }
    }

    static final class TargetGroupInUse extends Refused {
        TargetGroupInUse(List<String> groups) {
            super("People are enrolled in: %s; keep these groups and at least the seats that are taken"
                    .formatted(String.join(", ", groups)));
        }
    }

    static final class TargetGroupGone extends Refused {
        TargetGroupGone(String group) {
            super("The program has no target group " + group + " any more; its definition was changed");
        }
    }

    static final class SeatsGivenAlready extends Refused {
        SeatsGivenAlready(int limit, long given) {
            super("Of the group's %d seats other organizations have %d; give fewer, or let others release theirs"
                    .formatted(limit, given));
        }
    }

    static final class SeatsTaken extends Refused {
        SeatsTaken(int taken) {
            super("People of the organization have %d of its seats; withdraw their enrollments first".formatted(taken));
        }
    }
}
