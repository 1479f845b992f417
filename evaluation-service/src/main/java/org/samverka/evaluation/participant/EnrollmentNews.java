package org.samverka.evaluation.participant;

import io.smallrye.mutiny.Uni;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.samverka.contracts.ParticipantEvent.EnrollmentState;

/** Is told how people's enrollments stand, in the transaction that learns it; each once, as told last. */
public interface EnrollmentNews {
    record Told(
            UUID enrollmentId,
            String program,
            UUID personId,
            String targetGroup,
            EnrollmentState state,
            LocalDate date) {}

    Uni<Void> heard(List<Told> enrollments);
}
