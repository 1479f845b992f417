package org.samverka.reporting.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.samverka.contracts.ReportingEvent.GoalStateChanged;

/** What is told. Its id follows from what happened, not from the event that told us: one message per cause. */
record Message(UUID id, String program, EventType type, Instant at, Object data) {

    /** What is sent, as Standard Webhooks has it. */
    record Envelope(EventType type, Instant timestamp, Object data) {}

    /** The program's figures as of a minute: not when each thing happened. */
    record Changed(String program, Instant asOf) {}

    static Message of(GoalStateChanged event, Instant at) {
        return new Message(
                id(EventType.GOAL_STATE_CHANGED, event.programId() + " " + event.goal() + " " + event.version()),
                event.program(),
                EventType.GOAL_STATE_CHANGED,
                at,
                event);
    }

    /** @param since when the first of the changes came that it is about */
    static Message changed(EventType type, String program, Instant since, Instant now) {
        Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
        return new Message(id(type, program + " " + since), program, type, minute, new Changed(program, minute));
    }

    Envelope envelope() {
        return new Envelope(type, at, data);
    }

    private static UUID id(EventType type, String cause) {
        return UUID.nameUUIDFromBytes((type.key() + ' ' + cause).getBytes(UTF_8));
    }
}
