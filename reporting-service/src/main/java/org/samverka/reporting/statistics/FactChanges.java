package org.samverka.reporting.statistics;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.samverka.contracts.ParticipantEvent.EnrollmentWithdrawn;
import org.samverka.contracts.ParticipantEvent.ParticipantEnrolled;

/** What the events of a batch make of the facts: the last word on each, in the order of their ids. */
final class FactChanges {
    private final Map<UUID, Fact> stored = new TreeMap<>();
    private final Collection<UUID> removed = new TreeSet<>();
    private final Map<UUID, Head> headsInDoubt = new HashMap<>();

    /** A person in a program, who counts as long as a confirmed place is theirs. */
    record Head(UUID id, String program, UUID pseudonym) {}

    FactChanges store(Fact fact) {
        removed.remove(fact.id());
        stored.merge(fact.id(), fact, (known, later) -> later.version() >= known.version() ? later : known);
        return this;
    }

    FactChanges remove(UUID id) {
        stored.remove(id);
        removed.add(id);
        return this;
    }

    void enrolled(ParticipantEnrolled event) {
        store(Fact.enrollment(event));
        switch (event.state()) {
            case confirmed -> store(Fact.head(event));
            case waitlisted -> doubt(event.program(), event.pseudonym());
        }
    }

    void withdrawn(EnrollmentWithdrawn event) {
        remove(Fact.enrollment(event.enrollmentId()));
        doubt(event.program(), event.pseudonym());
    }

    private void doubt(String program, UUID pseudonym) {
        var head = new Head(Fact.head(program, pseudonym), program, pseudonym);
        headsInDoubt.put(head.id(), head);
    }

    boolean isEmpty() {
        return stored.isEmpty() && removed.isEmpty();
    }

    Collection<Fact> stored() {
        return stored.values();
    }

    Collection<UUID> removed() {
        return removed;
    }

    List<Head> headsInDoubt() {
        return new ArrayList<>(headsInDoubt.values());
    }
}
