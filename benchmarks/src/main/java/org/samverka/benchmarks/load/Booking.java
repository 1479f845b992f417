package org.samverka.benchmarks.load;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** The requests that book a seat for one person after the other, each person once, in the sessions by turns. */
public final class Booking implements Orders {
    private static final String PATH = "/bookings";

    private final HttpRequests requests;
    private final List<UUID> sessions;
    private final AtomicInteger next;
    private final int people;
    private final String run = UUID.randomUUID().toString().substring(0, 8);

    /** @param next the number of the first person, and after them of those who have been booked */
    public Booking(HttpRequests requests, List<UUID> sessions, AtomicInteger next, int people) {
        this.requests = requests;
        this.sessions = List.copyOf(sessions);
        this.next = next;
        this.people = people;
    }

    @Override
    public HttpRequests requests() {
        return requests;
    }

    @Override
    public byte[] nextRequest() {
        int number = inRange(next.getAndIncrement());
        String body = "{\"sessionId\":\"" + sessions.get(number % sessions.size()) + "\",\"personId\":\""
                + Enrolling.person(number) + "\"}";
        return requests.post(PATH, run + "-" + number, body);
    }

    @Override
    public String script() {
        return "book.lua";
    }

    @Override
    public Map<String, String> environment() {
        return Map.of(
                "BENCH_TOKEN", requests.token(),
                "BENCH_PATH", requests.service().getPath() + PATH,
                "BENCH_SESSIONS", sessions.stream().map(UUID::toString).collect(Collectors.joining(",")),
                "BENCH_RUN", run,
                "BENCH_FIRST", Integer.toString(inRange(next.get())));
    }

    @Override
    public void used(long numbers) {
        inRange(next.addAndGet(Math.toIntExact(numbers)) - 1);
    }

    private int inRange(int number) {
        if (number >= people) {
            throw new IllegalStateException("There are no more than " + people + " people to book");
        }
        return number;
    }
}
