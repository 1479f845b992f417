package org.samverka.reporting.statistics;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.samverka.contracts.ParticipantEvent.EnrollmentChanged;
import org.samverka.contracts.ParticipantEvent.EnrollmentState;
import org.samverka.contracts.ParticipantEvent.EnrollmentWithdrawn;
import org.samverka.contracts.ParticipantEvent.ParticipantEnrolled;

/** What the events of a batch make of the facts: the last word on each, in the order of their ids. */
final class FactChanges {
    private final Map<UUID, Fact> stored = new TreeMap<>();
    private final Collection<UUID> removed = new TreeSet<>();
    private final Map<UUID, Head> headsInDoubt = new HashMap<>();

    /** A person in a program, who counts as long as a confirmed place is theirs. */
    record Head(UUID id, String program, UUID pseudonym) {}

    /** What an event says of an enrollment. */
    record Place(
            UUID enrollmentId,
            String program,
            UUID pseudonym,
            String targetGroup,
            String organization,
            EnrollmentState state,
            LocalDate date) {
        private static Place of(ParticipantEnrolled event) {
            return new Place(
                    event.enrollmentId(),
                    event.program(),
                    event.pseudonym(),
                    event.targetGroup(),
                    event.organization(),
                    event.state(),
                    event.date());
        }

        private static Place of(EnrollmentChanged event) {
            return new Place(
                    event.enrollmentId(),
                    event.program(),
                    event.pseudonym(),
                    event.targetGroup(),
                    event.organization(),
                    event.state(),
                    event.date());
        }

        private static Place of(EnrollmentWithdrawn event) {
            return new Place(
                    event.enrollmentId(),
                    event.program(),
                    event.pseudonym(),
                    event.targetGroup(),
                    "",
                    EnrollmentState.withdrawn,
                    event.date());
        }

        String month() {
            return YearMonth.from(date).toString();
        }
    }

    FactChanges store(Fact fact) {
        removed.remove(fact.id());
        stored.merge(fact.id(), fact, Fact::then);
        return this;
    }

    FactChanges remove(UUID id) {
        stored.remove(id);
        removed.add(id);
        return this;
    }

    void enrolled(ParticipantEnrolled event) {
        become(Place.of(event));
    }

    void changed(EnrollmentChanged event) {
        become(Place.of(event));
    }

    /** Whoever has completed stays counted as enrolled; who has applied or is offered a seat does not count yet. */
    private void become(Place place) {
        switch (place.state()) {
            case confirmed, completed -> {
                store(Fact.place(place, Measure.enrolled));
                store(Fact.head(place));
            }
            case waitlisted -> out(place, Measure.waitlisted);
            case applied -> out(place, Measure.applied);
            case offered -> out(place, Measure.seatOffered);
            case refused -> out(place, Measure.refused);
            case withdrawn -> out(place, Measure.withdrawn);
            case discontinued -> out(place, Measure.discontinued);
        }
    }

    private void out(Place place, Measure measure) {
        store(Fact.place(place, measure));
        doubt(place.program(), place.pseudonym());
    }

    void withdrawn(EnrollmentWithdrawn event) {
        become(Place.of(event));
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

    /** Whose facts are among them. */
    Set<UUID> pseudonyms() {
        var pseudonyms = new TreeSet<UUID>();
        stored.values().stream().map(Fact::pseudonym).filter(Objects::nonNull).forEach(pseudonyms::add);
        headsInDoubt.values().forEach(head -> pseudonyms.add(head.pseudonym()));
        return pseudonyms;
    }

    List<Head> headsInDoubt() {
        return new ArrayList<>(headsInDoubt.values());
    }
}
