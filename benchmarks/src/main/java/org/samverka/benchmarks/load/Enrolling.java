package org.samverka.benchmarks.load;

import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** The requests that enroll one person after the other, each person once; people are numbered from 0. */
public final class Enrolling implements Orders {
    /** Spreads consecutive numbers over the index like random ids; exact in the doubles of Lua too. */
    private static final long SPREAD = 2_654_435_761L;

    private static final String FIRST_DAY = "2018-03-01";

    private final HttpRequests requests;
    private final String path;
    private final String targetGroup;
    private final int people;
    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final AtomicInteger next = new AtomicInteger();

    public Enrolling(HttpRequests requests, String program, String targetGroup, int people) {
        this.requests = requests;
        this.path = "/programs/" + program + "/enrollments";
        this.targetGroup = targetGroup;
        this.people = people;
    }

    /** The same, beginning with another number. */
    public Enrolling from(int number) {
        next.set(number);
        return this;
    }

    /** The id of the person with this number. */
    public static UUID person(int number) {
        return UUID.fromString(
                String.format(Locale.ROOT, "%08x-0000-4000-8000-%012x", number * SPREAD % (1L << 32), number));
    }

    /** The same in SQL, of an expression that gives the number. */
    public static String personInSql(String number) {
        return "cast(lpad(to_hex((" + number + ") * cast(" + SPREAD + " as bigint) % 4294967296), 8, '0')"
                + " || '-0000-4000-8000-' || lpad(to_hex(" + number + "), 12, '0') as uuid)";
    }

    @Override
    public byte[] nextRequest() {
        int number = next();
        return requests.post(path, run + "-" + number, body(person(number)));
    }

    private String body(UUID person) {
        return "{\"personId\":\"" + person + "\",\"targetGroup\":\"" + targetGroup + "\",\"date\":\"" + FIRST_DAY
                + "\"}";
    }

    int next() {
        return inRange(next.getAndIncrement());
    }

    @Override
    public void used(long numbers) {
        inRange(next.addAndGet(Math.toIntExact(numbers)) - 1);
    }

    private int inRange(int number) {
        if (number >= people) {
            throw new IllegalStateException("There are no more than " + people + " people to enroll");
        }
        return number;
    }

    @Override
    public HttpRequests requests() {
        return requests;
    }

    @Override
    public String script() {
        return "enroll.lua";
    }

    @Override
    public Map<String, String> environment() {
        return Map.of(
                "BENCH_TOKEN",
                requests.token(),
                "BENCH_PATH",
                requests.service().getPath() + path,
                "BENCH_GROUP",
                targetGroup,
                "BENCH_RUN",
                run,
                "BENCH_FIRST",
                Integer.toString(inRange(next.get())));
    }
}
