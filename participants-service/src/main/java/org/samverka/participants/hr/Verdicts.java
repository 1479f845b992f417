package org.samverka.participants.hr;

import io.cloudevents.CloudEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.HrEvent;
import org.samverka.contracts.delivery.Received;
import org.samverka.contracts.rest.Invalid;
import org.samverka.participants.hr.HrEventReader.Refusal;

/** What became of each event of one request. An attempt that is repeated judges anew. */
final class Verdicts {
    private static final Refusal FAILED =
            Refusal.at("processing-failed", "", "It cannot be processed; it was put aside for us to look at");
    private static final Map<String, String> DETAILS = Map.of(
            "time-in-future",
            "The event's time lies in the future",
            "invalid-dates",
            "The end lies before the beginning",
            "version-conflict",
            "This version is known with other content; send a higher one",
            Partners.NOT_ALLOWED,
            "This belongs to an organization that the source does not speak for");

    private final Set<Name> seen = new HashSet<>();
    private final Map<Name, Verdict> judged = new HashMap<>();

    enum Outcome {
        accepted,
        duplicate,
        rejected
    }

    /**
     * @param source none of what is no event
     * @param code why it was rejected
     */
    record Verdict(
            @Nullable String source,
            @Nullable String id,
            Outcome outcome,
            @Nullable String code,
            List<Invalid.Error> errors) {}

    private record Name(String source, String id) {
        static Name of(CloudEvent event) {
            return new Name(event.getSource().toString(), event.getId());
        }

        static Name of(Received<?> event) {
            return new Name(event.source(), event.id());
        }

        Verdict is(Outcome outcome) {
            return new Verdict(source, id, outcome, null, List.of());
        }

        Verdict rejected(Refusal refusal) {
            return new Verdict(source, id, Outcome.rejected, refusal.code(), refusal.errors());
        }
    }

    boolean isNew(CloudEvent event) {
        return seen.add(Name.of(event));
    }

    boolean isRejected(CloudEvent event) {
        Verdict verdict = judged.get(Name.of(event));
        return verdict != null && verdict.outcome() == Outcome.rejected;
    }

    void reject(CloudEvent event, Refusal refusal) {
        judged.put(Name.of(event), Name.of(event).rejected(refusal));
    }

    /** @param detail where: a JSON Pointer into the data, or an attribute's name */
    void reject(Received<HrEvent> event, String reason, String detail) {
        String pointer = detail.equals("/source") ? detail : detail.startsWith("/") ? "/data" + detail : "/" + detail;
        judged.put(
                Name.of(event),
                Name.of(event)
                        .rejected(Refusal.at(reason, pointer, DETAILS.getOrDefault(reason, "It is not accepted"))));
    }

    /** Until they are through, they have failed. */
    void begin(List<Received<HrEvent>> events) {
        events.forEach(event -> judged.put(Name.of(event), Name.of(event).rejected(FAILED)));
    }

    void accept(List<Received<HrEvent>> events) {
        for (Received<HrEvent> event : events) {
            Verdict verdict = judged.get(Name.of(event));
            if (verdict != null && Objects.equals(verdict.code(), FAILED.code())) {
                judged.put(Name.of(event), Name.of(event).is(Outcome.accepted));
            }
        }
    }

    /** What nobody judged had arrived before; so had what stands here a second time. */
    List<Verdict> of(List<CloudEvent> events) {
        var told = new HashSet<Name>();
        var verdicts = new ArrayList<Verdict>(events.size());
        for (CloudEvent event : events) {
            Name name = Name.of(event);
            Verdict verdict = judged.get(name);
            boolean again = !told.add(name);
            verdicts.add(
                    verdict == null || again && verdict.outcome() == Outcome.accepted
                            ? name.is(Outcome.duplicate)
                            : verdict);
        }
        return verdicts;
    }
}
