package org.samverka.participants.program;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.contracts.rest.PageQuery;

/** The programs, as they are defined now. */
@ApplicationScoped
public class Programs {
    private final Definitions definitions;

    Programs(Definitions definitions) {
        this.definitions = definitions;
    }

    /** A stored definition. */
    record Stored(long position, UUID id, String key, int version, String definition) {
        static Stored of(Object[] row) {
            return new Stored(
                    ((Number) row[0]).longValue(), (UUID) row[1], (String) row[2], (Integer) row[3], (String) row[4]);
        }
    }

    /**
     * Reads a program for enrolling into some of its groups; when seats are counted in one of them, all such groups of
     * the program stay locked until the transaction ends. Whoever also locks enrollments does so after this.
     */
    public Uni<Program> forEnrollment(String key, Collection<String> groups) {
        return Panache.getSession()
                .chain(session -> read(session, key)
                        .chain(program -> limited(program, groups)
                                ? locked(session, program)
                                : Uni.createFrom().item(program)));
    }

    /** Reads a program without locking anything. */
    public Uni<Program> forReading(String key) {
        return Panache.getSession().chain(session -> read(session, key));
    }

    private static boolean limited(Program program, Collection<String> groups) {
        return groups.stream()
                .anyMatch(group -> program.has(group) && program.group(group).isLimited());
    }

    private Uni<Program> locked(Mutiny.Session session, Program program) {
        return session.createNativeQuery("""
                        select key from target_group where program_id = :program and key = any(cast(:groups as text[]))
                        order by key for no key update
                        """, String.class)
                .setParameter("program", program.id())
                .setParameter("groups", program.limitedGroups().toArray(String[]::new))
                .getResultList()
                .chain(() -> read(session, program.key()));
    }

    private Uni<Program> read(Mutiny.Session session, String key) {
        return session.createNativeQuery("""
                        select p.id, p.version, g.key as target_group, g.seats, g.taken
                        from program p join target_group g on g.program_id = p.id where p.key = :key
                        """, Object[].class)
                .setParameter("key", key)
                .getResultList()
                .chain(rows -> program(session, key, rows));
    }

    private Uni<Program> program(Mutiny.Session session, String key, List<Object[]> rows) {
        if (rows.isEmpty()) {
            throw unknown(key);
        }
        var seats = new HashMap<String, Seats>();
        rows.forEach(row -> seats.put((String) row[2], new Seats((Integer) row[3], (Integer) row[4])));
        Object[] first = rows.get(0);
        UUID id = (UUID) first[0];
        return definitions.of(session, id, (Integer) first[1]).map(definition -> new Program(id, definition, seats));
    }

    /** Reads what every organization has in a group that keeps seats for each. */
    public Uni<Void> readOrganizationSeats(Program program, String targetGroup) {
        Program.TargetGroup group = program.group(targetGroup);
        if (!group.isPerOrganization()) {
            return Uni.createFrom().voidItem();
        }
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select organization, seats, taken from organization_seats
                                where program_id = :program and target_group = :group
                                """, Object[].class)
                        .setParameter("program", program.id())
                        .setParameter("group", targetGroup)
                        .getResultList())
                .invoke(rows ->
                        rows.forEach(row -> group.organizationHas((String) row[0], (Integer) row[1], (Integer) row[2])))
                .replaceWithVoid();
    }

    /** The programs with rules about the movements of these organizations' people, in the order of their keys. */
    public Uni<List<String>> withHrRules(Collection<String> organizations) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select p.key from program p where p.has_hr_rules and exists (
                                    select from program_organization o where o.program_id = p.id
                                        and o.organization = any(cast(:organizations as text[]))) order by p.key
                                """, String.class)
                        .setParameter("organizations", organizations.toArray(String[]::new))
                        .getResultList());
    }

    /** Remembers the seats that were taken and came free while the groups were locked. */
    public Uni<Void> keepSeats(Program program) {
        return Panache.getSession()
                .chain(session -> keepGroups(session, program).chain(() -> keepOrganizations(session, program)))
                .invoke(program::seatsAreKept);
    }

    private static Uni<Void> keepGroups(Mutiny.Session session, Program program) {
        List<Program.TargetGroup> changed = program.targetGroups().stream()
                .filter(group -> group.seats().isChanged())
                .toList();
        if (changed.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return session.createNativeQuery("""
                        update target_group g set taken = taken + n.taken_newly
                        from unnest(cast(:groups as text[]), cast(:taken as int[])) as n (key, taken_newly)
                        where g.program_id = :program and g.key = n.key
                        """)
                .setParameter(
                        "groups", changed.stream().map(Program.TargetGroup::key).toArray(String[]::new))
                .setParameter(
                        "taken",
                        changed.stream()
                                .map(group -> group.seats().newlyTaken())
                                .toArray(Integer[]::new))
                .setParameter("program", program.id())
                .executeUpdate()
                .replaceWithVoid();
    }

    private static Uni<Void> keepOrganizations(Mutiny.Session session, Program program) {
        var groups = new ArrayList<String>();
        var organizations = new ArrayList<String>();
        var taken = new ArrayList<Integer>();
        var given = new ArrayList<Integer>();
        for (Program.TargetGroup group : program.targetGroups()) {
            group.ofOrganizations().forEach((organization, seats) -> {
                if (seats.isChanged()) {
                    groups.add(group.key());
                    organizations.add(organization);
                    taken.add(seats.newlyTaken());
                    given.add(seats.newlyGiven());
                }
            });
        }
        if (groups.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return makeRoomFor(session, program, groups, organizations, given)
                .chain(() -> session.createNativeQuery("""
                                update organization_seats s set seats = s.seats + n.given, taken = s.taken + n.taken
                                from unnest(cast(:groups as text[]), cast(:organizations as text[]), cast(:given as int[]),
                                    cast(:taken as int[])) as n (target_group, organization, given, taken)
                                where s.program_id = :program and s.target_group = n.target_group
                                    and s.organization = n.organization
                                """)
                        .setParameter("program", program.id())
                        .setParameter("groups", groups.toArray(String[]::new))
                        .setParameter("organizations", organizations.toArray(String[]::new))
                        .setParameter("given", given.toArray(Integer[]::new))
                        .setParameter("taken", taken.toArray(Integer[]::new))
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** Whoever is given a seat may have had none. */
    private static Uni<?> makeRoomFor(
            Mutiny.Session session,
            Program program,
            List<String> groups,
            List<String> organizations,
            List<Integer> given) {
        if (given.stream().noneMatch(seats -> seats > 0)) {
            return Uni.createFrom().voidItem();
        }
        return session.createNativeQuery("""
                        insert into organization_seats (program_id, target_group, organization, seats)
                        select cast(:program as uuid), n.target_group, n.organization, 0
                        from unnest(cast(:groups as text[]), cast(:organizations as text[]), cast(:given as int[]))
                            as n (target_group, organization, given)
                        where n.given > 0 on conflict do nothing
                        """)
                .setParameter("program", program.id())
                .setParameter("groups", groups.toArray(String[]::new))
                .setParameter("organizations", organizations.toArray(String[]::new))
                .setParameter("given", given.toArray(Integer[]::new))
                .executeUpdate();
    }

    @WithSession
    Uni<Stored> get(String key) {
        return stored(key).onItem().ifNull().failWith(() -> unknown(key));
    }

    /** @param visible keys, or none for all */
    @WithSession
    Uni<List<Stored>> list(@Nullable Collection<String> visible, PageQuery page) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select position, id, key, version, cast(definition as text) from program
                                where position > :after and (:everything or key = any(cast(:visible as text[])))
                                order by position limit :rows
                                """, Object[].class)
                        .setParameter("after", page.after())
                        .setParameter("everything", visible == null)
                        .setParameter("visible", visible == null ? new String[0] : visible.toArray(String[]::new))
                        .setParameter("rows", page.rows())
                        .getResultList())
                .map(rows -> rows.stream().map(Stored::of).toList());
    }

    private static Uni<@Nullable Stored> stored(String key) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select position, id, key, version, cast(definition as text) from program where key = :key",
                                Object[].class)
                        .setParameter("key", key)
                        .getSingleResultOrNull())
                .map(row -> row == null ? null : Stored.of(row));
    }

    static NotKnown unknown(String key) {
        return new NotKnown("There is no program " + key + " among those assigned to you");
    }
}
