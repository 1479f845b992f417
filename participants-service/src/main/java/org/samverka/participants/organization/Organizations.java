package org.samverka.participants.organization;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Refused;

/** The registered organizations. What the HR feed says of others is kept, and found once they are registered. */
@ApplicationScoped
class Organizations {
    private static final String COLUMNS = "id, position, key, name, kind, number, parent, version";

    /** Within the caller's transaction. */
    Uni<Organization> register(String key, String name, String kind, @Nullable String number, @Nullable String parent) {
        return Panache.getSession()
                .chain(session -> requireParent(session, parent)
                        .chain(() -> session.createNativeQuery("""
                                        insert into organization (id, key, name, kind, number, parent)
                                        values (:id, :key, :name, :kind, :number, :parent)
                                        on conflict (key) do nothing
                                        returning %s
                                        """.formatted(COLUMNS), Object[].class)
                                .setParameter("id", UUID.randomUUID())
                                .setParameter("key", key)
                                .setParameter("name", name)
                                .setParameter("kind", kind)
                                .setParameter("number", number)
                                .setParameter("parent", parent)
                                .getSingleResultOrNull()))
                .onItem()
                .ifNull()
                .failWith(OrganizationAlreadyRegistered::new)
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

    /** @param named the organization's key or id */
    @WithSession
    Uni<Organization> get(String named, Predicate<Organization> visible) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select %s from organization where key = :named or cast(id as text) = :named"
                                        .formatted(COLUMNS),
                                Object[].class)
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
    Uni<List<Organization>> list(@Nullable String parent, @Nullable Set<String> within, PageQuery page) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select %s from organization
                                where position > :after and (cast(:parent as text) is null or parent = :parent)
                                    and (:all or key = any(:within))
                                order by position limit :rows
                                """.formatted(COLUMNS), Object[].class)
                        .setParameter("after", page.after())
                        .setParameter("parent", parent)
                        .setParameter("all", within == null)
                        .setParameter("within", within == null ? new String[0] : within.toArray(String[]::new))
                        .setParameter("rows", page.rows())
                        .getResultList())
                .map(rows -> rows.stream().map(Organization::of).toList());
    }

    static final class OrganizationAlreadyRegistered extends Refused {
        OrganizationAlreadyRegistered() {
            super("An organization with this key is registered already; choose another key");
        }
    }
}
