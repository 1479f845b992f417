package org.samverka.benchmarks.sessions;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.samverka.benchmarks.Database;
import org.samverka.benchmarks.Measure;
import org.samverka.benchmarks.Plan;
import org.samverka.benchmarks.Rig;
import org.samverka.benchmarks.Rounds;
import org.samverka.benchmarks.figures.Aim;
import org.samverka.benchmarks.figures.Figure;
import org.samverka.benchmarks.figures.Percentiles;
import org.samverka.benchmarks.figures.Samples;
import org.samverka.benchmarks.load.HttpConnection;
import org.samverka.stack.Listener;

/** How long a calendar program waits for a person's calendar of a thousand entries; one client. */
public final class Calendar implements Measure {
    private static final int ENTRIES = 1000;
    private static final int REQUESTS = 300;
    private static final int WARM_UP = 200;
    private static final int OK = 200;
    private static final double AIM_MILLIS = 100;
    private static final String SERVICE = "sessions";
    private static final String TOKEN = "a-token-that-is-only-good-for-measuring-0000";
    private static final String P50 = "a calendar of " + ENTRIES + " entries, p50";
    private static final String P99 = "a calendar of " + ENTRIES + " entries, p99";
    private static final String QUERIES_P50 = "its queries alone, p50";
    private static final String QUERIES_P99 = "its queries alone, p99";

    @Override
    public String name() {
        return "calendar";
    }

    @Override
    public String purpose() {
        return "ms for a calendar feed of " + ENTRIES + " entries, beside reading the same rows from the database";
    }

    @Override
    public Map<String, Object> settings(Plan plan) {
        return Map.of("entries", ENTRIES, "entriesOfOthers", 9 * ENTRIES, "requests", REQUESTS, "clients", 1);
    }

    @Override
    public List<Figure> measure(Plan plan) throws Exception {
        Samples samples = new Samples();
        Rounds.play(plan, name(), List.of(SERVICE), (rig, round) -> round(rig, samples));
        List<Figure> figures = new ArrayList<>();
        figures.add(samples.beside(samples.figure(P50, "ms"), QUERIES_P50));
        figures.add(samples.figure(P99, "ms")
                .beside(QUERIES_P99, samples.of(QUERIES_P99))
                .aiming(Aim.atMost(AIM_MILLIS)));
        return figures;
    }

    private static void round(Rig rig, Samples samples) throws Exception {
        fill(rig);
        URI service = rig.stack().api(Listener.SESSIONS);
        byte[] request = "GET %s/calendars/%s.ics HTTP/1.1\r\nHost: %s\r\n\r\n"
                .formatted(service.getPath(), TOKEN, service.getAuthority())
                .getBytes(StandardCharsets.US_ASCII);
        try (HttpConnection connection = HttpConnection.to(service)) {
            read(connection, request, WARM_UP);
            Percentiles feed = Percentiles.of(read(connection, request, REQUESTS));
            samples.add(P50, feed.millisAt(50));
            samples.add(P99, feed.millisAt(99));
        }
        try (Database database = Database.of(rig.stack(), SERVICE)) {
            query(database, WARM_UP);
            Percentiles queries = Percentiles.of(query(database, REQUESTS));
            samples.add(QUERIES_P50, queries.millisAt(50));
            samples.add(QUERIES_P99, queries.millisAt(99));
        }
        rig.tell(String.format(Locale.ROOT, "%.1f ms (p50), %.1f ms (p99)", last(samples, P50), last(samples, P99)));
    }

    private static double last(Samples samples, String what) {
        List<Double> rounds = samples.of(what);
        return rounds.get(rounds.size() - 1);
    }

    private static long[] read(HttpConnection connection, byte[] request, int times) throws IOException {
        long[] waits = new long[times];
        for (int i = 0; i < times; i++) {
            long began = System.nanoTime();
            String calendar = connection.exchange(request).require(OK).body();
            waits[i] = System.nanoTime() - began;
            int entries = calendar.split("BEGIN:VEVENT", -1).length - 1;
            if (entries != ENTRIES) {
                throw new IllegalStateException("The calendar has " + entries + " entries");
            }
        }
        return waits;
    }

    /** The same rows: sessions, bookings and parts; the count makes the database read them and send one number. */
    private static long[] query(Database database, int times) throws Exception {
        long[] waits = new long[times];
        for (int i = 0; i < times; i++) {
            long began = System.nanoTime();
            long rows = database.number("""
                    select count(session.title || part.starts_at || session.zone) from booking
                    join session on session.id = booking.session_id
                    join session_part part on part.session_id = session.id
                    left join invitation_rule rule on rule.session_id = session.id
                    left join venue room on room.id = session.room_id
                    left join program on program.key = session.program
                    left join invitation on invitation.session_id = session.id and invitation.person_id = booking.person_id
                    where booking.person_id = cast('00000000-0000-4000-8000-000000000001' as uuid) and booking.state = 'booked'
                    """);
            waits[i] = System.nanoTime() - began;
            if (rows != ENTRIES) {
                throw new IllegalStateException("There are " + rows + " rows");
            }
        }
        return waits;
    }

    /** Ten people with a thousand seats each; the calendar is the first one's. */
    private static void fill(Rig rig) throws Exception {
        try (Database database = Database.of(rig.stack(), SERVICE)) {
            database.execute(
                    "insert into program (key, version, target_groups) values ('%s', 1, array['%s'])"
                            .formatted(Rig.PROGRAM, Rig.TARGET_GROUP),
                    """
                    with made as (
                        insert into session (id, program, title, starts_at, last_day, zone, hours, capacity, venue, state, version, attendance_version)
                        select gen_random_uuid(), '%s', 'Återhämtningsdag ' || n, at, cast(at as date), 'Europe/Stockholm', 3, 30,
                            'Folkets hus, Olofström', 'open', 1, 0
                        from (select n, date_trunc('day', localtimestamp) + n * interval '1 day' + interval '9 hours' as at
                            from generate_series(1, %d) n) planned
                        returning id, program, starts_at),
                    parts as (
                        insert into session_part (session_id, n, starts_at, hours, during, takes_place)
                        select id, 1, starts_at, 3, tstzrange(starts_at at time zone 'Europe/Stockholm',
                            starts_at at time zone 'Europe/Stockholm' + interval '3 hours'), true from made)
                    insert into booking (id, session_id, program, person_id, pseudonym, state, version)
                    select gen_random_uuid(), id, program,
                        cast('00000000-0000-4000-8000-' || lpad(cast(person as text), 12, '0') as uuid), gen_random_uuid(), 'booked', 1
                    from made, generate_series(1, 10) person
                    """.formatted(Rig.PROGRAM, ENTRIES),
                    """
                    insert into calendar_feed (owner_kind, owner, token_hash, created_at)
                    values ('person', cast('00000000-0000-4000-8000-000000000001' as uuid), sha256(cast('%s' as bytea)), now())
                    """.formatted(TOKEN),
                    "vacuum analyze");
        }
        rig.checkpoint();
    }
}
