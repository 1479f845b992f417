package org.samverka.sessions.person;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.UUID;

/** Is told, in the same transaction, of people who are to be forgotten: what is no evidence goes. */
public interface ErasureObserver {
    Uni<Void> erased(Collection<UUID> people);
}
