package org.samverka.sessions.need;

import io.smallrye.mutiny.Uni;
import java.util.UUID;

/** Is told, in the same transaction, that what people need at a session has changed. */
public interface NeedsObserver {
    Uni<Void> needsChanged(UUID session);
}
