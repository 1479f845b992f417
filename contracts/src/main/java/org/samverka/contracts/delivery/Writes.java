package org.samverka.contracts.delivery;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Several effects of one transaction in one statement, so that they cost one round trip. Each is a data-modifying common
 * table expression; they see the database as it was before, and none sees what another writes.
 */
public final class Writes {
    private final List<String> expressions = new ArrayList<>();
    private final Map<String, Object> parameters = new HashMap<>();
    private final List<String> wakes = new ArrayList<>();

    /**
     * @param expression a name and its statement: {@code entered as (insert into ...)}
     * @param parameters by name, each name only once among all that is written together
     */
    public Writes add(String expression, Map<String, Object> parameters) {
        expressions.add(expression);
        parameters.forEach((name, value) -> {
            if (this.parameters.put(name, value) != null) {
                throw new IllegalArgumentException("Two effects have a parameter " + name);
            }
        });
        return this;
    }

    /** A part of the final selection: calls of functions, which an expression would not make unless it is selected from. */
    Writes select(String call) {
        wakes.add(call);
        return this;
    }

    /** Within the caller's transaction. */
    public Uni<Void> execute() {
        if (expressions.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Panache.getSession().chain(session -> execute(session)).replaceWithVoid();
    }

    private Uni<Long> execute(Mutiny.Session session) {
        String selected = wakes.isEmpty() ? "cast(0 as bigint)" : String.join(" + ", wakes);
        var query =
                session.createNativeQuery("with " + String.join(", ", expressions) + " select " + selected, Long.class);
        parameters.forEach(query::setParameter);
        return query.getSingleResult();
    }
}
