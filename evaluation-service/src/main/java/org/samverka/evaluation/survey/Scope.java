package org.samverka.evaluation.survey;

import java.util.ArrayList;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Invalid;
import org.samverka.evaluation.assignment.Sessions.KnownSession;
import org.samverka.evaluation.participant.Programs.KnownProgram;

/** Whom a survey asks: those who attended the session, or any of the program, in the target group, or in any. */
record Scope(@Nullable UUID sessionId, @Nullable String targetGroup) {

    /** @param session what is known by the id, in the program */
    void requireWithin(KnownProgram program, @Nullable KnownSession session) {
        var errors = new ArrayList<Invalid.Error>();
        if (sessionId != null && session == null) {
            errors.add(new Invalid.Error(
                    "/sessionId",
                    "unknown-session",
                    "The program has no such session; one that was just scheduled is known in a moment"));
        }
        if (targetGroup != null && !program.targetGroups().contains(targetGroup)) {
            errors.add(new Invalid.Error(
                    "/targetGroup",
                    "unknown-target-group",
                    "The program has: " + String.join(", ", program.targetGroups())));
        } else if (targetGroup != null && session != null && !targetGroup.equals(session.targetGroup())) {
            errors.add(new Invalid.Error(
                    "/targetGroup",
                    "other-target-group",
                    "The session is for another group, or for everybody; leave targetGroup out"));
        }
        if (!errors.isEmpty()) {
            throw new Invalid(errors);
        }
    }
}
