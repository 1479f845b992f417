package org.samverka.sessions.attendance;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.reducing;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.samverka.contracts.SessionEvent.AttendanceRecorded;
import org.samverka.contracts.SessionEvent.DayHours;
import org.samverka.contracts.SessionEvent.HoursAttested;
import org.samverka.sessions.session.Session;

/**
 * How many hours of each part of a session a person was there; each correction is a higher version, and whatever was
 * attested before has to be attested anew.
 *
 * @param parts by number, from 1; one that is not named has not been recorded
 * @param at as of when this is known
 * @param participantAttested the version that the participant attested, 0 for none; likewise the leader
 */
record Attendance(
        UUID personId,
        UUID pseudonym,
        SortedMap<Integer, BigDecimal> parts,
        int version,
        Instant at,
        int participantAttested,
        int leaderAttested) {

    /** Who attests hours. */
    enum Party {
        participant,
        leader
    }

    /** Nothing has been recorded yet. */
    static Attendance none(UUID personId, UUID pseudonym) {
        return new Attendance(personId, pseudonym, new TreeMap<>(), 0, Instant.EPOCH, 0, 0);
    }

    /** Of all parts. */
    BigDecimal hours() {
        return parts.values().stream().reduce(BigDecimal.ZERO.setScale(2), BigDecimal::add);
    }

    Attendance corrected(SortedMap<Integer, BigDecimal> parts, Instant at) {
        return new Attendance(personId, pseudonym, parts, version + 1, at, participantAttested, leaderAttested);
    }

    boolean isAttestedBy(Party party) {
        return version > 0 && version == (party == Party.participant ? participantAttested : leaderAttested);
    }

    boolean isAttestedByAny() {
        return isAttestedBy(Party.participant) || isAttestedBy(Party.leader);
    }

    /** Both have attested what is recorded now. */
    boolean isCertified() {
        return isAttestedBy(Party.participant) && isAttestedBy(Party.leader);
    }

    Attendance attestedBy(Party party) {
        return new Attendance(
                personId,
                pseudonym,
                parts,
                version,
                at,
                party == Party.participant ? version : participantAttested,
                party == Party.leader ? version : leaderAttested);
    }

    AttendanceRecorded recorded(Session session) {
        return new AttendanceRecorded(
                session.id(), session.program(), session.targetGroup(), personId, pseudonym, hours(), version);
    }

    /** @param dates of the session's parts, by number */
    HoursAttested attested(Session session, Map<Integer, LocalDate> dates) {
        var byDay = new TreeMap<>(parts.entrySet().stream()
                .collect(groupingBy(
                        part -> Objects.requireNonNull(dates.get(part.getKey())),
                        reducing(BigDecimal.ZERO, Map.Entry::getValue, BigDecimal::add))));
        List<DayHours> days = byDay.entrySet().stream()
                .map(day -> new DayHours(day.getKey(), day.getValue()))
                .toList();
        return new HoursAttested(
                session.id(), session.program(), session.targetGroup(), personId, pseudonym, hours(), days, version);
    }
}
