package org.samverka.evaluation.participant;

import io.smallrye.mutiny.Uni;
import java.util.List;
import org.samverka.contracts.ParticipantEvent.ConsentChanged;

/** Is told what people allow, or no longer do, in the transaction that learns it and in their order. */
public interface ConsentNews {
    Uni<Void> heard(List<ConsentChanged> changes);
}
