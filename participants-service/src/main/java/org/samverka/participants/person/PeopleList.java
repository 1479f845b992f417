package org.samverka.participants.person;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.PageQuery;

/** Lists of people, in the order they came, narrowed to some or searched by name. */
@ApplicationScoped
class PeopleList {
    /**
     * What a list of people is narrowed to.
     *
     * @param names beginnings of the given or family name, each of which must fit
     */
    record Filter(
            @Nullable String organization,
            @Nullable String unit,
            @Nullable String personRef,
            @Nullable Boolean leader,
            @Nullable Boolean active,
            List<String> names) {
        /** Whether how few fit decides how to look for them. */
        boolean isSelective() {
            return unit != null || leader != null || active != null || !names.isEmpty();
        }
    }

    /** @param within the organizations whose people may be seen */
    @WithTransaction
    Uni<List<Person>> page(Filter filter, Set<String> within, PageQuery page) {
        Collection<String> organizations = filter.organization() == null ? within : List.of(filter.organization());
        if (organizations.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return Panache.getSession()
                .call(session -> filter.isSelective()
                        ? planEachTime(session)
                        : Uni.createFrom().voidItem())
                .chain(session -> list(session, PeopleQuery.of(filter, organizations, page.after(), page.rows())));
    }

    /** A plan for any name at all reads a whole organization for a rare one. */
    private static Uni<?> planEachTime(Mutiny.Session session) {
        return session.createNativeQuery(
                        "select set_config('plan_cache_mode', 'force_custom_plan', true)", String.class)
                .getSingleResult();
    }

    private static Uni<List<Person>> list(Mutiny.Session session, PeopleQuery people) {
        var query = session.createNativeQuery(people.sql(), Person.class);
        people.parameters().forEach(query::setParameter);
        return query.getResultList();
    }
}
