package org.samverka.participants.person;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.UUID;

/** Is told whose records have become one person with others, or their own again, in the transaction that says so. */
public interface Sameness {
    Uni<Void> changed(Collection<UUID> people);
}
