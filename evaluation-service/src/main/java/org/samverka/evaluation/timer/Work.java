package org.samverka.evaluation.timer;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** What is done when the timers of one kind are due, in the transaction that takes them. */
public interface Work {
    String kind();

    Uni<Void> due(List<Due> due);
}
