package org.samverka.sessions.booking;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Refused;
import org.samverka.sessions.booking.Booking.State;

/**
 * The seats of one session while nobody else can take any: who gets one, who waits, and who is next. Never more are taken
 * than the session has, or than an organization has in it; nobody overtakes who waits for the same seats.
 */
final class Seats {
    private final int capacity;
    private final SeatRule rule;
    private final Map<String, Lane> lanes = new TreeMap<>();
    private int free;

    /** An organization's part of the session; those without one are together under an empty name. */
    static final class Lane {
        final String organization;
        int taken;
        int waiting;

        /** How many stand together at the head of those who wait; 0 for nobody. */
        int head;

        private boolean changed;

        Lane(String organization, int taken, int waiting, int head) {
            this.organization = organization;
            this.taken = taken;
            this.waiting = waiting;
            this.head = head;
        }
    }

    Seats(int capacity, SeatRule rule, Collection<Lane> lanes) {
        this.capacity = capacity;
        this.rule = rule;
        lanes.forEach(lane -> this.lanes.put(lane.organization, lane));
        this.free = capacity - lanes.stream().mapToInt(lane -> lane.taken).sum();
    }

    SeatRule rule() {
        return rule;
    }

    int capacity() {
        return capacity;
    }

    int free() {
        return Math.max(0, free);
    }

    Collection<Lane> lanes() {
        return lanes.values();
    }

    /** The lanes in which something has changed, in a stable order. */
    List<Lane> changed() {
        return lanes.values().stream().filter(lane -> lane.changed).toList();
    }

    static String name(@Nullable String organization) {
        return organization == null ? "" : organization;
    }

    private Lane lane(@Nullable String organization) {
        return lanes.computeIfAbsent(name(organization), name -> new Lane(name, 0, 0, 0));
    }

    /** Seats or places on the waiting list: for all of a party or for none. */
    State admit(@Nullable String organization, int party) {
        Lane lane = lane(organization);
        if (lane.waiting == 0 && hasRoom(lane, party) && free >= party && !othersAreFirst(lane)) {
            take(lane, party);
            return State.booked;
        }
        if (!rule.waitingList()) {
            throw hasRoom(lane, party) ? new SessionFull(capacity) : new OrganizationFull(limit());
        }
        if (party > Math.min(capacity, limit())) {
            throw new GroupTooLarge(Math.min(capacity, limit()));
        }
        lane.changed = true;
        lane.head = lane.waiting == 0 ? party : lane.head;
        lane.waiting += party;
        return State.waitlisted;
    }

    private int limit() {
        return rule.perOrganization() == null ? Integer.MAX_VALUE : rule.perOrganization();
    }

    private boolean hasRoom(Lane lane, int party) {
        return lane.taken + party <= limit();
    }

    /** Somebody waits whom nothing but the session's size keeps out: seats that come free are theirs. */
    private boolean othersAreFirst(Lane lane) {
        return lanes.values().stream()
                .anyMatch(other -> other != lane && other.waiting > 0 && hasRoom(other, Math.max(1, other.head)));
    }

    private void take(Lane lane, int party) {
        lane.taken += party;
        lane.changed = true;
        free -= party;
    }

    /** A seat comes free. */
    void release(@Nullable String organization) {
        Lane lane = lane(organization);
        lane.taken--;
        lane.changed = true;
        free++;
    }

    /** Somebody no longer waits, without having got a seat. */
    void leave(@Nullable String organization) {
        Lane lane = lane(organization);
        lane.waiting--;
        lane.changed = true;
    }

    /** For each organization where somebody waits: how many of its people could get a seat. */
    Map<String, Integer> freeForWaiting() {
        var byOrganization = new TreeMap<String, Integer>();
        for (Lane lane : lanes.values()) {
            int some = Math.min(free(), limit() - lane.taken);
            if (some > 0 && lane.waiting > 0) {
                byOrganization.put(lane.organization, some);
            }
        }
        return byOrganization;
    }

    /**
     * Who of those that wait gets a seat now.
     *
     * @param inOrder of their arrival; those of a party stand together
     */
    List<Booking> promote(List<Booking> inOrder) {
        var promoted = new ArrayList<Booking>();
        var behind = new HashSet<String>();
        for (List<Booking> party : parties(inOrder)) {
            Lane lane = lane(party.get(0).organization);
            int size = party.get(0).partySize;
            if (behind.contains(lane.organization)) {
                continue;
            }
            if (!hasRoom(lane, size)) {
                behind.add(lane.organization);
            } else if (free < size) {
                break;
            } else {
                take(lane, size);
                lane.waiting -= size;
                promoted.addAll(party);
            }
        }
        return promoted;
    }

    private static Collection<List<Booking>> parties(List<Booking> inOrder) {
        var parties = new LinkedHashMap<UUID, List<Booking>>();
        inOrder.forEach(booking -> parties.computeIfAbsent(
                        booking.party == null ? booking.id : booking.party, first -> new ArrayList<>())
                .add(booking));
        return parties.values();
    }

    static final class SessionFull extends Refused {
        SessionFull(int capacity) {
            super("All %d seats are taken; choose another session, or try again when somebody has canceled"
                    .formatted(capacity));
        }
    }

    static final class OrganizationFull extends Refused {
        OrganizationFull(int limit) {
            super(
                    ("All %d seats of the organization are taken; choose another session, or try again when somebody of the"
                                    + " organization has canceled")
                            .formatted(limit));
        }
    }

    static final class GroupTooLarge extends Refused {
        GroupTooLarge(int most) {
            super("At most %d people can ever have a seat here together; book smaller groups".formatted(most));
        }
    }
}
