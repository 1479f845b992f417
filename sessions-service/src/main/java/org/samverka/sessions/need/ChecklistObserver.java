package org.samverka.sessions.need;

import io.smallrye.mutiny.Uni;
import java.util.UUID;

/** Is told, in the same transaction, that what is known of a room or a team has changed. */
public interface ChecklistObserver {
    Uni<Void> venueChanged(UUID venue);

    Uni<Void> supplierChanged(UUID supplier);
}
