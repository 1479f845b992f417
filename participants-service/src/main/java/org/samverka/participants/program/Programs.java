package org.samverka.participants.program;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.delivery.Outbox;
import org.samverka.contracts.delivery.Writes;
import org.samverka.contracts.rest.ETags;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Refused;
import org.samverka.participants.program.Program.TargetGroup;
import org.samverka.participants.program.ProgramDefinitions.Document;

/** The programs, as they are defined now. */
@ApplicationScoped
public class Programs {
    private final Outbox outbox;

    Programs(Outbox outbox) {
        this.outbox = outbox;
    }

    /** A stored definition. */
    record Stored(long position, UUID id, String key, int version, String definition) {
        static Stored of(Object[] row) {
            return new Stored(
                    ((Number) row[0]).longValue(), (UUID) row[1], (String) row[2], (Integer) row[3], (String) row[4]);
        }
    }

    /** What became of a definition that was put. */
    record Put(String key, int version, boolean created, boolean changed) {}

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
    public void keepSeats(Program program, Writes writes) {
        List<String> groups = program.groupsWithNewSeatsTaken();
        if (groups.isEmpty()) {
            return;
        }
        writes.add(
                """
                        seated as (
                            update target_group g set taken = taken + n.admitted
                            from unnest(cast(:seatGroups as text[]), cast(:seatsAdmitted as int[])) as n (key, admitted)
                            where g.program_id = :seatProgram and g.key = n.key)""",
                Map.of(
                        "seatGroups", groups.toArray(String[]::new),
                        "seatsAdmitted",
                                groups.stream()
                                        .map(group -> program.group(group).admitted())
                                        .toArray(Integer[]::new),
                        "seatProgram", program.id()));
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
        return stored(key, "").onItem().ifNull().failWith(() -> unknown(key));
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

    /** Says what putting the document would do. */
    @WithSession
    Uni<Put> preview(Document document) {
        return stored(document.definition().key(), "").chain(stored -> outcome(document, stored));
    }

    /** Makes the document the program's definition; the same document again changes nothing. */
    @WithTransaction
    Uni<Put> put(Document document, @Nullable String ifMatch) {
        return stored(document.definition().key(), "for update")
                .invoke(stored -> ETags.require(ifMatch, stored == null ? 0 : stored.version()))
                .chain(stored -> outcome(document, stored).call(put -> store(document, put, stored)));
    }

    private static Uni<Put> outcome(Document document, @Nullable Stored stored) {
        String key = document.definition().key();
        if (stored == null) {
            return Uni.createFrom().item(new Put(key, 1, true, true));
        }
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select cast(cast(:new as text) as jsonb) = cast(cast(:old as text) as jsonb)",
                                Boolean.class)
                        .setParameter("new", document.json())
                        .setParameter("old", stored.definition())
                        .getSingleResult())
                .map(same -> new Put(key, same ? stored.version() : stored.version() + 1, false, !same));
    }

    private Uni<Void> store(Document document, Put put, @Nullable Stored stored) {
        if (!put.changed()) {
            return Uni.createFrom().voidItem();
        }
        UUID id = stored == null ? UUID.randomUUID() : stored.id();
        return Panache.getSession()
                .chain(session -> write(session, document, id, put.version())
                        .chain(() -> writeOrganizations(session, document, id))
                        .chain(() -> writeTargetGroups(session, document, id)))
                .chain(() -> outbox.append(document.definition().event(id, put.version())));
    }

    private static Uni<?> write(Mutiny.Session session, Document document, UUID id, int version) {
        ProgramDefinition definition = document.definition();
        return session.createNativeQuery("""
                        insert into program (id, key, version, name, period_from, period_to, definition)
                        values (:id, :key, :version, :name, :from, :to, cast(cast(:definition as text) as jsonb))
                        on conflict (id) do update set version = excluded.version, name = excluded.name,
                            period_from = excluded.period_from, period_to = excluded.period_to,
                            definition = excluded.definition, updated_at = current_timestamp
                        """)
                .setParameter("id", id)
                .setParameter("key", definition.key())
                .setParameter("version", version)
                .setParameter("name", definition.name())
                .setParameter("from", definition.period().from())
                .setParameter("to", definition.period().to())
                .setParameter("definition", document.json())
                .executeUpdate();
    }

    private static Uni<?> writeOrganizations(Mutiny.Session session, Document document, UUID id) {
        return session.createNativeQuery("""
                        with gone as (delete from program_organization
                            where program_id = :id and organization <> all(cast(:organizations as text[])))
                        insert into program_organization (program_id, organization)
                        select :id, unnest(cast(:organizations as text[])) on conflict do nothing
                        """)
                .setParameter("id", id)
                .setParameter(
                        "organizations", document.definition().takingPart().toArray(String[]::new))
                .executeUpdate();
    }

    /** A group that people are enrolled in stays; its seats can shrink no further than what is taken. */
    private static Uni<?> writeTargetGroups(Mutiny.Session session, Document document, UUID id) {
        List<ProgramDefinition.TargetGroup> groups = document.definition().targetGroups();
        String[] keys = groups.stream().map(ProgramDefinition.TargetGroup::key).toArray(String[]::new);
        return session.createNativeQuery("""
                        select g.key from target_group g
                        left join unnest(cast(:keys as text[]), cast(:seats as int[])) as n (key, seats) on n.key = g.key
                        where g.program_id = :id and (n.seats < g.taken or n.key is null and exists (
                            select from enrollment e where e.program_id = :id and e.target_group = g.key))
                        """, String.class)
                .setParameter("id", id)
                .setParameter("keys", keys)
                .setParameter(
                        "seats",
                        groups.stream()
                                .map(ProgramDefinition.TargetGroup::seats)
                                .toArray(Integer[]::new))
                .getResultList()
                .invoke(Programs::refuseIfAny)
                .chain(() -> session.createNativeQuery("""
                                with gone as (delete from target_group where program_id = :id and key <> all(cast(:keys as text[])))
                                insert into target_group (program_id, key, seats, taken)
                                select :id, n.key, n.seats, (
                                    select count(*) from enrollment e where e.program_id = :id
                                        and e.target_group = n.key and e.state = 'confirmed')
                                from unnest(cast(:keys as text[]), cast(:seats as int[])) as n (key, seats)
                                on conflict (program_id, key) do update set seats = excluded.seats, taken = excluded.taken
                                """)
                        .setParameter("id", id)
                        .setParameter("keys", keys)
                        .setParameter(
                                "seats",
                                groups.stream()
                                        .map(ProgramDefinition.TargetGroup::seats)
                                        .toArray(Integer[]::new))
                        .executeUpdate());
    }

    private static void refuseIfAny(List<String> groups) {
        if (!groups.isEmpty()) {
            throw new TargetGroupInUse(groups);
        }
    }

    private static Uni<@Nullable Stored> stored(String key, String lock) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select position, id, key, version, cast(definition as text) from program where key = :key "
                                        + lock,
                                Object[].class)
                        .setParameter("key", key)
                        .getSingleResultOrNull())
                .map(row -> row == null ? null : Stored.of(row));
    }

    private static NotKnown unknown(String key) {
        return new NotKnown("There is no program " + key + " among those assigned to you");
    }

    static final class TargetGroupInUse extends Refused {
        TargetGroupInUse(List<String> groups) {
            super("People are enrolled in: %s; keep these groups and at least the seats that are taken"
                    .formatted(String.join(", ", groups)));
        }
    }
}
