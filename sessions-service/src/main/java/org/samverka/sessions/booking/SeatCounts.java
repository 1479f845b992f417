package org.samverka.sessions.booking;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.samverka.contracts.delivery.Writes;
import org.samverka.sessions.booking.Seats.Lane;
import org.samverka.sessions.session.Session;

/** Reads and keeps how many seats are taken; whoever does so to change them holds the session's lock. */
final class SeatCounts {
    private SeatCounts() {}

    /** Read after the lock was taken: while waiting for it, others took seats. */
    static Uni<Seats> of(Session session) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery("""
                                select r.per_organization, r.waiting_list, r.offer_hours, r.version, c.organization, c.taken, c.waiting,
                                    case when c.waiting > 0 then (
                                        select b.party_size from booking b
                                        where b.session_id = c.session_id and coalesce(b.organization, '') = c.organization
                                            and b.state = 'waitlisted' order by b.position limit 1) end
                                from (select cast(:session as uuid) as id) s
                                left join seat_rule r on r.session_id = s.id
                                left join seat_count c on c.session_id = s.id
                                """, Object[].class)
                        .setParameter("session", session.id())
                        .getResultList())
                .map(rows -> new Seats(session.capacity(), rule(rows.get(0)), lanes(rows)));
    }

    private static SeatRule rule(Object[] row) {
        return row[1] == null
                ? SeatRule.NONE
                : new SeatRule((Integer) row[0], (Boolean) row[1], (Integer) row[2], (Integer) row[3]);
    }

    private static List<Lane> lanes(List<Object[]> rows) {
        var lanes = new ArrayList<Lane>();
        for (Object[] row : rows) {
            if (row[4] != null) {
                lanes.add(new Lane(
                        (String) row[4], (Integer) row[5], (Integer) row[6], row[7] == null ? 0 : (Integer) row[7]));
            }
        }
        return lanes;
    }

    static void keep(Session session, Seats seats, Writes writes) {
        List<Lane> changed = seats.changed();
        if (changed.isEmpty()) {
            return;
        }
        writes.add(
                """
                counted as (
                    insert into seat_count (session_id, organization, taken, waiting)
                    select :countedSession, * from unnest(cast(:countedOrganizations as text[]), cast(:countedTaken as int[]), cast(:countedWaiting as int[]))
                    on conflict (session_id, organization) do update set taken = excluded.taken, waiting = excluded.waiting)""",
                Map.of(
                        "countedSession",
                        session.id(),
                        "countedOrganizations",
                        changed.stream().map(lane -> lane.organization).toArray(String[]::new),
                        "countedTaken",
                        changed.stream().map(lane -> lane.taken).toArray(Integer[]::new),
                        "countedWaiting",
                        changed.stream().map(lane -> lane.waiting).toArray(Integer[]::new)));
    }
}
