package org.samverka.participants.program;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.participants.program.Program.TargetGroup;

/** The programs, as they are defined now. */
@ApplicationScoped
public class Programs {
    /** A stored definition. */
    record Stored(long position, UUID id, String key, int version, String definition) {
        static Stored of(Object[] row) {
            return new Stored(
                    ((Number) row[0]).longValue(), (UUID) row[1], (String) row[2], (Integer) row[3], (String) row[4]);
        }
    }

    /**
     * Reads a program for enrolling into some of its groups; groups with a limited number of seats stay locked until
     * the transaction ends.
     */
    public Uni<Program> forEnrollment(String key, Collection<String> groups) {
        return Panache.getSession()
                .chain(session -> read(session, key)
                        .chain(program -> limited(program, groups)
                                ? locked(session, key)
                                : Uni.createFrom().item(program)));
    }

    private static boolean limited(Program program, Collection<String> groups) {
        return groups.stream()
                .anyMatch(group -> program.has(group) && program.group(group).isLimited());
    }

    private static Uni<Program> locked(Mutiny.Session session, String key) {
        return session.createNativeQuery("""
                        select g.key from target_group g join program p on p.id = g.program_id
                        where p.key = :key and g.seats is not null order by g.key for no key update of g
                        """, String.class)
                .setParameter("key", key)
                .getResultList()
                .chain(() -> read(session, key));
    }

    private static Uni<Program> read(Mutiny.Session session, String key) {
        return session.createNativeQuery("""
                        select p.id, p.key, p.period_from, p.period_to, g.key as target_group, g.seats, g.taken
                        from program p join target_group g on g.program_id = p.id where p.key = :key
                        """, Object[].class)
                .setParameter("key", key)
                .getResultList()
                .map(rows -> program(key, rows));
    }

    private static Program program(String key, List<Object[]> rows) {
        if (rows.isEmpty()) {
            throw unknown(key);
        }
        SortedMap<String, TargetGroup> groups = new TreeMap<>();
        rows.forEach(row -> groups.put((String) row[4], new TargetGroup((Integer) row[5], (Integer) row[6])));
        Object[] first = rows.get(0);
        return new Program((UUID) first[0], (String) first[1], (LocalDate) first[2], (LocalDate) first[3], groups);
    }

    /** Remembers the seats that were taken while the groups were locked. */
    public Uni<Void> keepSeats(Program program) {
        List<String> groups = program.groupsWithNewSeatsTaken();
        if (groups.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                update target_group g set taken = taken + n.admitted
                                from unnest(cast(:groups as text[]), cast(:admitted as int[])) as n (key, admitted)
                                where g.program_id = :program and g.key = n.key
                                """)
                        .setParameter("groups", groups.toArray(String[]::new))
                        .setParameter(
                                "admitted",
                                groups.stream()
                                        .map(group -> program.group(group).admitted())
                                        .toArray(Integer[]::new))
                        .setParameter("program", program.id())
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** Gives a seat back. */
    public Uni<Void> freeSeat(UUID program, String targetGroup) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                update target_group set taken = taken - 1
                                where program_id = :program and key = :group and seats is not null
                                """)
                        .setParameter("program", program)
                        .setParameter("group", targetGroup)
                        .executeUpdate())
                .replaceWithVoid();
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
