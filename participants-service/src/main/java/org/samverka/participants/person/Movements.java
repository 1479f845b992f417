package org.samverka.participants.person;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Is told who came into a unit, moved or left, in the transaction that learns it; people are locked then. */
public interface Movements {
    /**
     * @param from the unit before; none: there was no employment
     * @param to the unit now; none: no employment is left
     */
    record Movement(
            UUID personId,
            UUID pseudonym,
            String organization,
            @Nullable String from,
            @Nullable String to) {}

    Uni<Void> heard(List<Movement> movements);
}
