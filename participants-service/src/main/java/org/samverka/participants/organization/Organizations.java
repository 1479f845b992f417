package org.samverka.participants.organization;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.ETags;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Refused;

/**
 * The registered organizations and, day by day, to whom each belongs; nobody ever belongs to itself. What the HR feed
 * says of others is kept, and found once they are registered.
 */
@ApplicationScoped
class Organizations {
    /** Where the organizations are; Sweden and Denmark share their midnights. */
    private static final ZoneId ZONE = ZoneId.of("Europe/Stockholm");

    /** Since when an organization belongs to its parent, where nothing else is said at its registration. */
    private static final LocalDate EVER = LocalDate.of(1, 1, 1);

    private static final String ON_A_DAY = """
            select o.id, o.position, o.key, o.name, o.kind, o.number, b.parent, o.version
            from organization o left join lateral (
                select p.parent from organization_parent p where p.organization = o.key and p.valid_from <= :at
                order by p.valid_from desc limit 1) b on true
            """;

    private final Clock clock;

    Organizations(Clock clock) {
        this.clock = clock;
    }

    /** What may change of an organization. */
    record Particulars(
            String name,
            String kind,
            @Nullable String number,
            @Nullable String parent,
            @Nullable LocalDate parentFrom) {}

    /** To whom an organization belongs until the next of these. */
    record Belonging(
            LocalDate from,
            @Nullable LocalDate to,
            @Nullable String parent) {}

    LocalDate today() {
        return LocalDate.now(clock.withZone(ZONE));
    }

    /** Within the caller's transaction. */
    Uni<Organization> register(String key, Particulars particulars) {
        LocalDate from = Objects.requireNonNullElse(particulars.parentFrom(), EVER);
        return Panache.getSession()
                .chain(session -> requireParent(session, particulars.parent())
                        .chain(() -> session.createNativeQuery("""
                                        insert into organization (id, key, name, kind, number)
                                        values (:id, :key, :name, :kind, :number)
                                        on conflict (key) do nothing
                                        returning id
                                        """, UUID.class)
                                .setParameter("id", UUID.randomUUID())
                                .setParameter("key", key)
                                .setParameter("name", particulars.name())
                                .setParameter("kind", particulars.kind())
                                .setParameter("number", particulars.number())
                                .getSingleResultOrNull())
                        .onItem()
                        .ifNull()
                        .failWith(OrganizationAlreadyRegistered::new)
                        .chain(() -> particulars.parent() == null
                                ? Uni.createFrom().voidItem()
                                : belong(session, key, particulars.parent(), from))
                        .chain(() -> onADay(session, key, from.isAfter(today()) ? from : today())))
                .map(Organization::of);
    }

    private static Uni<Void> requireParent(Mutiny.Session session, @Nullable String parent) {
        if (parent == null) {
            return Uni.createFrom().voidItem();
        }
        return session.createNativeQuery("select id from organization where key = :key", UUID.class)
                .setParameter("key", parent)
                .getSingleResultOrNull()
                .onItem()
                .ifNull()
                .failWith(() -> new Invalid("/parent", "unknown-organization", "Register the parent first"))
                .replaceWithVoid();
    }

    /** From a day on the organization belongs to the parent; what was said of later days stays. */
    private static Uni<Void> belong(Mutiny.Session session, String key, @Nullable String parent, LocalDate from) {
        if (key.equals(parent)) {
            throw new BelongsToItself();
        }
        return session.createNativeQuery(
                        "select count(pg_advisory_xact_lock(hashtext('organization parents')))", Long.class)
                .getSingleResult()
                .chain(() -> session.createNativeQuery("""
                                insert into organization_parent (organization, valid_from, parent)
                                values (:key, :from, cast(:parent as text))
                                on conflict (organization, valid_from) do update set parent = excluded.parent
                                """)
                        .setParameter("key", key)
                        .setParameter("from", from)
                        .setParameter("parent", parent)
                        .executeUpdate())
                .chain(() -> session.createNativeQuery("""
                                with recursive span as (
                                    select organization, parent, daterange(valid_from,
                                        lead(valid_from) over (partition by organization order by valid_from)) as days
                                    from organization_parent),
                                above as (
                                    select parent as key, days from span where organization = :key and parent is not null
                                    union
                                    select s.parent, a.days * s.days
                                    from above a join span s on s.organization = a.key and s.days && a.days
                                    where s.parent is not null)
                                select exists (select from above where key = :key)
                                """, Boolean.class)
                        .setParameter("key", key)
                        .getSingleResult())
                .invoke(inACircle -> {
                    if (inACircle) {
                        throw new BelongsToItself();
                    }
                })
                .replaceWithVoid();
    }

    private static Uni<Object @Nullable []> onADay(Mutiny.Session session, String key, LocalDate day) {
        return session.createNativeQuery(ON_A_DAY + " where o.key = :key", Object[].class)
                .setParameter("at", day)
                .setParameter("key", key)
                .getSingleResultOrNull();
    }

    /** Makes the organization what is said; to whom it belongs changes on the day that is said, today otherwise. */
    @WithTransaction
    Uni<Organization> change(
            String key, Particulars particulars, @Nullable String ifMatch, Predicate<Organization> visible) {
        LocalDate from = Objects.requireNonNullElseGet(particulars.parentFrom(), this::today);
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select key from organization where key = :key for no key update", String.class)
                        .setParameter("key", key)
                        .getSingleResultOrNull()
                        .chain(() -> onADay(session, key, from))
                        .map(row -> known(row, visible))
                        .invoke(organization -> ETags.require(ifMatch, organization.version()))
                        .call(organization -> requireParent(session, particulars.parent()))
                        .call(organization -> Objects.equals(organization.parent(), particulars.parent())
                                ? Uni.createFrom().voidItem()
                                : belong(session, key, particulars.parent(), from))
                        .chain(() -> session.createNativeQuery("""
                                        update organization set name = :name, kind = :kind, number = cast(:number as text),
                                            version = version + 1
                                        where key = :key
                                        """)
                                .setParameter("key", key)
                                .setParameter("name", particulars.name())
                                .setParameter("kind", particulars.kind())
                                .setParameter("number", particulars.number())
                                .executeUpdate())
                        .chain(() -> onADay(session, key, from)))
                .map(Organization::of);
    }

    /**
     * @param named the organization's key or id
     * @param day on which its parent is asked for, or none for today
     */
    @WithSession
    Uni<Organization> get(String named, @Nullable LocalDate day, Predicate<Organization> visible) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                ON_A_DAY + " where o.key = :named or cast(o.id as text) = :named", Object[].class)
                        .setParameter("at", Objects.requireNonNullElseGet(day, this::today))
                        .setParameter("named", named)
                        .getSingleResultOrNull())
                .map(row -> known(row, visible));
    }

    private static Organization known(Object @Nullable [] row, Predicate<Organization> visible) {
        Organization organization = row == null ? null : Organization.of(row);
        if (organization == null || !visible.test(organization)) {
            throw new NotKnown("There is no such organization among yours");
        }
        return organization;
    }

    /** @param within the keys of those that may be seen, or none for all */
    @WithSession
    Uni<List<Organization>> list(
            @Nullable String parent, @Nullable LocalDate day, @Nullable Set<String> within, PageQuery page) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(ON_A_DAY + """
                                where o.position > :after and (cast(:parent as text) is null or b.parent = :parent)
                                    and (:all or o.key = any(:within))
                                order by o.position limit :rows
                                """, Object[].class)
                        .setParameter("at", Objects.requireNonNullElseGet(day, this::today))
                        .setParameter("after", page.after())
                        .setParameter("parent", parent)
                        .setParameter("all", within == null)
                        .setParameter("within", within == null ? new String[0] : within.toArray(String[]::new))
                        .setParameter("rows", page.rows())
                        .getResultList())
                .map(rows -> rows.stream().map(Organization::of).toList());
    }

    /** To whom it belonged, belongs and shall belong. */
    @WithSession
    Uni<List<Belonging>> parents(String key) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select valid_from, lead(valid_from) over (order by valid_from) - 1, parent
                                from organization_parent where organization = :key order by valid_from
                                """, Object[].class)
                        .setParameter("key", key)
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row -> new Belonging((LocalDate) row[0], (LocalDate) row[1], (String) row[2]))
                        .toList());
    }

    static final class OrganizationAlreadyRegistered extends Refused {
        OrganizationAlreadyRegistered() {
            super("An organization with this key is registered already; choose another key");
        }
    }

    static final class BelongsToItself extends Refused {
        BelongsToItself() {
            super("The organization would belong to itself; choose a parent that is not below it on any of those days");
        }
    }
}
