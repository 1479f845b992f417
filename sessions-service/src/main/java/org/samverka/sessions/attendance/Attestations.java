package org.samverka.sessions.attendance;

import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.delivery.Writes;
import org.samverka.contracts.rest.ETags;
import org.samverka.contracts.rest.Invalid;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.contracts.rest.Refused;
import org.samverka.sessions.attendance.Attendance.Party;
import org.samverka.sessions.session.Session;
import org.samverka.sessions.session.Sessions;

/**
 * Two look at the same hours and say that they are right: who took part, and who led. Only then are they certified, and only
 * until they are corrected.
 */
@ApplicationScoped
class Attestations {
    private final Sessions sessions;
    private final ListedSessions listed;
    private final Attendances attendances;

    Attestations(Sessions sessions, ListedSessions listed, Attendances attendances) {
        this.sessions = sessions;
        this.listed = listed;
        this.attendances = attendances;
    }

    /** @param hours as the participant knows them: others than those recorded are refused */
    @WithTransaction
    Uni<Attendance> byParticipant(UUID session, UUID person, BigDecimal hours, String account) {
        return sessions.locked(session)
                .onFailure(NotKnown.class)
                .transform(unknown -> notThere())
                .chain(locked -> AttendanceRows.of(session, List.of(person))
                        .map(recorded -> attestable(recorded.get(person), hours))
                        .call(attendance -> keep(locked, List.of(attendance), Party.participant, account))
                        .map(attendance -> attendance.attestedBy(Party.participant)));
    }

    private static NotKnown notThere() {
        return new NotKnown("No hours of yours are recorded in such a session");
    }

    private static Attendance attestable(@Nullable Attendance attendance, BigDecimal hours) {
        if (attendance == null) {
            throw notThere();
        }
        if (attendance.hours().compareTo(hours) != 0) {
            throw new HoursDiffer(attendance.hours());
        }
        requireSome(attendance);
        return attendance;
    }

    private static void requireSome(Attendance attendance) {
        if (attendance.hours().signum() == 0) {
            throw new NothingToAttest();
        }
    }

    /** How many were attested now, and how many had been. */
    record Outcome(int attested, int unchanged) {}

    /**
     * @param people none for everybody who was there
     * @param ifMatch the version of the session's attendance that the leader has seen
     */
    @WithTransaction
    Uni<Outcome> byLeader(UUID session, Collection<UUID> people, @Nullable String ifMatch, Reader leader) {
        return listed.locked(session, leader)
                .invoke(locked -> ETags.require(ifMatch, locked.attendanceVersion()))
                .chain(locked -> AttendanceRows.all(session)
                        .map(recorded -> meant(recorded, people, leader))
                        .chain(meant -> attest(locked, meant, leader)));
    }

    private static List<Attendance> meant(Map<UUID, Attendance> recorded, Collection<UUID> people, Reader leader) {
        if (people.isEmpty()) {
            return recorded.values().stream()
                    .filter(attendance -> attendance.hours().signum() > 0)
                    .filter(attendance -> !attendance.personId().equals(leader.person()))
                    .toList();
        }
        var errors = new ArrayList<Invalid.Error>();
        var meant = new ArrayList<Attendance>();
        int i = 0;
        for (UUID person : people) {
            Attendance attendance = recorded.get(person);
            String pointer = "/personIds/" + i++;
            if (person.equals(leader.person())) {
                errors.add(new Invalid.Error(pointer, "own-hours", "Somebody else attests your hours as leader"));
            } else if (attendance == null || attendance.hours().signum() == 0) {
                errors.add(new Invalid.Error(pointer, "nothing-to-attest", "No hours of this person are recorded"));
            } else {
                meant.add(attendance);
            }
        }
        if (!errors.isEmpty()) {
            throw new Invalid(errors);
        }
        return meant;
    }

    private Uni<Outcome> attest(Session session, List<Attendance> meant, Reader leader) {
        List<Attendance> open = meant.stream()
                .filter(attendance -> !attendance.isAttestedBy(Party.leader))
                .toList();
        return keep(session, open, Party.leader, leader.name())
                .replaceWith(new Outcome(open.size(), meant.size() - open.size()));
    }

    /** What is certified by it is told; attesting once more changes nothing. */
    private Uni<Void> keep(Session session, List<Attendance> all, Party party, String account) {
        List<Attendance> open = all.stream()
                .filter(attendance -> !attendance.isAttestedBy(party))
                .toList();
        if (open.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return attendances.parts(session).chain(parts -> {
            var writes = new Writes();
            AttendanceRows.keepAttested(session.id(), open, party, account, writes);
            attendances.tell(
                    open.stream()
                            .map(attendance -> attendance.attestedBy(party))
                            .filter(Attendance::isCertified)
                            .map(attendance -> attendance.attested(session, Attendances.dates(parts)))
                            .toList(),
                    writes);
            return writes.execute();
        });
    }

    static final class HoursDiffer extends Refused {
        HoursDiffer(BigDecimal recorded) {
            super("%s hours are recorded; attest these, or ask whoever led the session to correct them"
                    .formatted(recorded));
        }
    }

    static final class NothingToAttest extends Refused {
        NothingToAttest() {
            super("You are recorded as absent; ask whoever led the session if that is wrong");
        }
    }
}
